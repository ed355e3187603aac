"""Revoked tokens in Django's cache."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from ferrojwt.django.exceptions import Refused, TokenError
from ferrojwt.django.revocation import is_revoked, revoke
from ferrojwt.drf.tokens import AccessToken, RefreshToken, SlidingToken
from tests.drf import minted

LOCAL = "django.core.cache.backends.locmem.LocMemCache"
DATABASE = "django.core.cache.backends.db.DatabaseCache"
NOW = 1_800_000_000
# Of the year 9999.
LAST_SECOND = 253_402_300_799


class RevocableToken(AccessToken):
    """The token class that docs/DJANGO.md recommends."""

    def verify(self):
        super().verify()
        if is_revoked(self):
            raise TokenError("Token is revoked")


@pytest.fixture(autouse=True)
def two_caches(settings):
    """Caches that no other test has put anything into."""
    settings.CACHES = {
        name: {"BACKEND": LOCAL, "LOCATION": f"revocation-{name}"} for name in ("default", "other")
    }
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def database_cache(db, settings):
    """A cache in the database, with the options that Django gives it."""
    settings.CACHES = {"default": {"BACKEND": DATABASE, "LOCATION": "revocation_cache"}}
    call_command("createcachetable", verbosity=0)
    yield
    # What is left goes with the transaction.
    settings.CACHES = {"default": {"BACKEND": LOCAL}}


@pytest.fixture
def stored(monkeypatch):
    """What is put into the default cache: its keys, with their timeouts."""
    written = {}
    cache = caches["default"]
    write = cache.set

    def spy(key, value, timeout):
        written[key] = timeout
        write(key, value, timeout)

    monkeypatch.setattr(cache, "set", spy)
    return written


def test_token_is_not_revoked_before():
    assert is_revoked(AccessToken()) is False


def test_revoked_token_object_is_revoked():
    token = AccessToken()
    revoke(token)
    assert is_revoked(token) is True


@pytest.mark.parametrize("form", [str, lambda token: str(token).encode()], ids=["str", "bytes"])
def test_text_and_object_of_a_token_are_one(form):
    token = AccessToken()
    revoke(form(token))
    assert is_revoked(form(token))
    assert is_revoked(token)


def test_other_tokens_of_the_user_stay():
    revoke(AccessToken())
    assert not is_revoked(AccessToken())


def test_each_cache_has_a_list_of_its_own():
    token = AccessToken()
    revoke(token, using="other")
    assert is_revoked(token, using="other")
    assert not is_revoked(token)


@pytest.mark.parametrize("jti", ["0123456789abcdef", "with space", "l" * 400, "\ud800", "ü"])
def test_key_is_short_plain_and_neither_token_nor_id(stored, jti):
    token = AccessToken()
    token["jti"] = jti
    revoke(token)
    (key,) = stored
    assert key.isascii()
    assert " " not in key
    assert len(key) < 100
    assert jti not in key
    assert is_revoked(token)


@pytest.mark.parametrize("leeway", [0, 30, timedelta(seconds=30)])
def test_entry_lasts_as_long_as_the_token(settings, time_machine, stored, leeway):
    time_machine.move_to(NOW, tick=False)
    settings.SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=5), "LEEWAY": leeway}
    revoke(AccessToken())
    assert list(stored.values()) == [330 if leeway else 300]


def test_entry_of_a_sliding_token_outlasts_its_exchanges(settings, time_machine, stored):
    time_machine.move_to(NOW, tick=False)
    settings.SIMPLE_JWT = {
        "SLIDING_TOKEN_LIFETIME": timedelta(minutes=5),
        "SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(hours=1),
    }
    revoke(SlidingToken())
    assert list(stored.values()) == [3600 + 300]


def test_expired_token_object_is_left_alone(stored):
    token = AccessToken()
    token["exp"] = int(time.time()) - 1
    revoke(token)
    assert not stored


@pytest.mark.parametrize("call", [revoke, is_revoked])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a.b.c", id="garbage"),
        pytest.param("\ud800", id="lone surrogate"),
        pytest.param(b"\xff", id="not ASCII"),
        pytest.param("", id="empty"),
    ],
)
def test_text_that_is_no_token_is_refused(call, text):
    with pytest.raises(Refused) as refusal:
        call(text)
    assert refusal.value.code == "token_not_valid"


def test_text_of_a_revoked_token_is_refused_where_the_token_class_asks(settings):
    settings.SIMPLE_JWT = {"AUTH_TOKEN_CLASSES": [RevocableToken]}
    token = RevocableToken()
    revoke(str(token))
    assert is_revoked(token) is True
    with pytest.raises(Refused):
        is_revoked(str(token))


@pytest.mark.parametrize("call", [revoke, is_revoked])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: minted.access(exp=1), id="expired"),
        pytest.param(lambda: minted.access()[:-6] + "AAAAAA", id="forged"),
        pytest.param(lambda: minted.access(jti=minted.ABSENT), id="without id"),
        pytest.param(lambda: minted.access(exp=minted.ABSENT), id="without exp"),
        pytest.param(lambda: str(RefreshToken()), id="refresh token"),
    ],
)
def test_text_that_authenticates_nobody_is_refused(call, make):
    with pytest.raises(Refused) as refusal:
        call(make())
    assert refusal.value.code == "token_not_valid"


@pytest.mark.parametrize("call", [revoke, is_revoked])
@pytest.mark.parametrize("jti", [None, "", 7, ["a"]])
def test_object_without_usable_id_is_refused(call, jti):
    token = AccessToken()
    token["jti"] = jti
    with pytest.raises(Refused, match="Token has no id"):
        call(token)


@pytest.mark.parametrize("call", [revoke, is_revoked])
def test_token_class_that_asks_refuses_a_token_without_id_as_any_other_bad_token(call):
    token = AccessToken()
    token["jti"] = ""
    with pytest.raises(TokenError, match="Token has no id"):
        call(token)


@pytest.mark.parametrize("path", ["/whoami/", "/drf/whoami/"])
def test_request_with_a_token_that_cannot_be_revoked_is_401(settings, call, path):
    settings.SIMPLE_JWT = {"AUTH_TOKEN_CLASSES": [f"{__name__}.RevocableToken"]}
    response = call(path, token=minted.access(jti=""))
    assert (response.status_code, response.json()["code"]) == (401, "token_not_valid")


@pytest.mark.parametrize("claim", ["exp", "refresh_exp"])
@pytest.mark.parametrize(
    "moment",
    [True, "1", [1], float("inf"), float("nan"), 10**400, 1e300, 10**18, LAST_SECOND + 1],
)
def test_object_without_usable_expiry_is_not_revoked_for_ever(claim, moment, stored):
    token = AccessToken()
    token[claim] = moment
    with pytest.raises(Refused, match="Token is invalid"):
        revoke(token)
    assert not stored


def test_object_without_expiry_is_not_revoked_for_ever(stored):
    token = AccessToken()
    token["exp"] = None
    with pytest.raises(Refused, match="Token is invalid"):
        revoke(token)
    assert not stored


@pytest.mark.parametrize("claim", ["exp", "refresh_exp"])
@pytest.mark.parametrize("time_zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
@pytest.mark.parametrize("use_tz", [True, False])
@pytest.mark.usefixtures("database_cache")
def test_token_that_expires_with_the_calendar_can_be_revoked(settings, claim, time_zone, use_tz):
    settings.TIME_ZONE = time_zone
    settings.USE_TZ = use_tz
    token = AccessToken()
    token[claim] = LAST_SECOND
    revoke(token)
    assert is_revoked(token)


@pytest.mark.usefixtures("database_cache")
def test_database_cache_that_makes_room_drops_revocations_last():
    token = AccessToken()
    revoke(token)
    for number in range(310):
        caches["default"].set(f"throttle_user_{number}", [], 60)
    for number in range(310):
        caches["default"].set(f"views.decorators.cache.cache_page.{number}", "", 60)
    assert is_revoked(token)


@pytest.mark.parametrize("call", [revoke, is_revoked])
def test_project_without_token_ids_is_told(settings, call):
    settings.SIMPLE_JWT = {"JTI_CLAIM": None}
    with pytest.raises(ImproperlyConfigured, match="JTI_CLAIM"):
        call(AccessToken())


def test_cache_that_keeps_nothing_is_told(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with pytest.raises(ImproperlyConfigured, match="is not revoked"):
        revoke(AccessToken())
