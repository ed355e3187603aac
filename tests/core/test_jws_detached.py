"""Unencoded detached payloads (RFC 7797), through `api_jws` and through `encode`."""

import re

import pytest

import ferrojwt as jwt
from ferrojwt import api_jws
from tests.core.forge import KEY, header_bytes, segment, signature
from tests.core.test_rfc_vectors import RFC_7515_A1_KEY

# RFC 7797 section 4.2
RFC_7797_TOKEN = (
    "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19"
    "..A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY"
)
DETACHED = b'{"alg":"HS256","b64":false,"crit":["b64"]}'
MISSING = re.escape(
    'It is required that you pass in a value for the "detached_payload" argument to decode a'
    " message having the b64 header set to false."
)


def detached(payload: bytes, header: bytes = DETACHED, key=KEY) -> str:
    signing_input = f"{segment(header)}.{payload.decode()}"
    signature_segment = segment(signature(signing_input, key))
    return f"{segment(header)}..{signature_segment}"


def test_the_token_of_rfc_7797_section_4_is_verified():
    payload = api_jws.decode(RFC_7797_TOKEN, RFC_7515_A1_KEY, ["HS256"], detached_payload=b"$.02")

    assert payload == b"$.02"


def test_the_token_of_rfc_7797_section_4_is_made():
    compact = api_jws.encode(
        b"$.02", RFC_7515_A1_KEY, headers={"typ": None}, is_payload_detached=True
    )

    assert compact == RFC_7797_TOKEN


def test_another_detached_payload_is_refused():
    with pytest.raises(jwt.InvalidSignatureError):
        api_jws.decode(RFC_7797_TOKEN, RFC_7515_A1_KEY, ["HS256"], detached_payload=b"$.03")


@pytest.mark.parametrize("function", [jwt.decode, api_jws.decode], ids=["jwt", "jws"])
def test_a_detached_payload_must_be_given(function):
    with pytest.raises(jwt.DecodeError, match=MISSING):
        function(detached(b"{}"), KEY, ["HS256"])


@pytest.mark.parametrize("function", [jwt.decode, api_jws.decode], ids=["jwt", "jws"])
def test_a_detached_payload_is_refused_where_the_payload_is_attached(function):
    message = re.escape(
        'It is only valid to pass "detached_payload" when the protected header has "b64" set to'
        " false."
    )
    with pytest.raises(jwt.DecodeError, match=message):
        function(jwt.encode({}, KEY), KEY, ["HS256"], detached_payload=b"{}")


@pytest.mark.parametrize("function", [jwt.decode, api_jws.decode], ids=["jwt", "jws"])
@pytest.mark.parametrize("crit", [b"", b',"crit":null'])
def test_b64_must_be_listed_as_critical(function, crit):
    header = b'{"alg":"HS256","b64":false' + crit + b"}"
    message = (
        "The 'b64' header parameter requires 'b64' to be listed in 'crit'"
        if not crit
        else "Invalid 'crit' header: must be a non-empty list"
    )
    with pytest.raises(jwt.InvalidTokenError, match=message):
        function(detached(b"{}", header), KEY, ["HS256"], detached_payload=b"{}")


def test_detached_claims_are_decoded_and_checked():
    assert jwt.decode(detached(b'{"a":1}'), KEY, ["HS256"], detached_payload=b'{"a":1}') == {"a": 1}

    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(detached(b'{"exp":1}'), KEY, ["HS256"], detached_payload=b'{"exp":1}')


def test_a_detached_payload_may_hold_any_bytes():
    payload = bytes(range(256)) + b"..."
    compact = api_jws.encode(payload, KEY, is_payload_detached=True)

    assert api_jws.decode(compact, KEY, ["HS256"], detached_payload=payload) == payload


def test_a_detached_payload_is_signed_as_it_is():
    compact = api_jws.encode(b"$.=~", KEY, headers={"b64": False, "typ": ""})

    assert compact == detached(b"$.=~")


@pytest.mark.parametrize(
    ("headers", "header"),
    [
        ({"b64": False}, b'{"alg":"HS256","b64":false,"crit":["b64"],"typ":"JWT"}'),
        (
            {"b64": False, "crit": ["b64"]},
            b'{"alg":"HS256","b64":false,"crit":["b64"],"typ":"JWT"}',
        ),
        (
            {"b64": False, "crit": ["x"]},
            b'{"alg":"HS256","b64":false,"crit":["x","b64"],"typ":"JWT"}',
        ),
        ({"b64": False, "crit": []}, b'{"alg":"HS256","b64":false,"crit":["b64"],"typ":"JWT"}'),
    ],
    ids=repr,
)
def test_a_b64_false_header_detaches_the_payload_of_a_jwt(headers, header):
    before = {name: list(value) if value else value for name, value in headers.items()}

    compact = jwt.encode({"a": 1}, KEY, headers=headers)

    assert header_bytes(compact) == header
    assert compact == detached(b'{"a":1}', header)
    assert headers == before


@pytest.mark.parametrize("crit", ["b64", None, ("b64",), {"b64": 1}], ids=repr)
def test_a_crit_header_that_is_no_list_cannot_be_extended(crit):
    with pytest.raises(jwt.InvalidTokenError, match="Invalid 'crit' header: must be a list"):
        jwt.encode({}, KEY, headers={"b64": False, "crit": crit})


def test_an_unverified_header_of_a_detached_token_needs_no_payload():
    assert jwt.get_unverified_header(RFC_7797_TOKEN)["b64"] is False


def test_a_detached_token_is_decoded_without_verification():
    complete = jwt.decode_complete(
        detached(b"x"), options={"verify_signature": False}, detached_payload=b'{"a":1}'
    )

    assert complete["payload"] == {"a": 1}
