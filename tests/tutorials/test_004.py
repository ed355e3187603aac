"""Tutorial 004: the quick guide with curl; the same requests, and what they are answered with."""

from __future__ import annotations

import pytest
from django.utils import translation

pytestmark = pytest.mark.django_db


def test_public_view_greets_everybody(ask):
    response = ask("/public/")
    assert (response.status_code, response.content) == (200, b'{"message":"Good day."}')


def test_protected_view_without_a_token_is_401(ask):
    response = ask("/protected/")
    assert response.status_code == 401
    assert response.content == b'{"detail":"Authentication credentials were not provided."}'


def test_protected_view_greets_the_holder_of_a_token(pair, ask):
    response = ask("/protected/", pair["access"])
    assert (response.status_code, response.content) == (200, b'{"message":"Good day, alice."}')


def test_log_in_and_refresh_answer_the_members_of_the_guide(client, pair):
    assert list(pair) == ["refresh", "access"]
    answer = client.post("/accounts/token/refresh/", {"refresh": pair["refresh"]})
    assert (answer.status_code, list(answer.json())) == (200, ["access"])


@pytest.mark.parametrize("kind", ["access", "refresh"])
def test_verify_answers_an_empty_object_for_a_good_token(client, pair, kind):
    answer = client.post("/accounts/token/verify/", {"token": pair[kind]})
    assert (answer.status_code, answer.json()) == (200, {})


def test_verify_of_a_changed_token_is_401(client, pair):
    assert (
        client.post("/accounts/token/verify/", {"token": f"{pair['access']}x"}).status_code == 401
    )


def test_verify_of_another_type_than_is_asked_for_is_401(client, pair):
    body = {"token": pair["refresh"], "token_type": "access"}
    assert client.post("/accounts/token/verify/", body).status_code == 401


@pytest.mark.parametrize(
    "language",
    ["fr", "", "xx", "*", "fr;q=x", "\xff", "a" * 100_000, "a," * 9999],
    ids=lambda language: ascii(language[:12]),
)
def test_any_language_may_be_asked_for(client, project, language):
    project.MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware"]
    with translation.override(None):
        response = client.post(
            "/accounts/token/verify/", {"token": "garbage"}, HTTP_ACCEPT_LANGUAGE=language
        )
    assert (response.status_code, response.json()["code"]) == (401, "token_not_valid")


@pytest.mark.parametrize(
    ("middleware", "status"),
    [(["django.middleware.common.CommonMiddleware"], 405), ([], 404)],
    ids=["redirected and then read", "unknown"],
)
def test_post_without_the_final_slash_is_4xx(client, project, middleware, status):
    project.MIDDLEWARE = middleware
    response = client.post("/accounts/token/verify", {"token": "garbage"}, follow=True)
    assert response.status_code == status


def test_verify_needs_the_key(client, project, pair):
    project.SIMPLE_JWT = {"SIGNING_KEY": "another secret key " * 4}
    assert client.post("/accounts/token/verify/", {"token": pair["access"]}).status_code == 401
