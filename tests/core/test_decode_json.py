"""Payload and header are read as Python's `json` reads them: same values, same types."""

import json
import math

import pytest

import ferrojwt as jwt
from tests.core.forge import KEY, segment, signed, token

HEADER_SEGMENT = segment(b'{"alg":"HS256"}')


def decoded(text) -> dict:
    content = text if isinstance(text, bytes) else text.encode()
    return jwt.decode(signed(HEADER_SEGMENT, segment(content)), KEY, ["HS256"])


def unverified_header(text) -> dict:
    content = text if isinstance(text, bytes) else text.encode()
    return jwt.get_unverified_header(signed(segment(content), segment(b"{}")))


READERS = [
    pytest.param(decoded, "payload", id="payload"),
    pytest.param(unverified_header, "header", id="header"),
]


def same(left, right) -> bool:
    """Equal in value, type and spelling, which sets -0.0 and NaN apart."""
    return repr(left) == repr(right)


@pytest.mark.parametrize(("read", "_name"), READERS)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-0", 0),
        ("-0.0", -0.0),
        ("1", 1),
        ("1.0", 1.0),
        ("1e0", 1.0),
        ("1E2", 100.0),
        ("1e400", math.inf),
        ("-1e400", -math.inf),
        ("1e-400", 0.0),
        ("5e-324", 5e-324),
        ("0.1", 0.1),
        ("123456789.123456789", 123456789.123456789),
        ("1.7976931348623157e308", 1.7976931348623157e308),
        ("9007199254740993.0", 9007199254740992.0),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", 2**63),
        ("18446744073709551615", 2**64 - 1),
        ("18446744073709551616", 2**64),
        ("-9223372036854775808", -(2**63)),
        ("-9223372036854775809", -(2**63) - 1),
        ("1" + "0" * 1000, 10**1000),
        ("NaN", math.nan),
        ("Infinity", math.inf),
        ("-Infinity", -math.inf),
        ('""', ""),
        ('"\\u00e9"', "é"),
        ('"é"', "é"),
        ('"😀"', "😀"),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\ud800"', "\ud800"),
        ('"\\ude00\\ud83d"', "\ude00\ud83d"),
        ('"\\ud800x"', "\ud800x"),
        ('"\\u0000"', "\x00"),
        ('"\x7f"', "\x7f"),
        ('"\\/\\b\\f\\n\\r\\t\\"\\\\"', '/\b\f\n\r\t"\\'),
        ("[]", []),
        ("{}", {}),
        ('[1,[2.5,[null,"x"]]]', [1, [2.5, [None, "x"]]]),
        ('{"b":1,"a":{"c":[]}}', {"b": 1, "a": {"c": []}}),
        ('{"a":1,"b":2,"a":3}', {"a": 3, "b": 2}),
        ('{"a":{"x":1},"a":{}}', {"a": {}}),
        ('{"\\u0061":1,"a":2}', {"a": 2}),
        ('{"":1}', {"": 1}),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_a_value_is_read_as_python_reads_it(read, _name, text, value):
    assert same(read(f'{{"v":{text}}}')["v"], value)


@pytest.mark.parametrize(("read", "_name"), READERS)
@pytest.mark.parametrize(
    "text", [' {"a":1}', '{"a":1} ', '\t\r\n{ "a" : 1 }\n', '{"a":1\n}'], ids=repr
)
def test_white_space_around_json_is_accepted(read, _name, text):
    assert read(text) == {"a": 1}


@pytest.mark.parametrize(("read", "_name"), READERS)
@pytest.mark.parametrize(
    "encoding",
    [
        *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
        *("utf-32", "utf-32-le", "utf-32-be"),
    ],
)
def test_every_encoding_of_unicode_is_read(read, _name, encoding):
    assert read('{"a":"é😀"}'.encode(encoding)) == {"a": "é😀"}


@pytest.mark.parametrize(("read", "_name"), READERS)
def test_a_lone_surrogate_in_utf_8_is_read(read, _name):
    assert read(b'{"a":"\xed\xa0\x80"}') == {"a": "\ud800"}


@pytest.mark.parametrize(("read", "name"), READERS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        '{"a"',
        '{"a":',
        '{"a":}',
        '{"a":1',
        '{"a":1,}',
        '{,"a":1}',
        "{'a':1}",
        "{a:1}",
        '{"a":01}',
        '{"a":+1}',
        '{"a":.5}',
        '{"a":1.}',
        '{"a":1e}',
        '{"a":- 1}',
        '{"a":0x1}',
        '{"a":1_0}',
        '{"a":nan}',
        '{"a":True}',
        '{"a":undefined}',
        '{"a":"\\x"}',
        '{"a":"\\u12"}',
        '{"a":"\n"}',
        '{"a":"\x00"}',
        '{"a":"unfinished}',
        '{"a":1}{"b":2}',
        '{"a":1}x',
        '{"a":1}\x00',
        '{"a":1}\x0b',
        '\u00a0{"a":1}',
        '{"a":1}\ufeff',
        '{"a" 1}',
        '{"a":1 "b":2}',
        '{"a":[1 2]}',
        '{"a":[1,]}',
        "{1:2}",
        '{"a":1}//',
        "not json",
        b"\xff",
        b'{"a":"\xff"}',
        b'{"a":"\xc0\x80"}',
        b'{"a":"\xf4\x90\x80\x80"}',
    ],
    ids=ascii,
)
def test_what_python_does_not_read_is_refused_with_pythons_reason(read, name, text):
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ValueError, match=r"(?s).+") as reason:
        json.loads(content)

    with pytest.raises(jwt.DecodeError) as caught:
        read(text)

    assert f"Invalid {name} string: {reason.value}" in str(caught.value)
    assert type(caught.value) is jwt.DecodeError
    assert type(caught.value.__cause__) is type(reason.value)


@pytest.mark.parametrize(("read", "name"), READERS)
@pytest.mark.parametrize(
    "text", ["[]", '[{"a":1}]', '"text"', "1", "1.5", "null", "true", "NaN", "-Infinity"]
)
def test_json_that_is_no_object_is_refused(read, name, text):
    with pytest.raises(jwt.DecodeError, match=f"Invalid {name} string: must be a json object"):
        read(text)


@pytest.mark.parametrize(("read", "name"), READERS)
def test_an_integer_beyond_pythons_limit_of_digits_is_refused(read, name):
    with pytest.raises(jwt.DecodeError, match=f"Invalid {name} string: Exceeds the limit"):
        read('{"a":' + "1" * 5000 + "}")


@pytest.mark.parametrize(("read", "_name"), READERS)
@pytest.mark.parametrize("depth", [63, 64, 65, 128, 129, 500])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_nesting_is_read_at_any_depth_that_python_reads(read, _name, depth, opening, closing):
    text = '{"v":' + opening * depth + "1" + closing * depth + "}"

    assert read(text) == json.loads(text)


@pytest.mark.parametrize(("read", "name"), READERS)
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "open"])
def test_nesting_a_hundred_thousand_deep_is_refused(read, name, opening, closing, is_closed):
    text = '{"v":' + opening * 100_000 + "1" + (closing * 100_000 + "}") * is_closed

    with pytest.raises(jwt.DecodeError, match=f"Invalid {name} string: ") as caught:
        read(text)

    assert type(caught.value.__cause__) is RecursionError


def test_the_order_of_claims_is_kept():
    assert list(decoded('{"z":1,"exp":4000000000,"a":2,"iat":3}')) == ["z", "exp", "a", "iat"]


def test_the_payload_is_exactly_a_dict():
    assert type(decoded('{"a":{}}')) is dict
    assert type(decoded('{"a":{}}')["a"]) is dict


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": 4_000_000_000, "iat": 1, "nbf": 1, "sub": "s", "jti": "j", "n": 2**64, "f": 1.0},
        {"text": "\x7f\u2028😀\ud800", "list": [[], {}, None, True, -0.0, 1e16]},
        {str(i): i / 7 for i in range(60)},
    ],
    ids=["claims", "text", "many"],
)
def test_what_is_encoded_is_decoded_to_the_same(claims):
    assert same(jwt.decode(jwt.encode(claims, KEY), KEY, ["HS256"]), claims)


def test_duplicate_claims_are_judged_by_the_last():
    content = b'{"exp":1,"exp":4000000000}'
    assert jwt.decode(token(content), KEY, ["HS256"]) == {"exp": 4_000_000_000}

    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(token(b'{"exp":4000000000,"exp":1}'), KEY, ["HS256"])


def test_a_claim_spelt_with_escapes_is_the_same_claim():
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(token(b'{"\\u0065xp":1}'), KEY, ["HS256"])


def test_a_nested_exp_is_no_claim():
    assert jwt.decode(token({"a": {"exp": 1}}), KEY, ["HS256"]) == {"a": {"exp": 1}}


def test_duplicate_headers_are_judged_by_the_last():
    header = b'{"alg":"none","alg":"HS256"}'
    assert jwt.decode(token({}, header), KEY, ["HS256"]) == {}

    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(token({}, b'{"alg":"HS256","alg":"none"}'), KEY, ["HS256"])
