"""The verify endpoint: a token in, a yes or no out."""

from __future__ import annotations

import pytest

from ferrojwt.drf.tokens import AccessToken, RefreshToken
from tests.drf import minted
from tests.drf.minted import ABSENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def verify(client):
    return lambda token: client.post("/token/verify/", {"token": str(token)})


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
