"""Header rules hold in `decode` and `get_unverified_header`, verified or not."""

import re

import pytest

import ferrojwt as jwt
from tests.core.forge import HEADER, KEY, segment, token

READERS = [
    pytest.param(lambda compact: jwt.decode(compact, KEY, ["HS256"]), id="decode"),
    pytest.param(
        lambda compact: jwt.decode(compact, options={"verify_signature": False}),
        id="decode unverified",
    ),
    pytest.param(jwt.get_unverified_header, id="get_unverified_header"),
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("kid", [None, 1, 1.5, True, [], ["k"], {}], ids=repr)
def test_a_key_id_that_is_no_text_is_refused(read, kid):
    with pytest.raises(jwt.InvalidTokenError) as caught:
        read(token({}, {**HEADER, "kid": kid}))

    assert type(caught.value) is jwt.InvalidTokenError
    assert "Key ID header parameter must be a string" in str(caught.value)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("kid", ["", "k", "é\ud800", "x" * 100_000], ids=lambda kid: str(len(kid)))
def test_a_key_id_may_be_any_text(read, kid):
    read(token({}, {**HEADER, "kid": kid}))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("crit", "message"),
    [
        (None, "Invalid 'crit' header: must be a non-empty list"),
        ([], "Invalid 'crit' header: must be a non-empty list"),
        ("b64", "Invalid 'crit' header: must be a non-empty list"),
        ({"b64": True}, "Invalid 'crit' header: must be a non-empty list"),
        (1, "Invalid 'crit' header: must be a non-empty list"),
        (False, "Invalid 'crit' header: must be a non-empty list"),
        ([1], "Invalid 'crit' header: values must be strings"),
        ([None], "Invalid 'crit' header: values must be strings"),
        ([["b64"]], "Invalid 'crit' header: values must be strings"),
        (["exp"], "Unsupported critical extension: exp"),
        (["alg"], "Unsupported critical extension: alg"),
        (["B64"], "Unsupported critical extension: B64"),
        (["x", 1], "Unsupported critical extension: x"),
        (["b64"], "Critical extension 'b64' is missing from headers"),
        (["b64", "x"], "Critical extension 'b64' is missing from headers"),
    ],
    ids=repr,
)
def test_a_critical_extension_that_is_not_understood_is_refused(read, crit, message):
    with pytest.raises(jwt.InvalidTokenError) as caught:
        read(token({}, {**HEADER, "crit": crit}))

    assert type(caught.value) is jwt.InvalidTokenError
    assert message in str(caught.value)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("b64", [True, None, 0, "false", []], ids=repr)
def test_b64_other_than_false_changes_nothing(read, b64):
    read(token({}, {**HEADER, "b64": b64}))
    read(token({}, {**HEADER, "b64": b64, "crit": ["b64"]}))


@pytest.mark.parametrize("read", READERS)
def test_b64_false_with_a_payload_segment_is_refused(read):
    message = re.escape("Payload segment must be empty when 'b64' is false.")
    with pytest.raises(jwt.DecodeError, match=message):
        read(token({"a": 1}, {**HEADER, "b64": False, "crit": ["b64"]}))


@pytest.mark.parametrize("read", READERS)
def test_the_payload_segment_of_a_b64_false_token_is_not_decoded(read):
    header_segment = segment(b'{"alg":"HS256","b64":false,"crit":["b64"]}')
    with pytest.raises(jwt.DecodeError, match="Payload segment must be empty"):
        read(f"{header_segment}.{'!' * 1_000_000}.!")


def test_an_unverified_header_is_returned_as_it_was_written():
    header = {"typ": "at+jwt", "alg": "unknown", "x": [1.0, None, {"b": "é"}], "kid": ""}

    unverified = jwt.get_unverified_header(token({}, header))

    assert unverified == header
    assert list(unverified) == list(header)


@pytest.mark.parametrize("header", [{}, {"alg": None}, {"alg": ["HS256"]}, {"alg": 1}], ids=repr)
def test_an_unverified_header_may_have_any_alg(header):
    assert jwt.get_unverified_header(token({}, header)) == header


@pytest.mark.parametrize("payload", [b"", b"not json", b"[]", b"\xff"])
def test_an_unverified_header_may_have_any_payload(payload):
    compact = f"{segment(b'{}')}.{segment(payload)}."
    assert jwt.get_unverified_header(compact) == {}


@pytest.mark.parametrize("typ", [None, 1, "", "anything", ["JWT"], {}], ids=repr)
def test_the_type_of_a_token_is_not_checked(typ):
    assert jwt.decode(token({"a": 1}, {"alg": "HS256", "typ": typ}), KEY, ["HS256"]) == {"a": 1}
