"""The payload is what Python's `json` would have written, byte for byte."""

import dataclasses
import datetime
import decimal
import enum
import json
import uuid
from collections import OrderedDict, namedtuple

import pytest

import ferrojwt as jwt
from tests.core.forge import KEY, payload_bytes, segment, signed

DUE = datetime.datetime(2031, 5, 6, 7, 8, 9, 999_999)  # noqa: DTZ001
DUE_IN_UTC = 1_935_817_689


class Text(str):
    __slots__ = ()

    def __str__(self):
        return "not the content"


class Whole(int):
    def __repr__(self):
        return "not the value"


class Real(float):
    def __repr__(self):
        return "not the value"


class Mapping(dict):
    def items(self):
        return [("from", "items")]


class Level(enum.IntEnum):
    HIGH = 3


class Colour(str, enum.Enum):
    RED = "red"


class Flags(enum.IntFlag):
    READ = 4


class Moment(datetime.datetime):
    pass


@dataclasses.dataclass
class Record:
    a: int = 1


Pair = namedtuple("Pair", "left right")  # noqa: PYI024


def encoded(payload, **arguments) -> bytes:
    return payload_bytes(jwt.encode(payload, KEY, **arguments))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-1, "-1"),
        (2**63 - 1, "9223372036854775807"),
        (2**63, "9223372036854775808"),
        (2**64 - 1, "18446744073709551615"),
        (2**64, "18446744073709551616"),
        (-(2**63), "-9223372036854775808"),
        (-(2**63) - 1, "-9223372036854775809"),
        (10**50, "1" + "0" * 50),
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (0.1, "0.1"),
        (1e-7, "1e-07"),
        (1.5e-5, "1.5e-05"),
        (0.0001, "0.0001"),
        (1e15, "1000000000000000.0"),
        (1e16, "1e+16"),
        (1e22, "1e+22"),
        (1e100, "1e+100"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (0.1 + 0.2, "0.30000000000000004"),
        (float("nan"), "NaN"),
        (float("inf"), "Infinity"),
        (float("-inf"), "-Infinity"),
        ("", '""'),
        ("plain", '"plain"'),
        ('"\\/', '"\\"\\\\/"'),
        ("\b\f\n\r\t", '"\\b\\f\\n\\r\\t"'),
        ("\x00\x1f", '"\\u0000\\u001f"'),
        ("\x7f", '"\\u007f"'),
        ("\x80é", '"\\u0080\\u00e9"'),
        ("\u2028\u2029", '"\\u2028\\u2029"'),
        ("\uffff", '"\\uffff"'),
        ("😀", '"\\ud83d\\ude00"'),
        ("\ud800", '"\\ud800"'),
        ("\udc00\ud800", '"\\udc00\\ud800"'),
        ("<&>", '"<&>"'),
        ([], "[]"),
        ([1, [2, []]], "[1,[2,[]]]"),
        ({}, "{}"),
        ({"b": 1, "a": {"c": None}}, '{"b":1,"a":{"c":null}}'),
        ((1, 2), "[1,2]"),
        (Pair(1, 2), "[1,2]"),
        (OrderedDict([("b", 1), ("a", 2)]), '{"b":1,"a":2}'),
        (Text("content"), '"content"'),
        (Whole(7), "7"),
        (Whole(2**70), str(2**70)),
        (Real(1.5), "1.5"),
        (Level.HIGH, "3"),
        (Flags.READ, "4"),
        (Colour.RED, '"red"'),
        (Mapping(a=1), '{"from":"items"}'),
    ],
    ids=ascii,
)
def test_a_value_is_written_as_python_writes_it(value, text):
    assert encoded({"v": value}) == b'{"v":' + text.encode() + b"}"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (1, '"1"'),
        (-(2**70), f'"{-(2**70)}"'),
        (1.0, '"1.0"'),
        (1e16, '"1e+16"'),
        (float("nan"), '"NaN"'),
        (True, '"true"'),
        (False, '"false"'),
        (None, '"null"'),
        (Level.HIGH, '"3"'),
        (Whole(7), '"7"'),
        (Text("content"), '"content"'),
        ("é\n", '"\\u00e9\\n"'),
    ],
    ids=ascii,
)
def test_a_key_that_is_no_text_is_turned_into_text(key, text):
    assert encoded({key: 1}) == b"{" + text.encode() + b":1}"
    assert encoded({"nested": {key: 1}}) == b'{"nested":{' + text.encode() + b":1}}"


@pytest.mark.parametrize("key", [b"a", (1,), frozenset(), decimal.Decimal(1)], ids=ascii)
def test_a_key_of_another_type_is_refused(key):
    with pytest.raises(TypeError, match="keys must be str, int, float, bool or None"):
        encoded({key: 1})


def test_keys_that_become_equal_as_text_are_all_written():
    assert encoded({1: "a", "1": "b"}) == b'{"1":"a","1":"b"}'


def test_the_order_of_claims_is_kept():
    assert encoded({"z": 1, "exp": 4_000_000_000, "a": 2}) == b'{"z":1,"exp":4000000000,"a":2}'


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        (set(), "set"),
        (frozenset(), "frozenset"),
        (b"bytes", "bytes"),
        (bytearray(), "bytearray"),
        (Record(), "Record"),
        (object(), "object"),
        (decimal.Decimal(1), "Decimal"),
        (uuid.UUID(int=1), "UUID"),
        (1j, "complex"),
        (range(3), "range"),
        ((i for i in ()), "generator"),
        (DUE, "datetime"),
        (DUE.date(), "date"),
        (datetime.timedelta(1), "timedelta"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_value_that_json_cannot_hold_is_refused(value, type_name):
    with pytest.raises(TypeError, match=f"Object of type {type_name} is not JSON serializable"):
        encoded({"v": [value]})


@pytest.mark.parametrize("payload", [None, [], "text", b"{}", 1, (("a", 1),), Record()], ids=ascii)
def test_a_payload_that_is_no_dict_is_refused(payload):
    message = "Expecting a dict object, as JWT only supports JSON objects as payloads."
    with pytest.raises(TypeError, match=message):
        encoded(payload)


@pytest.mark.parametrize("payload", [OrderedDict(a=1), type("Claims", (dict,), {})(a=1)])
def test_a_payload_may_be_a_subclass_of_dict(payload):
    assert encoded(payload) == b'{"a":1}'


def test_a_payload_is_read_through_its_own_copy_method():
    class Claims(dict):
        def copy(self):
            return {"from": "copy"}

    assert encoded(Claims(a=1)) == b'{"from":"copy"}'


@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
@pytest.mark.parametrize(
    "moment",
    [
        DUE,
        DUE.replace(tzinfo=datetime.timezone.utc),
        (DUE + datetime.timedelta(hours=2)).replace(
            tzinfo=datetime.timezone(datetime.timedelta(hours=2))
        ),
        Moment(2031, 5, 6, 7, 8, 9),
    ],
    ids=["naive", "utc", "two hours east", "subclass"],
)
def test_a_datetime_in_a_time_claim_becomes_whole_seconds(claim, moment):
    assert encoded({claim: moment}) == f'{{"{claim}":{DUE_IN_UTC}}}'.encode()


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        (datetime.datetime(1970, 1, 1), 0),  # noqa: DTZ001
        (datetime.datetime(1969, 12, 31, 23, 59, 59, 500_000), -1),  # noqa: DTZ001
        (datetime.datetime(1, 1, 1), -62_135_596_800),  # noqa: DTZ001
        (datetime.datetime(9999, 12, 31, 23, 59, 59), 253_402_300_799),  # noqa: DTZ001
    ],
    ids=str,
)
def test_a_datetime_of_any_year_is_counted_from_1970(moment, seconds):
    assert encoded({"exp": moment}) == f'{{"exp":{seconds}}}'.encode()


@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
def test_a_date_in_a_time_claim_is_refused(claim):
    with pytest.raises(TypeError, match="Object of type date is not JSON serializable"):
        encoded({claim: DUE.date()})


def test_a_datetime_in_a_nested_exp_is_refused():
    with pytest.raises(TypeError, match="Object of type datetime is not JSON serializable"):
        encoded({"nested": {"exp": DUE}})


@pytest.mark.parametrize("value", ["soon", 1.5, None, [1], True, -5, 10**30], ids=ascii)
def test_time_claims_of_other_types_are_written_as_they_are(value):
    assert encoded({"exp": value}) == b'{"exp":' + json.dumps(value).encode() + b"}"


@pytest.mark.parametrize("issuer", [None, 1, b"issuer", ["issuer"], {"a": 1}, True], ids=ascii)
def test_an_issuer_that_is_no_text_is_refused(issuer):
    with pytest.raises(TypeError, match=r"Issuer \(iss\) must be a string\."):
        encoded({"iss": issuer})


def test_an_issuer_may_be_a_subclass_of_str():
    assert encoded({"iss": Text("issuer")}) == b'{"iss":"issuer"}'


@pytest.mark.parametrize("claim", ["sub", "jti", "aud"])
@pytest.mark.parametrize("value", [None, 1, ["a"], {"a": 1}], ids=ascii)
def test_sub_jti_and_aud_are_not_checked_when_encoding(claim, value):
    assert encoded({claim: value}) == json.dumps({claim: value}, separators=(",", ":")).encode()


def test_a_json_encoder_gives_what_json_cannot_hold():
    class Encoder(json.JSONEncoder):
        def default(self, o):
            return sorted(o) if isinstance(o, set) else super().default(o)

    assert encoded({"v": {2, 1}}, json_encoder=Encoder) == b'{"v":[1,2]}'


def test_a_json_encoder_writes_the_whole_payload():
    class Encoder(json.JSONEncoder):
        def iterencode(self, o, _one_shot=False):
            return iter([json.dumps({"keys": list(o)})])

        def encode(self, o):
            return "".join(self.iterencode(o))

    assert encoded({"a": 1, "b": 2}, json_encoder=Encoder) == b'{"keys": ["a", "b"]}'


def test_a_json_encoder_receives_time_claims_as_seconds():
    seen = []

    class Encoder(json.JSONEncoder):
        def encode(self, o):
            seen.append(o)
            return super().encode(o)

    encoded({"exp": DUE}, json_encoder=Encoder)

    assert seen[0] == {"exp": DUE_IN_UTC}


def test_what_a_json_encoder_raises_is_raised():
    class Encoder(json.JSONEncoder):
        def default(self, o):
            raise ZeroDivisionError(type(o).__name__)

    with pytest.raises(ZeroDivisionError, match="set"):
        encoded({"v": set()}, json_encoder=Encoder)


def test_what_the_items_of_a_dict_subclass_raise_is_raised():
    class Broken(dict):
        def items(self):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        encoded({"v": Broken(a=1)})


@pytest.mark.parametrize("depth", [1, 63, 64, 65, 128, 500])
@pytest.mark.parametrize("wrap", [lambda v: [v], lambda v: {"a": v}, lambda v: (v,)])
def test_nesting_is_written_at_any_depth_that_python_writes(depth, wrap):
    nested = 1
    for _ in range(depth):
        nested = wrap(nested)

    assert encoded({"v": nested}) == json.dumps({"v": nested}, separators=(",", ":")).encode()


@pytest.mark.parametrize("wrap", [lambda v: [v], lambda v: {"a": v}])
def test_a_payload_nested_a_hundred_thousand_deep_is_a_recursion_error(wrap):
    nested = 1
    for _ in range(100_000):
        nested = wrap(nested)

    with pytest.raises(RecursionError):
        encoded({"v": nested})


def test_a_list_that_holds_itself_is_refused():
    circle = []
    circle.append(circle)

    with pytest.raises(ValueError, match="Circular reference detected"):
        encoded({"v": circle})


def test_a_payload_that_holds_itself_is_refused():
    circle = {}
    circle["nested"] = {"again": circle}

    with pytest.raises(ValueError, match="Circular reference detected"):
        encoded(circle)


def test_an_object_that_occurs_twice_is_written_twice():
    shared = ["x"]

    assert encoded({"a": shared, "b": [shared, shared]}) == b'{"a":["x"],"b":[["x"],["x"]]}'


def test_an_integer_beyond_pythons_limit_of_digits_is_refused():
    with pytest.raises(ValueError, match="Exceeds the limit"):
        encoded({"v": 10**5000})


def test_the_token_is_what_its_parts_make():
    compact = jwt.encode({"sub": "é", "n": 1.0}, KEY)

    expected = signed(
        segment(b'{"alg":"HS256","typ":"JWT"}'), segment(b'{"sub":"\\u00e9","n":1.0}')
    )
    assert compact == expected


def test_a_large_payload_is_written_whole():
    payload = {f"claim {i}": "x" * 1000 for i in range(1000)}

    assert encoded(payload) == json.dumps(payload, separators=(",", ":")).encode()


@pytest.mark.parametrize("length", range(12))
def test_segments_of_every_length_carry_no_padding(length):
    assert "=" not in jwt.encode({"v": "x" * length}, KEY, headers={"kid": "x" * length})
