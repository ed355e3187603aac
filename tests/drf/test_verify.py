"""The verify endpoint: a token in, a yes or no out."""

from __future__ import annotations

import pytest
from django.test import override_settings

from ferrojwt.drf.tokens import AccessToken, RefreshToken, SlidingToken
from tests.drf import minted
from tests.drf.minted import ABSENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def verify(client):
    return lambda token, **more: client.post("/token/verify/", {"token": str(token), **more})


@pytest.mark.parametrize("token_class", [AccessToken, RefreshToken])
def test_good_token_of_any_type_is_200_with_an_empty_body(verify, token_class):
    response = verify(token_class())
    assert (response.status_code, response.json()) == (200, {})


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"exp": 1_000_000_000}, "Token is expired"),
        ({"exp": ABSENT}, "Token has no 'exp' claim"),
        ({"jti": ABSENT}, "Token has no id"),
        ({"nbf": minted.FAR}, "Token is invalid"),
    ],
)
def test_refused_token_is_401_with_its_reason(verify, changes, detail):
    response = verify(minted.access(**changes))
    assert (response.status_code, response.json()) == (
        401,
        {"detail": detail, "code": "token_not_valid"},
    )


def test_401_challenges_for_bearer(verify):
    assert verify("garbage")["WWW-Authenticate"].startswith('Bearer realm="api", ')


def test_token_without_type_is_accepted(verify):
    assert verify(minted.access(token_type=ABSENT)).status_code == 200


@pytest.mark.parametrize(
    ("token_class", "token_type"),
    [(AccessToken, "access"), (RefreshToken, "refresh"), (SlidingToken, "sliding")],
)
def test_token_of_the_type_that_is_asked_for_is_200(verify, token_class, token_type):
    response = verify(token_class(), token_type=token_type)
    assert (response.status_code, response.json()) == (200, {})


def test_type_may_be_the_projects_own(verify):
    token = minted.access(token_type="invitation")
    assert verify(token, token_type="invitation").status_code == 200


@pytest.mark.parametrize(
    ("token", "token_type", "detail"),
    [
        (minted.refresh, "access", "Token has wrong type"),
        (minted.access, "refresh", "Token has wrong type"),
        (minted.access, "ACCESS", "Token has wrong type"),
        (minted.access, "Bearer", "Token has wrong type"),
        (minted.access, "a" * 100_000, "Token has wrong type"),
        (lambda: minted.access(token_type=["access"]), "access", "Token has wrong type"),
        (lambda: minted.access(token_type=1), 1, "Token has wrong type"),
        (lambda: minted.access(token_type=ABSENT), "access", "Token has no type"),
        (lambda: minted.access(exp=1_000_000_000), "access", "Token is expired"),
    ],
    ids=lambda value: str(value)[:12] if isinstance(value, str) else None,
)
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_token_of_another_type_is_401(verify, client, token, token_type, detail, accept):
    client.credentials(HTTP_ACCEPT=accept)
    response = verify(token(), token_type=token_type)
    assert (response.status_code, response.data) == (
        401,
        {"detail": detail, "code": "token_not_valid"},
    )
    assert response["WWW-Authenticate"].startswith('Bearer realm="api", error="invalid_token"')


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_type_that_no_answer_can_hold_is_400(client, accept):
    body = f'{{"token": "{AccessToken()}", "token_type": "\\ud800"}}'
    response = client.post(
        "/token/verify/", body, content_type="application/json", HTTP_ACCEPT=accept
    )
    assert response.status_code == 400


@pytest.mark.parametrize("token_type", ["", " ", None, True, [], ["access"], {}, "access\0"])
def test_type_that_is_none_is_400(verify, token_type):
    response = verify(AccessToken(), token_type=token_type)
    assert (response.status_code, list(response.json())) == (400, ["token_type"])


def test_type_left_empty_in_a_form_asks_for_none(client):
    body = {"token": str(AccessToken()), "token_type": ""}
    assert client.post("/token/verify/", body, format="multipart").status_code == 200


@override_settings(SIMPLE_JWT={"TOKEN_TYPE_CLAIM": None})
def test_no_token_is_of_a_type_where_tokens_have_none(verify):
    response = verify(AccessToken(), token_type="access")
    assert (response.status_code, response.json()["detail"]) == (401, "Token has no type")


@override_settings(SIMPLE_JWT={"TOKEN_TYPE_CLAIM": "kind"})
def test_type_is_that_of_the_claim_in_the_settings(verify):
    assert verify(RefreshToken(), token_type="refresh").status_code == 200
    assert verify(RefreshToken(), token_type="access").status_code == 401


def test_token_of_another_type_is_not_looked_up(verify, django_assert_num_queries):
    with django_assert_num_queries(0):
        verify(minted.refresh(), token_type="access")


def test_blacklisted_token_of_the_type_is_refused(verify):
    refresh = RefreshToken()
    refresh.blacklist()
    assert verify(refresh, token_type="refresh").status_code == 400


def test_users_are_not_looked_up(verify, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        assert verify(minted.access(user_id="424242")).status_code == 200
    assert "token_blacklist" in queries[0]["sql"]


def test_missing_token_is_400(client):
    response = client.post("/token/verify/", {})
    assert (response.status_code, response.json()) == (
        400,
        {"token": ["This field is required."]},
    )


def test_view_function_answers_as_the_class_does(client):
    response = client.post("/functions/token/verify/", {"token": str(AccessToken())})
    assert (response.status_code, response.json()) == (200, {})
