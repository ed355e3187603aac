"""`exp`, `nbf` and `iat`, at a clock that stands still."""

import datetime
import math
import re
import time

import pytest
from freezegun import freeze_time

import ferrojwt as jwt
from tests.core.forge import KEY, token

NOW = 1_900_000_000
NOT_WHOLE = {
    "exp": (jwt.DecodeError, "Expiration Time claim (exp) must be an integer."),
    "nbf": (jwt.DecodeError, "Not Before claim (nbf) must be an integer."),
    "iat": (jwt.InvalidIssuedAtError, "Issued At claim (iat) must be an integer."),
}
NOT_IN_TIME = {
    "exp": (jwt.ExpiredSignatureError, "Signature has expired"),
    "nbf": (jwt.ImmatureSignatureError, "The token is not yet valid (nbf)"),
    "iat": (jwt.ImmatureSignatureError, "The token is not yet valid (iat)"),
}


@pytest.fixture(autouse=True, scope="module")
def _clock_stands_still():
    with freeze_time(_moment(NOW)):
        yield


def decoded(claims, **arguments) -> dict:
    return jwt.decode(token(claims), KEY, ["HS256"], **arguments)


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.timezone.utc)


def _assert_refused(claim, reasons, claims, **arguments):
    error, message = reasons[claim]
    with pytest.raises(error, match=re.escape(message)) as caught:
        decoded(claims, **arguments)
    assert type(caught.value) is error


def test_exp_equal_to_now_is_expired():
    _assert_refused("exp", NOT_IN_TIME, {"exp": NOW})


@pytest.mark.parametrize("exp", [NOW - 1, NOW - 0.5, 0, -1, -(10**50), str(NOW), False, NOW + 0.5])
def test_exp_that_is_not_later_than_now_is_expired(exp):
    _assert_refused("exp", NOT_IN_TIME, {"exp": exp})


@pytest.mark.parametrize("exp", [NOW + 1, NOW + 1.9, str(NOW + 1), 2**63, 2**64, 10**50, 1e300])
def test_exp_later_than_now_is_accepted(exp):
    assert decoded({"exp": exp}) == {"exp": exp}


@pytest.mark.parametrize("claim", ["nbf", "iat"])
@pytest.mark.parametrize("value", [NOW, NOW - 1, NOW + 0.9, 0, -1, -(10**50), str(NOW), True, "-5"])
def test_nbf_and_iat_not_later_than_now_are_accepted(claim, value):
    assert decoded({claim: value}) == {claim: value}


@pytest.mark.parametrize("claim", ["nbf", "iat"])
@pytest.mark.parametrize("value", [NOW + 1, NOW + 1.5, str(NOW + 1), 2**63, 2**64, 10**50, 1e300])
def test_nbf_and_iat_later_than_now_are_not_yet_valid(claim, value):
    _assert_refused(claim, NOT_IN_TIME, {claim: value})


@pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        " ",
        "soon",
        "1.5",
        "1e3",
        "0x10",
        "1__0",
        "_1",
        "1_",
        "+ 1",
        "1 0",
        "²",
        "1\x00",
        "1\u200b",
        "NaN",
        "9" * 5000,
        [],
        [NOW],
        {},
        {"a": NOW},
        math.nan,
        math.inf,
        -math.inf,
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_time_that_is_no_number_is_refused(claim, value):
    _assert_refused(claim, NOT_WHOLE, {claim: value})


@pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
@pytest.mark.parametrize(
    "spelling",
    [
        *("{}", " {}", "{} ", "\n{}\t", "+{}", "0{}", "{:_}", "\u00a0{}\u2003", "\x0b{}\x85"),
    ],
    ids=ascii,
)
def test_a_time_may_be_text_that_python_reads_as_a_whole_number(claim, spelling):
    value = spelling.format(NOW + 10 if claim == "exp" else NOW - 10)

    assert decoded({claim: value}) == {claim: value}


def test_a_time_may_be_text_in_digits_of_any_script():
    digits = "".join(chr(0x0660 + int(digit)) for digit in str(NOW + 10))

    assert decoded({"exp": digits}) == {"exp": digits}


@pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
def test_an_integer_that_python_cannot_read_is_refused_with_the_payload(claim):
    content = f'{{"{claim}":{"9" * 5000}}}'.encode()
    with pytest.raises(jwt.DecodeError, match="Invalid payload string: Exceeds the limit"):
        decoded(content)


@pytest.mark.parametrize(
    "leeway",
    [10, 10.0, 9.5, True + 9, datetime.timedelta(seconds=10), datetime.timedelta(seconds=9.25)],
    ids=repr,
)
def test_leeway_widens_every_time_check(leeway):
    claims = {"exp": NOW - 9, "nbf": NOW + 9, "iat": NOW + 9}

    assert decoded(claims, leeway=leeway) == claims


@pytest.mark.parametrize("leeway", [10, 10.0, datetime.timedelta(seconds=10)], ids=repr)
@pytest.mark.parametrize(("claim", "value"), [("exp", -10), ("nbf", 11), ("iat", 11)])
def test_what_is_beyond_the_leeway_is_refused(leeway, claim, value):
    _assert_refused(claim, NOT_IN_TIME, {claim: NOW + value}, leeway=leeway)


@pytest.mark.parametrize(("claim", "value"), [("nbf", 10), ("iat", 10)])
def test_nbf_and_iat_at_the_end_of_the_leeway_are_accepted(claim, value):
    decoded({claim: NOW + value}, leeway=10)


@pytest.mark.parametrize("leeway", [-10, -10.0, datetime.timedelta(seconds=-10)], ids=repr)
@pytest.mark.parametrize(("claim", "value"), [("exp", 10), ("nbf", -9), ("iat", -9)])
def test_a_negative_leeway_narrows_every_time_check(leeway, claim, value):
    _assert_refused(claim, NOT_IN_TIME, {claim: NOW + value}, leeway=leeway)


@pytest.mark.parametrize("leeway", [0.5, datetime.timedelta(milliseconds=500)], ids=repr)
def test_a_part_of_a_second_counts(leeway):
    decoded({"exp": NOW}, leeway=leeway)

    _assert_refused("nbf", NOT_IN_TIME, {"nbf": NOW + 1}, leeway=leeway)


def test_an_infinite_leeway_switches_the_time_checks_off():
    decoded({"exp": 1, "nbf": 10**9 * 9, "iat": 10**9 * 9}, leeway=math.inf)


def test_a_leeway_that_is_not_a_number_lets_no_comparison_fail():
    decoded({"exp": 1, "nbf": 10**9 * 9, "iat": 10**9 * 9}, leeway=math.nan)


@pytest.mark.parametrize("leeway", ["10", None, [10], b"1"], ids=repr)
@pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
def test_a_leeway_that_is_no_number_is_a_type_error(leeway, claim):
    with pytest.raises(TypeError, match="unsupported operand type"):
        decoded({claim: NOW}, leeway=leeway)


def test_a_leeway_is_not_looked_at_without_time_claims():
    assert decoded({"a": 1}, leeway="10") == {"a": 1}


@pytest.mark.parametrize("now", [NOW + 0.25, NOW + 0.999999])
def test_now_has_parts_of_a_second(now):
    with freeze_time(_moment(now)):
        decoded({"exp": NOW + 1, "nbf": NOW, "iat": NOW})
        _assert_refused("exp", NOT_IN_TIME, {"exp": NOW})
        _assert_refused("nbf", NOT_IN_TIME, {"nbf": NOW + 1})


@pytest.mark.parametrize("zone", ["UTC+11", "UTC-13"])
def test_the_local_time_zone_does_not_matter(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        decoded({"exp": NOW + 1, "nbf": NOW, "iat": NOW})
        _assert_refused("exp", NOT_IN_TIME, {"exp": NOW})
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_clock_is_read_at_each_call():
    compact = token({"exp": NOW + 60})
    with freeze_time(_moment(NOW)) as clock:
        jwt.decode(compact, KEY, ["HS256"])
        clock.tick(61)
        with pytest.raises(jwt.ExpiredSignatureError):
            jwt.decode(compact, KEY, ["HS256"])


def test_a_token_made_at_this_moment_is_valid_at_this_moment():
    now = datetime.datetime.now(tz=datetime.timezone.utc)
    compact = jwt.encode({"iat": now, "nbf": now, "exp": now + datetime.timedelta(1)}, KEY)

    claims = jwt.decode(compact, KEY, ["HS256"])

    assert claims == {"iat": NOW, "nbf": NOW, "exp": NOW + 86_400}


@pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
@pytest.mark.parametrize("value", [NOW, "soon", None], ids=repr)
def test_a_time_check_can_be_switched_off(claim, value):
    late = {"exp": NOW - 10, "nbf": NOW + 10, "iat": NOW + 10}
    claims = {claim: late[claim] if value == NOW else value}

    assert decoded(claims, options={f"verify_{claim}": False}) == claims
