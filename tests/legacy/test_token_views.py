"""The token views: statuses, bodies and cookies."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy

from ferrojwt.legacy import utils
from ferrojwt.legacy.test import APIJWTClient


def test_login_answers_201_with_token_and_time_of_issue(login, user):
    response = login()
    claims = utils.jwt_decode_token(response.json()["token"])
    assert response.status_code == 201
    assert response.json() == {"pk": claims["iat"], "token": response.json()["token"]}
    assert claims.keys() == {"username", "iat", "exp", "jti", "user_id", "orig_iat"}
    assert (claims["username"], claims["user_id"]) == (user.username, user.pk)


def test_user_profile_is_a_list_of_its_id(user):
    user.profile = type("Profile", (), {"pk": 7})
    assert utils.jwt_decode_token(utils.jwt_encode_payload(utils.jwt_create_payload(user)))[
        "user_profile_id"
    ] == [7]


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (
            {"username": "alice", "password": "wrong"},
            {"non_field_errors": ["Unable to log in with provided credentials."]},
        ),
        (
            {"username": "", "password": ""},
            {
                "username": ["This field may not be blank."],
                "password": ["This field may not be blank."],
            },
        ),
        (
            {},
            {"username": ["This field is required."], "password": ["This field is required."]},
        ),
    ],
)
def test_bad_credentials_answer_400(client, user, body, errors):
    response = client.post("/api-token-auth/", body)
    assert (response.status_code, response.json()) == (400, errors)


def test_password_is_not_trimmed(client, user):
    user.set_password(" x ")
    user.save()
    body = {"username": "alice", "password": " x "}
    assert client.post("/api-token-auth/", body).status_code == 201


@pytest.mark.parametrize("path", ["/api-token-verify/", "/api-token-refresh/"])
@pytest.mark.parametrize(
    ("claims", "error"),
    [
        ({"exp": 1, "iat": 0}, "Token has expired."),
        ({"key": "k" * 64}, "Error decoding token."),
        ({"iat": "banana"}, "Invalid token."),
        ({"username": None}, "Invalid token."),
        ({"username": "nobody"}, "User doesn't exist."),
        ({"exp": None}, 'Token is missing the "exp" claim.'),
    ],
)
def test_refused_token_answers_400_with_the_reason(client, signed, path, claims, error):
    response = client.post(path, {"token": signed(**claims)})
    assert (response.status_code, response.json()) == (400, {"non_field_errors": [error]})


@pytest.mark.parametrize("path", ["/api-token-verify/", "/api-token-refresh/"])
def test_blacklisted_token_answers_400(client, token, blacklist, path):
    blacklist(token)
    response = client.post(path, {"token": token})
    assert response.json() == {"non_field_errors": ["Token is blacklisted."]}
    assert response.status_code == 400


def test_verified_token_is_given_back(client, token):
    response = client.post("/api-token-verify/", {"token": token})
    issued_at = utils.jwt_decode_token(token)["iat"]
    assert (response.status_code, response.json()) == (201, {"pk": issued_at, "token": token})


def test_refreshed_token_remembers_when_and_with_which_id_its_line_began(client, signed):
    old = signed()
    first = client.post("/api-token-refresh/", {"token": old}).json()["token"]
    second = client.post("/api-token-refresh/", {"token": first}).json()["token"]
    began, claims = utils.jwt_decode_token(old), utils.jwt_decode_token(second)
    assert (claims["orig_jti"], claims["orig_iat"]) == (began["jti"], began["orig_iat"])
    assert claims["jti"] != began["jti"]
    assert client.post("/api-token-verify/", {"token": old}).status_code == 201


@pytest.mark.parametrize(
    ("orig_iat", "error"),
    [(0, "Refresh has expired."), (None, "orig_iat field not found in token.")],
)
def test_line_ends(client, signed, orig_iat, error):
    response = client.post("/api-token-refresh/", {"token": signed(orig_iat=orig_iat)})
    assert (response.status_code, response.json()) == (400, {"non_field_errors": [error]})


def test_tokens_cannot_be_refreshed_where_that_is_off(client, settings, login, user):
    settings.JWT_AUTH = {"JWT_ALLOW_REFRESH": False}
    response = client.post("/api-token-refresh/", {"token": login().json()["token"]})
    assert response.json() == {"non_field_errors": ["orig_iat field not found in token."]}


def test_cookie_is_set_as_the_settings_say(login, settings, user):
    settings.JWT_AUTH = {
        "JWT_AUTH_COOKIE": "auth",
        "JWT_AUTH_COOKIE_DOMAIN": "example.com",
        "JWT_AUTH_COOKIE_PATH": "/api",
        "JWT_AUTH_COOKIE_SAMESITE": "Strict",
        "JWT_EXPIRATION_DELTA": timedelta(minutes=7),
    }
    response = login()
    cookie = response.cookies["auth"]
    assert cookie.value == response.json()["token"]
    assert (cookie["domain"], cookie["path"], cookie["samesite"]) == (
        "example.com",
        "/api",
        "Strict",
    )
    assert (cookie["secure"], cookie["httponly"]) == (True, True)
    assert 418 <= cookie["max-age"] <= 420


def test_superuser_impersonates(client, settings, user, other_user, token):
    settings.JWT_AUTH = {"JWT_IMPERSONATION_COOKIE": "other"}
    user.is_superuser = True
    user.save()
    header = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    response = client.post("/impersonate/", {"user": other_user.pk}, **header)
    claims = utils.jwt_decode_token(response.json()["token"])
    assert (response.status_code, claims["user_id"]) == (201, other_user.pk)
    assert response.cookies["other"].value == response.json()["token"]


@pytest.mark.parametrize("authenticated", [True, False])
def test_nobody_else_impersonates(client, other_user, token, authenticated):
    header = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if authenticated else {}
    response = client.post("/impersonate/", {"user": other_user.pk}, **header)
    assert response.status_code == (403 if authenticated else 401)


@pytest.mark.parametrize("pk", [0, "x", None, [1], 1 << 80])
def test_impersonating_nobody_answers_400(client, user, token, pk):
    user.is_superuser = True
    user.save()
    header = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    assert client.post("/impersonate/", {"user": pk}, format="json", **header).status_code == 400


def test_test_client_logs_in(user, password):
    client = APIJWTClient()
    assert client.login(username="alice", password=password)
    assert client.get("/whoami/").status_code == 200
    assert not APIJWTClient().login(username="alice", password="wrong")


def with_three(token, user=None, request=None):
    return {"token": token, "name": user.username}


def with_four(token, user=None, request=None, issued_at=None):
    return {"token": token, "at": issued_at}


def test_response_handler_of_three_arguments_is_called_with_three(login, settings, user):
    settings.JWT_AUTH = {"JWT_RESPONSE_PAYLOAD_HANDLER": with_three}
    assert login().json()["name"] == "alice"


def test_response_handler_of_four_arguments_gets_the_time_of_issue(login, settings, user):
    settings.JWT_AUTH = {"JWT_RESPONSE_PAYLOAD_HANDLER": f"{__name__}.with_four"}
    answer = login().json()
    assert answer["at"] == utils.jwt_decode_token(answer["token"])["iat"]


def test_claims_are_written_as_rest_framework_writes_them(user):
    token_id = uuid.uuid4()
    payload = {
        **utils.jwt_create_payload(user),
        "price": Decimal("1.50"),
        "since": datetime(2020, 1, 2, tzinfo=timezone.utc),
        "name": gettext_lazy("name"),
        "ids": [token_id],
        "other": token_id,
    }
    before = dict(payload)
    claims = utils.jwt_decode_token(utils.jwt_encode_payload(payload))
    assert {name: claims[name] for name in ("price", "since", "name", "ids", "other")} == {
        "price": 1.5,
        "since": "2020-01-02T00:00:00Z",
        "name": "name",
        "ids": [str(token_id)],
        "other": str(token_id),
    }
    assert claims["exp"] == utils.unix_epoch(payload["exp"])
    assert payload == before


def test_claim_without_a_json_form_is_a_type_error(user):
    with pytest.raises(TypeError):
        utils.jwt_encode_payload({**utils.jwt_create_payload(user), "x": object()})
