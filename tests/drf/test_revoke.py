"""CHECK_REVOKE_TOKEN: a new password ends what the old one began."""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection
from django.test import override_settings
from django.utils.crypto import salted_hmac

from ferrojwt.drf.token_blacklist.models import BlacklistedToken
from ferrojwt.drf.tokens import AccessToken, RefreshToken, SlidingToken
from tests.drf import minted

CHECK = {"CHECK_REVOKE_TOKEN": True}
CHANGED = {"detail": "The user's password has been changed."}
OLD_KEY = "the-former-secret-key-of-the-drf-tests-0123456789-0123456789-0123456789"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def check(settings):
    settings.SIMPLE_JWT = CHECK


@pytest.fixture
def change_password(user):
    def change():
        user.set_password("another")
        user.save()

    return change


def md5(user):
    return hashlib.md5(user.password.encode()).hexdigest().upper()  # noqa: S324 - simplejwt's


def test_claim_is_a_keyed_hash_of_the_password_field(user):
    token = RefreshToken.for_user(user)
    expected = salted_hmac(
        "ferrojwt.drf.users.password_fingerprint", user.password, algorithm="sha256"
    ).hexdigest()
    assert token["hash_password"] == token.access_token["hash_password"] == expected
    assert list(token.payload)[-2:] == ["user_id", "hash_password"]


def test_claim_is_simplejwts_when_asked_for(user, settings):
    settings.SIMPLE_JWT = {**CHECK, "REVOKE_TOKEN_AS_MD5": True}
    assert RefreshToken.for_user(user)["hash_password"] == md5(user)


def test_claim_is_not_written_without_the_setting(user, settings):
    settings.SIMPLE_JWT = {}
    assert "hash_password" not in RefreshToken.for_user(user)


def test_claim_has_the_name_in_the_settings(user, settings, whoami):
    settings.SIMPLE_JWT = {**CHECK, "REVOKE_TOKEN_CLAIM": "pw"}
    token = AccessToken.for_user(user)
    assert "pw" in token
    assert whoami(token).status_code == 200


def test_access_token_dies_with_the_password(whoami, user, change_password):
    token = AccessToken.for_user(user)
    assert whoami(token).status_code == 200
    change_password()
    answer = whoami(token)
    assert (answer.status_code, answer.json()) == (401, {**CHANGED, "code": "password_changed"})


def test_claim_of_simplejwt_is_read(whoami, user, change_password):
    token = minted.access(user_id=str(user.pk), hash_password=md5(user))
    assert whoami(token).status_code == 200
    change_password()
    assert whoami(token).status_code == 401


@pytest.mark.parametrize("claim", [minted.ABSENT, None, "", 1, [], {}, "\u00e9", "\ud800"])
def test_any_other_claim_is_401(whoami, user, claim):
    assert whoami(minted.access(user_id=str(user.pk), hash_password=claim)).status_code == 401


def test_claim_under_a_former_secret_key_is_read(whoami, user, settings):
    settings.SIMPLE_JWT = {**CHECK, "SIGNING_KEY": settings.SECRET_KEY}
    with override_settings(SECRET_KEY=OLD_KEY):
        token = str(AccessToken.for_user(user))
    assert whoami(token).status_code == 401
    settings.SECRET_KEY_FALLBACKS = [OLD_KEY]
    assert whoami(token).status_code == 200


def refresh(client, token):
    return client.post("/token/refresh/", {"refresh": str(token)})


def refresh_sliding(client, token):
    return client.post("/token/sliding/refresh/", {"token": str(token)})


CASES = pytest.mark.parametrize(
    ("token_class", "send", "rotation"),
    [
        (RefreshToken, refresh, {}),
        (RefreshToken, refresh, {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}),
        (SlidingToken, refresh_sliding, {}),
    ],
    ids=["refresh", "rotation", "sliding"],
)


@CASES
def test_exchange_after_a_new_password_is_401_and_blacklists(
    client, user, change_password, settings, token_class, send, rotation
):
    settings.SIMPLE_JWT = {**CHECK, **rotation}
    token = token_class.for_user(user)
    change_password()
    answer = send(client, token)
    assert (answer.status_code, answer.json()) == (401, CHANGED)
    assert BlacklistedToken.objects.get().token.jti == token["jti"]
    assert send(client, token).json()["detail"] == "Token is blacklisted"


@CASES
def test_exchange_under_the_same_password_keeps_the_claim(
    client, user, settings, token_class, send, rotation
):
    settings.SIMPLE_JWT = {**CHECK, **rotation}
    token = token_class.for_user(user)
    answer = send(client, token)
    assert answer.status_code == 200
    for text in answer.json().values():
        assert minted.payload(text)["hash_password"] == token["hash_password"]


@CASES
@pytest.mark.django_db(transaction=True)
def test_blacklisting_survives_the_rollback_of_atomic_requests(
    client, user, change_password, settings, monkeypatch, token_class, send, rotation
):
    settings.SIMPLE_JWT = {**CHECK, **rotation}
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    token = token_class.for_user(user)
    change_password()
    assert send(client, token).json() == CHANGED
    assert BlacklistedToken.objects.get().token.jti == token["jti"]


@pytest.mark.django_db(transaction=True)
def test_other_refusals_are_rolled_back_under_atomic_requests(client, user, settings, monkeypatch):
    settings.SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    token = RefreshToken.for_user(user)
    type(user).objects.update(is_active=False)
    assert refresh(client, token).status_code == 401
    assert not BlacklistedToken.objects.exists()


def test_exchange_after_a_new_password_is_401_without_ids_too(
    client, user, change_password, settings
):
    settings.SIMPLE_JWT = {**CHECK, "JTI_CLAIM": None}
    token = RefreshToken.for_user(user)
    change_password()
    assert refresh(client, token).json() == CHANGED


@pytest.mark.usefixtures("without_app")
def test_exchange_after_a_new_password_is_401_without_the_app_too(client, user, change_password):
    token = RefreshToken.for_user(user)
    change_password()
    assert refresh(client, token).json() == CHANGED
