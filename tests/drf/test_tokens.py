"""Token objects: claims in, compact JWT out, and back."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace
from unittest import mock

import pytest

from ferrojwt.drf import tokens
from ferrojwt.drf.exceptions import ExpiredTokenError, TokenError
from ferrojwt.drf.tokens import AccessToken, RefreshToken, Token, UntypedToken
from tests.drf import minted

NOON = datetime(2030, 1, 1, 12, tzinfo=timezone.utc)
NOON_SECONDS = 1893499200


class WeekToken(Token):
    token_type = "week"
    lifetime = timedelta(days=7)


@pytest.fixture
def noon():
    with mock.patch.object(tokens, "aware_utcnow", return_value=NOON):
        yield NOON


@pytest.mark.usefixtures("noon")
def test_clock_is_the_module_global_at_call_time():
    assert WeekToken().payload == {
        "token_type": "week",
        "exp": NOON_SECONDS + 7 * 86400,
        "iat": NOON_SECONDS,
        "jti": mock.ANY,
    }


def test_text_is_the_signed_claims():
    token = WeekToken()
    assert WeekToken(str(token)).payload == token.payload


def test_bytes_are_read_like_text():
    token = WeekToken()
    assert WeekToken(str(token).encode()).payload == token.payload


def test_source_text_is_kept():
    text = str(WeekToken())
    assert WeekToken(text).token == text
    assert WeekToken().token is None


@pytest.mark.parametrize(
    "attributes", [{}, {"token_type": "a"}, {"lifetime": timedelta(1)}], ids=str
)
def test_class_without_type_or_lifetime_makes_no_token(attributes):
    incomplete = type("Incomplete", (Token,), attributes)
    with pytest.raises(TokenError, match="Cannot create token with no type or lifetime"):
        incomplete()


def test_expired_token_has_its_own_error():
    with pytest.raises(ExpiredTokenError, match="Token is expired"):
        AccessToken(minted.access(exp=1))


@pytest.mark.parametrize("token", ["", "a.b.c", b"\xff", 1, [], object()])
def test_anything_else_is_an_invalid_token(token):
    with pytest.raises(TokenError, match="Token is invalid"):
        AccessToken(token)


def test_unverified_token_is_read_whatever_its_claims_and_signature():
    token = minted.access(exp=1, token_type="x")[:-4] + "AAAA"
    assert AccessToken(token, verify=False)["exp"] == 1


def test_claims_are_items():
    token = WeekToken()
    token["role"] = "editor"
    assert ("role" in token, token["role"]) == (True, "editor")
    del token["role"]
    assert ("role" in token, token.get("role"), token.get("role", 1)) == (False, None, 1)


def test_missing_claim_is_a_key_error():
    with pytest.raises(KeyError):
        WeekToken()["role"]


def test_repr_is_that_of_the_claims():
    token = WeekToken()
    assert repr(token) == repr(token.payload)


def test_exp_can_be_set_from_any_time_for_any_span(noon):
    token = WeekToken()
    token.set_exp("pause", from_time=noon + timedelta(hours=1), lifetime=timedelta(minutes=1))
    assert token["pause"] == NOON_SECONDS + 3660


def test_iat_can_be_set_to_any_time(noon):
    token = WeekToken()
    token.set_iat("seen", at_time=noon + timedelta(hours=1))
    assert token["seen"] == NOON_SECONDS + 3600


@pytest.mark.parametrize(
    ("moment", "passed"),
    [(NOON - timedelta(seconds=1), False), (NOON, True), (NOON + timedelta(seconds=1), True)],
)
def test_expiry_has_passed_from_its_own_second_on(moment, passed):
    token = WeekToken()
    token["pause"] = NOON_SECONDS
    if passed:
        with pytest.raises(TokenError, match="Token 'pause' claim has expired"):
            token.check_exp("pause", current_time=moment)
    else:
        token.check_exp("pause", current_time=moment)


def test_missing_expiry_is_named():
    with pytest.raises(TokenError, match="Token has no 'pause' claim"):
        WeekToken().check_exp("pause")


def test_new_id_is_another():
    token = WeekToken()
    before = token["jti"]
    token.set_jti()
    assert token["jti"] != before


@pytest.mark.parametrize("key", [7, "7", "c0ffee"])
def test_user_id_is_written_as_text(key):
    assert AccessToken.for_user(SimpleNamespace(id=key, pk=key))["user_id"] == str(key)


def test_token_for_an_inactive_user_is_warned_of(caplog):
    AccessToken.for_user(SimpleNamespace(id=7, pk=7, is_active=False))
    assert [(record.name, record.levelname) for record in caplog.records] == [
        ("ferrojwt.drf", "WARNING")
    ]


def test_token_for_an_active_user_is_not_warned_of(caplog):
    AccessToken.for_user(SimpleNamespace(id=7, pk=7, is_active=True))
    assert caplog.records == []


@pytest.mark.usefixtures("noon")
def test_access_token_has_the_claims_but_not_the_identity_of_its_refresh_token():
    refresh = RefreshToken()
    refresh["role"] = "editor"
    access = refresh.access_token
    assert access.payload == {
        "token_type": "access",
        "exp": NOON_SECONDS + 300,
        "iat": NOON_SECONDS,
        "jti": mock.ANY,
        "role": "editor",
    }
    assert access["jti"] != refresh["jti"]


def test_access_token_expiry_counts_from_the_refresh_tokens_moment():
    refresh = RefreshToken()
    refresh.current_time = NOON
    assert refresh.access_token["exp"] == NOON_SECONDS + 300


def test_each_access_token_is_new():
    refresh = RefreshToken()
    assert refresh.access_token["jti"] != refresh.access_token["jti"]


@pytest.mark.parametrize("token_class", [AccessToken, RefreshToken, WeekToken])
def test_untyped_token_reads_every_type(token_class):
    token = token_class()
    assert UntypedToken(str(token)).payload == token.payload


def test_new_untyped_token_has_expired():
    with pytest.raises(ExpiredTokenError):
        UntypedToken(str(UntypedToken()))


def test_backend_is_that_of_state():
    from ferrojwt.drf import state

    assert WeekToken().token_backend is WeekToken().get_token_backend() is state.token_backend
