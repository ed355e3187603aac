"""The pair endpoint: credentials in, tokens out."""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import override_settings

import ferrojwt

NO_ACCOUNT = {"detail": "No active account found with the given credentials"}
BLANK = "This field may not be blank."
REQUIRED = "This field is required."
NULL = "This field may not be null."
NO_STRING = "Not a valid string."


def read(token):
    return ferrojwt.decode(token, settings.SECRET_KEY, algorithms=["HS256"])


@pytest.fixture
def obtain(client, user, password):
    def call(**changes):
        return client.post("/token/", {"username": user.username, "password": password, **changes})

    return call


def test_pair_has_refresh_before_access(obtain):
    response = obtain()
    assert (response.status_code, list(response.json())) == (200, ["refresh", "access"])


@pytest.mark.parametrize(
    ("name", "token_type", "lifetime"), [("access", "access", 300), ("refresh", "refresh", 86400)]
)
def test_claims_are_those_of_the_contract_in_its_order(obtain, user, name, token_type, lifetime):
    now = time.time()
    claims = read(obtain().json()[name])
    assert list(claims) == ["token_type", "exp", "iat", "jti", "user_id"]
    assert claims["token_type"] == token_type
    assert claims["exp"] - claims["iat"] == lifetime
    assert claims["iat"] == pytest.approx(now, abs=5)
    assert len(claims["jti"]) == 32
    assert claims["user_id"] == str(user.pk)


def test_the_two_tokens_have_different_ids(obtain):
    body = obtain().json()
    assert read(body["access"])["jti"] != read(body["refresh"])["jti"]


def test_header_has_algorithm_and_type_only(obtain):
    assert ferrojwt.get_unverified_header(obtain().json()["access"]) == {
        "alg": "HS256",
        "typ": "JWT",
    }


@override_settings(SIMPLE_JWT={"AUDIENCE": "shop", "ISSUER": "house"})
def test_audience_and_issuer_are_the_last_claims(obtain):
    token = obtain().json()["access"]
    claims = ferrojwt.decode(
        token, settings.SECRET_KEY, algorithms=["HS256"], audience="shop", issuer="house"
    )
    assert list(claims)[-3:] == ["user_id", "aud", "iss"]


@pytest.mark.parametrize(
    "changes", [{"password": "wrong"}, {"username": "nobody"}], ids=["password", "username"]
)
def test_wrong_credentials_are_401_without_code(obtain, changes):
    response = obtain(**changes)
    assert (response.status_code, response.json()) == (401, NO_ACCOUNT)


def test_inactive_user_is_401(client, inactive_user, password):
    response = client.post("/token/", {"username": inactive_user.username, "password": password})
    assert (response.status_code, response.json()) == (401, NO_ACCOUNT)


def test_401_challenges_for_bearer(obtain):
    assert obtain(password="wrong")["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"username": [REQUIRED], "password": [REQUIRED]}),
        ({"username": "a"}, {"password": [REQUIRED]}),
        ({"username": "", "password": ""}, {"username": [BLANK], "password": [BLANK]}),
        ({"username": None, "password": None}, {"username": [NULL], "password": [NULL]}),
        ({"username": [], "password": {}}, {"username": [NO_STRING], "password": [NO_STRING]}),
        (
            {"username": "a\0", "password": "b"},
            {"username": ["Null characters are not allowed."]},
        ),
        (
            [],
            {"non_field_errors": ["Invalid data. Expected a dictionary, but got list."]},
        ),
    ],
)
def test_incomplete_body_is_400_with_field_errors(client, body, errors):
    response = client.post("/token/", body)
    assert (response.status_code, response.json()) == (400, errors)


@pytest.mark.parametrize("path", ["/token/", "/token/refresh/", "/token/verify/"])
def test_malformed_json_is_400(client, path):
    response = client.post(path, "{", content_type="application/json")
    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/token/", "/token/refresh/", "/token/verify/"])
def test_plain_text_is_415(client, path):
    assert client.post(path, "x", content_type="text/plain").status_code == 415


@pytest.mark.parametrize("path", ["/token/", "/token/refresh/", "/token/verify/"])
def test_get_is_405(client, path):
    assert client.get(path).status_code == 405


def test_last_login_is_left_alone_by_default(obtain, user):
    obtain()
    user.refresh_from_db()
    assert user.last_login is None


@override_settings(SIMPLE_JWT={"UPDATE_LAST_LOGIN": True})
def test_last_login_is_recorded_when_asked_for(obtain, user):
    obtain()
    user.refresh_from_db()
    assert user.last_login is not None


def test_password_is_never_sent_back(obtain):
    assert "password" not in obtain().json()


def test_view_function_answers_as_the_class_does(client, user, password):
    response = client.post("/functions/token/", {"username": user.username, "password": password})
    assert list(response.json()) == ["refresh", "access"]


def test_form_encoded_credentials_are_accepted(client, user, password):
    body = {"username": user.username, "password": password}
    assert client.post("/token/", body, format="multipart").status_code == 200


def test_user_name_field_follows_the_user_model(client, monkeypatch):
    monkeypatch.setattr(get_user_model(), "USERNAME_FIELD", "email")
    assert list(client.post("/token/", {}).json()) == ["email", "password"]


@pytest.mark.usefixtures("db")
def test_a_password_with_spaces_at_its_edges_logs_in(client, django_user_model):
    django_user_model.objects.create_user("spacious", password=" p w ")

    response = client.post("/token/", {"username": "spacious", "password": " p w "})

    assert response.status_code == 200
