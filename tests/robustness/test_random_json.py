"""Signed payloads and headers of any octets: both of our paths, and PyJWT, read them alike."""

import contextlib
import copy
import datetime
import json

import jwt
import pytest
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ferrojwt
from ferrojwt import _native, _watch
from tests.pyjwt.oracle import ask, assert_identical, assert_same
from tests.pyjwt.strategies import (
    KEY,
    NOW,
    as_json,
    claims,
    expectations,
    header_values,
    json_objects,
    json_values,
    mutations,
    options,
    segment,
    signed,
)

HEADER = segment(b'{"alg":"HS256","typ":"JWT"}')
UNCHECKED = {
    f"verify_{claim}": False for claim in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")
}

many = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


@pytest.fixture(autouse=True, scope="module")
def _clock_stands_still():
    with freeze_time(datetime.datetime.fromtimestamp(NOW, tz=datetime.timezone.utc)):
        yield


@contextlib.contextmanager
def full_path():
    _native.set_fast_path(False)
    try:
        yield
    finally:
        # Not simply on again: whether it may be is for this module to say.
        _watch._reconsider()


def assert_both_paths_agree(call):
    """The fast path and the full path give one answer, which is PyJWT's."""
    fast = assert_same(call)
    with full_path():
        full = ask(call, ferrojwt)
    assert type(fast.error) is type(full.error)
    assert str(fast.error) == str(full.error)
    assert fast.warned == full.warned
    assert_identical(fast.value, full.value)


def decode(token, given_options=None, **expected):
    """A call with options of its own for each library."""
    return lambda library: library.decode_complete(
        token, KEY, ["HS256"], copy.deepcopy(given_options), **expected
    )


# Fragments of JSON and of what some readers take for it.
fragments = st.lists(
    st.sampled_from(
        [
            *'{}[]",:\\/ \t\n\r\x00\x0b\x7f\ufeff\u2028-+.eE0123456789',
            *("true", "false", "null", "NaN", "Infinity", "-Infinity", "nan", "True", "None"),
            *('"exp"', '"aud"', '"a"', '"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"', '"\\x"'),
            *("1e400", "-0", "-0.0", "0.1e-7", "1E5", "01", "1.", ".5", "0x1", "1_0"),
            *("18446744073709551616", "9223372036854775808", "9" * 400, "/*a*/", "//a\n"),
        ]
    ),
    max_size=12,
).map("".join)
objects_of_fragments = fragments.map(lambda text: '{"a":' + text + "}")
encodings = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
contents = st.one_of(
    st.binary(max_size=60),
    fragments.map(str.encode),
    objects_of_fragments.map(str.encode),
    st.builds(str.encode, objects_of_fragments, encodings),
    json_values.map(as_json),
    mutations(json_objects.map(as_json)),
    st.integers(1, 200).map(lambda depth: b'{"a":' + b"[" * depth + b"]" * depth + b"}"),
    st.integers(1, 200).map(lambda depth: b'{"a":' * depth + b"1" + b"}" * depth),
)


@many
@given(content=contents)
def test_payloads_of_any_octets(content):
    assert_both_paths_agree(decode(signed(HEADER, segment(content)), UNCHECKED))


@many
@given(payload=claims, given_options=options, expected=expectations)
def test_claims_under_any_options(payload, given_options, expected):
    token = signed(HEADER, segment(as_json(payload)))

    assert_both_paths_agree(decode(token, given_options, **expected))


@many
@given(
    names=st.lists(st.sampled_from(["a", "exp", "\\u0065xp", "aud"]), min_size=2, max_size=5),
    values=st.lists(st.sampled_from(["1", '"a"', "4000000000", "null", "[]"]), min_size=5),
)
def test_members_that_come_twice(names, values):
    members = ",".join(f'"{name}":{value}' for name, value in zip(names, values, strict=False))

    assert_both_paths_agree(decode(signed(HEADER, segment(f"{{{members}}}".encode()))))


@many
@given(
    content=st.one_of(
        contents,
        header_values.map(as_json),
        mutations(st.just(b'{"alg":"HS256","typ":"JWT","kid":"1"}')),
        fragments.map(lambda text: f'{{"alg":"HS256","a":{text}}}'.encode()),
    )
)
def test_headers_of_any_octets(content):
    assert_both_paths_agree(decode(signed(segment(content), segment(b"{}"))))


@many
@given(
    text=st.one_of(
        st.binary(max_size=40),
        st.text("AQgw-_=+/ \n.", max_size=20).map(str.encode),
        json_objects.map(as_json).map(segment),
    ),
    end=st.sampled_from([b"", b"=", b"==", b"===", b"\n", b" ", b"."]),
)
def test_segments_of_any_octets(text, end):
    assert_both_paths_agree(decode(signed(HEADER, text + end), UNCHECKED))


@many
@given(payload=json_objects, headers=st.none() | header_values, is_sorted=st.booleans())
def test_payloads_to_encode(payload, headers, is_sorted):
    assert_both_paths_agree(
        lambda library: library.encode(
            copy.deepcopy(payload), KEY, headers=copy.deepcopy(headers), sort_headers=is_sorted
        )
    )


@many
@given(payload=json_objects)
def test_what_is_encoded_is_decoded(payload):
    token = ferrojwt.encode({"claim": payload}, KEY)
    expected = json.loads(json.dumps({"claim": payload}))

    assert_identical(ferrojwt.decode(token, KEY, ["HS256"]), expected)
    assert token == jwt.encode({"claim": payload}, KEY)
