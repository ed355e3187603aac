"""The refresh endpoint: a refresh token in, an access token out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings
from freezegun import freeze_time

import ferrojwt
from ferrojwt.drf.tokens import RefreshToken
from tests.drf import minted
from tests.drf.minted import ABSENT

PAST = 1_000_000_000
NO_ACCOUNT = {"detail": "No active account found for the given token."}
ROTATE = {"ROTATE_REFRESH_TOKENS": True}


def read(token, settings):
    return ferrojwt.decode(token, settings.SECRET_KEY, algorithms=["HS256"])


@pytest.fixture
def refresh(client):
    return lambda token: client.post("/token/refresh/", {"refresh": str(token)})


def test_answer_is_an_access_token_alone(refresh, user):
    response = refresh(RefreshToken.for_user(user))
    assert (response.status_code, list(response.json())) == (200, ["access"])


def test_new_access_token_authenticates(refresh, user, whoami):
    access = refresh(RefreshToken.for_user(user)).json()["access"]
    assert whoami(access).json() == {"id": user.pk}


def test_custom_claims_are_copied_to_the_access_token(refresh, user, settings):
    token = RefreshToken.for_user(user)
    token["role"] = "editor"
    assert read(refresh(token).json()["access"], settings)["role"] == "editor"


@override_settings(SIMPLE_JWT=ROTATE)
def test_rotation_adds_a_refresh_token_after_the_access_token(refresh, user):
    assert list(refresh(RefreshToken.for_user(user)).json()) == ["access", "refresh"]


@override_settings(SIMPLE_JWT=ROTATE)
def test_rotated_token_has_a_new_id_and_new_times_and_the_same_rest(refresh, user, settings):
    with freeze_time("2030-01-01 00:00:00"):
        token = RefreshToken.for_user(user)
        token["role"] = "editor"
    with freeze_time("2030-01-01 12:00:00"):
        rotated = read(refresh(token).json()["refresh"], settings)
    assert rotated.pop("jti") != token["jti"]
    assert rotated == {
        "token_type": "refresh",
        "exp": token["exp"] + 12 * 3600,
        "iat": token["iat"] + 12 * 3600,
        "user_id": str(user.pk),
        "role": "editor",
    }


@override_settings(SIMPLE_JWT=ROTATE)
def test_rotated_token_refreshes_again(refresh, user):
    rotated = refresh(RefreshToken.for_user(user)).json()["refresh"]
    assert refresh(rotated).status_code == 200


@pytest.mark.parametrize(
    ("token", "detail"),
    [
        pytest.param(lambda: "garbage", "Token is invalid", id="garbage"),
        pytest.param(lambda: minted.refresh()[:-4] + "AAAA", "Token is invalid", id="signature"),
        pytest.param(
            lambda: minted.token(minted.claims("refresh"), {"alg": "none"}),
            "Token is invalid",
            id="alg-none",
        ),
        pytest.param(
            lambda: minted.refresh(iat=minted.FAR), "Token is invalid", id="iat-in-future"
        ),
        pytest.param(
            lambda: minted.refresh(nbf=minted.FAR), "Token is invalid", id="nbf-in-future"
        ),
        pytest.param(lambda: minted.refresh(sub=1), "Token is invalid", id="sub-not-str"),
        pytest.param(lambda: minted.refresh(jti=1), "Token is invalid", id="jti-not-str"),
        pytest.param(lambda: minted.refresh(exp=PAST), "Token is expired", id="expired"),
        pytest.param(minted.access, "Token has wrong type", id="access-token"),
        pytest.param(lambda: minted.refresh(exp=ABSENT), "Token has no 'exp' claim", id="no-exp"),
        pytest.param(lambda: minted.refresh(token_type=ABSENT), "Token has no type", id="no-type"),
        pytest.param(lambda: minted.refresh(jti=ABSENT), "Token has no id", id="no-jti"),
    ],
)
@pytest.mark.usefixtures("user")
def test_refused_token_is_401_with_its_reason(refresh, token, detail):
    response = refresh(token())
    assert (response.status_code, response.json()) == (
        401,
        {"detail": detail, "code": "token_not_valid"},
    )


def test_401_challenges_for_bearer(refresh):
    assert refresh("garbage")["WWW-Authenticate"].startswith('Bearer realm="api", ')


def test_deleted_user_is_401(refresh, user):
    token = RefreshToken.for_user(user)
    user.delete()
    response = refresh(token)
    assert (response.status_code, response.json()) == (401, NO_ACCOUNT)


def test_inactive_user_is_401(refresh, user):
    token = RefreshToken.for_user(user)
    user.is_active = False
    user.save()
    response = refresh(token)
    assert (response.status_code, response.json()) == (401, NO_ACCOUNT)


@override_settings(SIMPLE_JWT={"CHECK_USER_IS_ACTIVE": False})
def test_inactive_user_may_refresh_when_activity_does_not_matter(refresh, user):
    user.is_active = False
    user.save()
    assert refresh(minted.refresh(user_id=str(user.pk))).status_code == 200


@pytest.mark.django_db
def test_token_without_user_is_refreshed_without_a_user_check(refresh):
    assert refresh(minted.refresh(user_id=ABSENT)).status_code == 200


def test_integer_user_id_of_older_tokens_is_accepted(refresh, user):
    assert refresh(minted.refresh(user_id=user.pk)).status_code == 200


def test_missing_token_is_400(client):
    response = client.post("/token/refresh/", {})
    assert (response.status_code, response.json()) == (
        400,
        {"refresh": ["This field is required."]},
    )


def test_access_token_expires_after_its_lifetime_from_now(refresh, user, settings):
    with freeze_time("2030-01-01 00:00:00"):
        token = RefreshToken.for_user(user)
    with freeze_time("2030-01-01 12:00:00"):
        access = read(refresh(token).json()["access"], settings)
    assert access["exp"] == token["iat"] + timedelta(hours=12, minutes=5).total_seconds()


def test_view_function_answers_as_the_class_does(client, user):
    body = {"refresh": str(RefreshToken.for_user(user))}
    assert list(client.post("/functions/token/refresh/", body).json()) == ["access"]
