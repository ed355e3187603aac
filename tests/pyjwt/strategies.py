"""Payloads, headers, secrets and tokens, plain and nasty."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
import math

from hypothesis import strategies as st

NOW = 1_900_000_000
KEY = "a secret of more than sixty-four bytes, so that no algorithm calls it short"
ALGORITHMS = ["HS256", "HS384", "HS512"]
HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
REGISTERED = ["exp", "nbf", "iat", "iss", "aud", "sub", "jti"]

any_text = st.one_of(
    st.text(),
    st.text(st.characters()),  # with lone surrogates
    st.text('"\\/\b\f\n\r\t\x00\x1f\x7f\x80\u2028\u2029\ud800\udfff\uffff😀'),
    st.sampled_from(["", "a", "é", "\ud800", "😀" * 20]),
)
any_integer = st.one_of(
    st.integers(),
    st.integers(-(2**70), 2**70),
    st.sampled_from(
        [sign * 2**power + d for sign in (1, -1) for power in (31, 53, 63, 64) for d in (-1, 0, 1)]
    ),
)
any_float = st.one_of(
    st.floats(),
    st.integers(-(10**17), 10**17).map(float),
    st.sampled_from([0.0, -0.0, 1e-7, 1e16, 1e22, 5e-324, math.nan, math.inf, -math.inf]),
)
scalars = st.one_of(st.none(), st.booleans(), any_integer, any_float, any_text)
any_key = st.one_of(any_text, any_integer, any_float, st.booleans(), st.none())


def nested(children):
    return st.one_of(
        st.lists(children, max_size=4),
        st.dictionaries(any_text, children, max_size=4),
    )


json_values = st.recursive(scalars, nested, max_leaves=12)
json_objects = st.dictionaries(any_text, json_values, max_size=6)

# What `json.dumps` takes or refuses beyond what JSON has.
python_values = st.recursive(
    st.one_of(
        scalars,
        st.binary(max_size=4),
        st.datetimes(),
        st.dates(),
        st.just(frozenset()),
    ),
    lambda children: st.one_of(
        st.lists(children, max_size=4),
        st.lists(children, max_size=3).map(tuple),
        st.dictionaries(any_key, children, max_size=4),
    ),
    max_leaves=8,
)
times = st.one_of(
    st.sampled_from([NOW - 1, NOW, NOW + 1, NOW + 0.5]),
    st.integers(NOW - 20, NOW + 20),
    st.floats(NOW - 20, NOW + 20),
    st.integers(NOW - 20, NOW + 20).map(str),
    st.sampled_from(["", " 1_000 ", "-5", "1.5", "9" * 5000, str(10**50), "+1", "٣", "1\x00"]),
    scalars,
    json_values,
)
parties = st.one_of(
    st.sampled_from(["a", "b", "", "ab"]),
    st.lists(st.sampled_from(["a", "b", "", 1, None]), max_size=3),
    json_values,
)
names = st.one_of(
    st.sampled_from(["a", "ab", "", None, 0, 1, False, True, {}, {"a": 1}]),
    st.lists(st.sampled_from(["a", "ab", "", 1, None, ["a"]]), max_size=2),
)
expected_names = st.one_of(
    names,
    st.sampled_from(["xab", b"a", ("a",), {"a"}, {"a": 1}.keys(), 1.5]),
)
claims = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(["exp", "nbf", "iat"], times),
        **dict.fromkeys(["iss", "aud", "sub", "jti"], parties),
        "x": json_values,
    },
)
payloads_to_encode = st.one_of(
    json_objects,
    st.dictionaries(any_key, python_values, max_size=4),
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(
                ["exp", "nbf", "iat"],
                st.one_of(
                    st.datetimes(timezones=st.none() | st.timezones()),
                    st.dates(),
                    st.timedeltas(),
                    times,
                ),
            ),
            "iss": parties,
            "x": python_values,
        },
    ),
    python_values,
)
header_values = st.fixed_dictionaries(
    {},
    optional={
        "alg": st.one_of(st.sampled_from([*ALGORITHMS, "none", "", None, "HS255"]), scalars),
        "typ": st.one_of(st.sampled_from(["JWT", "", None]), json_values),
        "kid": st.one_of(any_text, json_values),
        "b64": st.one_of(st.sampled_from([True, False, None]), scalars),
        "crit": st.one_of(
            st.lists(st.sampled_from(["b64", "exp", "", 1, None]), max_size=3), json_values
        ),
        "x": json_values,
    },
)
headers_to_encode = st.none() | st.one_of(
    header_values, st.dictionaries(any_key, python_values, max_size=3)
)

truths = st.sampled_from([True, False, True, False, None, 0, 1, "", "no"])
options = st.none() | st.fixed_dictionaries(
    {},
    optional={
        **{f"verify_{claim}": truths for claim in REGISTERED},
        "verify_signature": truths,
        "require": st.one_of(
            st.lists(st.sampled_from([*REGISTERED, "x", 1]), max_size=3),
            st.sampled_from(["", "x", ("exp",), {"iat"}, None, 1]),
        ),
        "strict_aud": truths,
        "enforce_minimum_key_length": truths,
        "unknown": st.just(1),
    },
)
expectations = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(["audience", "issuer", "subject"], expected_names),
        "leeway": st.one_of(
            st.integers(-20, 20),
            st.floats(-20, 20),
            st.timedeltas(datetime.timedelta(seconds=-20), datetime.timedelta(seconds=20)),
            st.sampled_from([math.nan, math.inf, -math.inf, 10**400, "10", None, True]),
        ),
    },
)
allow_lists = st.one_of(
    st.lists(st.sampled_from([*ALGORITHMS, "none", "HS255", "", None]), max_size=4),
    st.sampled_from(
        [None, "", "HS256", "none", "HS512HS256", ("HS256",), {"HS256": 1}, {"HS256"}, 1, b"HS256"]
    ),
)
secrets = st.one_of(
    st.sampled_from([KEY, KEY.encode()]),
    st.binary(),
    any_text,
    st.sampled_from([None, "", b"", 1, bytearray(b"x" * 64)]),
)


def segment(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def signed(header_segment: bytes, payload_segment: bytes, algorithm="HS256") -> bytes:
    signing_input = header_segment + b"." + payload_segment
    digest = hmac.new(KEY.encode(), signing_input, HASHES[algorithm]).digest()
    return signing_input + b"." + segment(digest)


def token(header, payload, algorithm="HS256") -> bytes:
    return signed(segment(as_json(header)), segment(as_json(payload)), algorithm)


def as_json(value) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode()


@st.composite
def mutations(draw, content: st.SearchStrategy[bytes]) -> bytes:
    """`content` with a few bytes replaced, removed, repeated, inserted or moved."""
    mutant = bytearray(draw(content))
    for _ in range(draw(st.integers(1, 3))):
        position = draw(st.integers(0, len(mutant)))
        end = min(len(mutant), position + draw(st.integers(0, 4)))
        mutant[position:end] = draw(
            st.one_of(
                st.binary(max_size=2),
                st.sampled_from(
                    [
                        b".",
                        b"=",
                        b"==",
                        b"\n",
                        b" ",
                        b'"',
                        b"{",
                        b"}",
                        b"[",
                        b"]",
                        b",",
                        b":",
                        b"\\",
                    ]
                ),
                st.just(bytes(mutant[position:end]) * 2),
            )
        )
    return bytes(mutant)
