"""Sliding tokens: one token that authenticates and is exchanged for itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings
from freezegun import freeze_time

from ferrojwt.drf.tokens import SlidingToken
from tests.drf import minted

SLIDING = {"AUTH_TOKEN_CLASSES": ["ferrojwt.drf.tokens.SlidingToken"]}
NO_ACCOUNT = {"detail": "No active account found for the given token."}

pytestmark = pytest.mark.django_db


@pytest.fixture
def refresh(client):
    return lambda token: client.post("/token/sliding/refresh/", {"token": str(token)})


def test_login_answers_with_one_token(client, user, password):
    body = {"username": user.username, "password": password}
    for path in ("/token/sliding/", "/functions/token/sliding/"):
        answer = client.post(path, body)
        assert (answer.status_code, list(answer.json())) == (200, ["token"])
        assert SlidingToken(answer.json()["token"])["user_id"] == str(user.pk)


def test_claims_are_those_of_the_contract_in_its_order(user):
    claims = SlidingToken.for_user(user).payload
    assert list(claims) == ["token_type", "exp", "iat", "jti", "refresh_exp", "user_id"]
    assert claims["token_type"] == "sliding"
    assert claims["exp"] - claims["iat"] == 5 * 60
    assert claims["refresh_exp"] - claims["iat"] == 24 * 3600


@override_settings(
    SIMPLE_JWT={
        "SLIDING_TOKEN_LIFETIME": timedelta(minutes=7),
        "SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=2),
        "SLIDING_TOKEN_REFRESH_EXP_CLAIM": "until",
    }
)
def test_lifetimes_and_claim_follow_the_settings():
    token = SlidingToken()
    assert token["exp"] - token["iat"] == 7 * 60
    assert token["until"] - token["iat"] == 2 * 24 * 3600


@override_settings(SIMPLE_JWT=SLIDING)
def test_sliding_token_authenticates(whoami, user):
    assert whoami(SlidingToken.for_user(user)).json() == {"id": user.pk}


def test_sliding_token_does_not_authenticate_where_it_is_not_listed(whoami, user):
    assert whoami(SlidingToken.for_user(user)).status_code == 401


def test_exchange_moves_the_expiry_and_keeps_the_rest(refresh, user):
    with freeze_time("2030-01-01 00:00:00"):
        token = SlidingToken.for_user(user)
    with freeze_time("2030-01-01 00:04:00"):
        answer = refresh(token)
        exchanged = SlidingToken(answer.json()["token"])
    moved = {"exp": token["exp"] + 240, "iat": token["iat"] + 240}
    assert exchanged.payload == {**token.payload, **moved}


@pytest.mark.parametrize("path", ["/token/sliding/refresh/", "/functions/token/sliding/refresh/"])
def test_exchange_is_refused_once_its_period_has_passed(client, user, path):
    with freeze_time("2030-01-01 00:00:00"):
        token = SlidingToken.for_user(user)
        token.set_exp(lifetime=timedelta(days=3))
    with freeze_time("2030-01-02 00:00:00"):
        answer = client.post(path, {"token": str(token)})
    detail = "Token 'refresh_exp' claim has expired"
    assert (answer.status_code, answer.json()["detail"]) == (401, detail)


@pytest.mark.parametrize("change", ["inactive", "deleted"])
def test_exchange_for_a_user_who_is_gone_is_401(refresh, user, change):
    token = SlidingToken.for_user(user)
    if change == "inactive":
        type(user).objects.update(is_active=False)
    else:
        user.delete()
    answer = refresh(token)
    assert (answer.status_code, answer.json()) == (401, NO_ACCOUNT)


@pytest.mark.parametrize("value", ["tomorrow", None, [], True, 1e30])
def test_unusable_period_is_401(refresh, user, value):
    answer = refresh(minted.sliding(refresh_exp=value, user_id=str(user.pk)))
    assert answer.status_code == 401
