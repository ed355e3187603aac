"""What is said about a mistake in the call: a longer error text, and the log `ferrojwt`.

A bare `except`, or one for bad tokens, swallows the exception; the log is what is left.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

import ferrojwt as jwt
from tests.core.forge import KEY, token

pytestmark = pytest.mark.beyond_pyjwt

LATER = datetime(2096, 10, 2, 7, 6, 40, tzinfo=timezone.utc)


@pytest.fixture
def log(caplog):
    """The records, each as level, file and message; that of no token and no key."""
    caplog.set_level(logging.INFO, logger="ferrojwt")

    def records():
        assert KEY not in caplog.text
        assert not any(segment in caplog.text for segment in token().split("."))
        return [(each.levelname, each.pathname, each.getMessage()) for each in caplog.records]

    return records


def only_line(records):
    """The one record: its level and message, which begins with a line of this file."""
    ((level, path, message),) = records()
    place, _, rest = message.partition(": ")
    assert path == __file__
    assert place.rpartition(":")[0] == __file__
    return level, rest


def answer(decode):
    try:
        return decode()
    except:  # noqa: E722 - such code is what the log is for
        return "invalid token"


def without_algorithms(decode):
    with pytest.raises(jwt.DecodeError):
        decode(token(), KEY)


@pytest.mark.parametrize(
    "decode",
    [jwt.decode, jwt.decode_complete, jwt.PyJWT().decode, jwt.PyJWS().decode],
    ids=["decode", "decode_complete", "PyJWT", "PyJWS"],
)
def test_decode_without_algorithms_says_what_to_write(decode):
    with pytest.raises(jwt.DecodeError) as caught:
        decode(token(), KEY)

    text = str(caught.value)
    assert text.startswith(
        'It is required that you pass in a value for the "algorithms" argument when calling '
        "decode()."
    )
    assert 'algorithms=["HS256"]' in text


def test_decode_without_algorithms_is_logged_where_the_error_is_swallowed(log):
    without_algorithms(jwt.decode)

    level, message = only_line(log)
    assert level == "WARNING"
    assert message.startswith("decode() without algorithms refuses every token.")
    assert 'algorithms=["HS256"]' in message


@pytest.mark.filterwarnings("error")
def test_decode_without_algorithms_issues_no_warning():
    without_algorithms(jwt.decode)


@pytest.mark.parametrize(
    ("key", "algorithms", "cause"),
    [
        (None, ["HS256"], "is the environment variable or setting that holds it unset?"),
        (42, ["HS256"], "Expected a string or bytes value"),
        ("", ["HS256"], "HMAC key must not be empty"),
    ],
)
def test_an_unusable_key_is_logged_where_a_bare_except_hides_it(log, key, algorithms, cause):
    assert answer(lambda: jwt.decode(token(), key, algorithms)) == "invalid token"
    level, message = only_line(log)
    assert level == "INFO"
    assert message.startswith("the key is unusable for HS256: ")
    assert cause in message


@pytest.mark.parametrize(
    "decode",
    [
        lambda: jwt.decode(token(), KEY, ["HS256"]),
        lambda: jwt.decode(token({"exp": 1}), KEY, ["HS256"]),
        lambda: jwt.decode(token(), "another key of 32 bytes or more!!", ["HS256"]),
        lambda: jwt.decode("garbage", KEY, ["HS256"]),
    ],
    ids=["good", "expired", "forged", "malformed"],
)
def test_what_a_token_causes_is_not_logged(log, decode):
    with suppress(jwt.InvalidTokenError):
        decode()

    assert log() == []


def test_nothing_is_logged_where_nobody_listens(caplog):
    caplog.set_level(logging.ERROR, logger="ferrojwt")
    without_algorithms(jwt.decode)

    assert caplog.records == []


@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
def test_a_datetime_without_a_time_zone_is_logged(log, claim):
    jwt.encode({claim: LATER.replace(tzinfo=None)}, KEY)

    level, message = only_line(log)
    assert level == "INFO"
    assert message.startswith(f"the {claim!r} claim is a datetime without a time zone")
    assert "datetime.now(timezone.utc)" in message


@pytest.mark.parametrize(
    "moment",
    [LATER, LATER.astimezone(timezone(timedelta(hours=5))), int(LATER.timestamp())],
    ids=["UTC", "another zone", "seconds"],
)
def test_an_unmistakable_time_is_not_logged(log, moment):
    jwt.encode({"exp": moment}, KEY)

    assert log() == []


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (UUID(int=1), "UUID"),
        (LATER, "datetime"),
        (LATER.date(), "date"),
        (LATER.time(), "time"),
        (timedelta(1), "timedelta"),
        (Decimal(1), "Decimal"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_djangos_encoder_can_write_points_at_it(value, kind):
    with pytest.raises(TypeError) as caught:
        jwt.encode({"sub": "1", "owner": value}, KEY)

    text = str(caught.value)
    assert text.startswith(f"Object of type {kind} is not JSON serializable")
    assert "'owner' claim" in text
    assert "json_encoder=DjangoJSONEncoder" in text


def test_a_model_instance_points_at_its_pk():
    class User:
        pk = 1

    with pytest.raises(TypeError) as caught:
        jwt.encode({"user": User()}, KEY)

    text = str(caught.value)
    assert text.startswith("Object of type User is not JSON serializable")
    assert text.endswith("The 'user' claim is a model instance: pass its pk instead.")


def test_another_value_that_json_cannot_hold_keeps_pythons_text():
    with pytest.raises(TypeError, match=r"^Object of type set is not JSON serializable$"):
        jwt.encode({"scopes": {"read"}}, KEY)
