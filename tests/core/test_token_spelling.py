"""A token has exactly one spelling, save for the padding that some issuers send."""

import re

import pytest

import ferrojwt as jwt
from tests.core.forge import HEADER, KEY, segment, signed, token

READERS = [
    pytest.param(lambda compact: jwt.decode(compact, KEY, ["HS256"]), id="decode"),
    pytest.param(jwt.get_unverified_header, id="get_unverified_header"),
]
TOKEN = token({"a": 1})
HEADER_SEGMENT, PAYLOAD_SEGMENT, SIGNATURE_SEGMENT = TOKEN.split(".")


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("compact", [TOKEN, TOKEN.encode()], ids=["str", "bytes"])
def test_a_token_may_be_text_or_bytes(read, compact):
    assert read(compact)


def test_a_token_may_be_of_a_subclass_of_str_or_bytes():
    for base, compact in ((str, TOKEN), (bytes, TOKEN.encode())):
        subclass = type("Subclass", (base,), {})
        assert jwt.decode(subclass(compact), KEY, ["HS256"]) == {"a": 1}


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "compact",
    [None, 1, 1.5, [], {}, ("a.b.c",), bytearray(TOKEN.encode()), memoryview(TOKEN.encode())],
    ids=lambda compact: type(compact).__name__,
)
def test_a_token_of_another_type_is_refused(read, compact):
    message = re.escape("Invalid token type. Token must be a <class 'bytes'>")
    with pytest.raises(jwt.DecodeError, match=message):
        read(compact)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("compact", ["", "a", ".", "a.b", HEADER_SEGMENT, "é", "\n"])
def test_too_few_segments_are_refused(read, compact):
    with pytest.raises(jwt.DecodeError, match="Not enough segments"):
        read(compact)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "compact",
    [TOKEN.replace(".", "..", 1), f"{HEADER_SEGMENT}.x.{PAYLOAD_SEGMENT}.{SIGNATURE_SEGMENT}"],
)
def test_too_many_segments_are_refused(read, compact):
    with pytest.raises(jwt.DecodeError, match="Invalid payload padding"):
        read(compact)


@pytest.mark.parametrize("read", READERS)
def test_a_dot_at_the_end_is_refused(read):
    with pytest.raises(jwt.DecodeError, match="Invalid payload padding"):
        read(f"{TOKEN}.")


@pytest.mark.parametrize("read", READERS)
def test_a_dot_at_the_start_is_refused(read):
    with pytest.raises(jwt.DecodeError, match="Invalid header string"):
        read(f".{TOKEN}")


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("compact", ["..", "...."])
def test_dots_alone_are_refused(read, compact):
    with pytest.raises(jwt.DecodeError, match="Invalid header string"):
        read(compact)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "junk",
    [" ", "\n", "\r\n", "\t", "\x00", "!", "!!!!", "+", "/", "*", "%3D", "é", "\u2028", "😀"],
    ids=ascii,
)
@pytest.mark.parametrize(
    ("position", "name"),
    [(0, "header"), (1, "payload"), (2, "crypto")],
    ids=["header", "payload", "crypto"],
)
@pytest.mark.parametrize("place", ["before", "within", "after"])
def test_anything_outside_the_alphabet_is_refused(read, junk, position, name, place):
    segments = TOKEN.split(".")
    text = segments[position]
    cut = {"before": 0, "within": len(text) // 2, "after": len(text)}[place]
    segments[position] = text[:cut] + junk + text[cut:]

    with pytest.raises(jwt.DecodeError, match=f"Invalid {name} padding"):
        read(".".join(segments))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("surrounding", ["{} ", " {}", "{}\n", "\ufeff{}", "Bearer {}", '"{}"'])
def test_a_token_with_something_around_it_is_refused(read, surrounding):
    with pytest.raises(jwt.DecodeError, match=r"Invalid (header|crypto) padding"):
        read(surrounding.format(TOKEN))


def test_right_padding_of_the_signature_is_accepted():
    assert jwt.decode(_padded(TOKEN, 2), KEY, ["HS256"]) == {"a": 1}


@pytest.mark.parametrize("length", range(6))
def test_right_padding_is_accepted_and_is_part_of_what_is_signed(length):
    header_segment = _pad(segment(b'{"alg":"HS256","x":"' + b"x" * length + b'"}'))
    payload_segment = _pad(segment(b'{"a":"' + b"x" * length + b'"}'))

    decoded = jwt.decode(_padded(signed(header_segment, payload_segment), 2), KEY, ["HS256"])

    assert decoded == {"a": "x" * length}


def test_padding_added_to_a_signed_segment_breaks_the_signature():
    padded = f"{HEADER_SEGMENT}.{_pad(PAYLOAD_SEGMENT)}.{SIGNATURE_SEGMENT}"
    assert "=" in padded

    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(padded, KEY, ["HS256"])


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("content", "padding"),
    [
        (b'{"a":12}', "=="),  # one "=" is right
        (b'{"a":1}', "="),  # two are
        (b'{"a":1}', "==="),
        (b'{"a":1}', "===="),
        (b'{"a":123}', "="),  # none is
        (b'{"a":123}', "=="),
        (b'{"a":123}', "===="),
    ],
)
def test_wrong_padding_is_refused(read, content, padding):
    compact = signed(segment(b'{"alg":"HS256"}'), segment(content) + padding)

    with pytest.raises(jwt.DecodeError, match="Invalid payload padding"):
        read(compact)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("payload_segment", ["=", "==", "===", "A=B=", "=AAA", "AA=A"])
def test_padding_at_another_place_is_refused(read, payload_segment):
    with pytest.raises(jwt.DecodeError, match="Invalid payload padding"):
        read(signed(HEADER_SEGMENT, payload_segment))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("payload_segment", ["A", "AAAAA"])
def test_a_segment_of_an_impossible_length_is_refused(read, payload_segment):
    with pytest.raises(jwt.DecodeError, match="Invalid payload padding"):
        read(signed(HEADER_SEGMENT, payload_segment))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(("position", "name"), [(0, "header"), (1, "payload"), (2, "crypto")])
def test_unused_bits_that_are_not_zero_are_refused(read, position, name):
    segments = [segment(b'{"alg":"HS256"} '), segment(b'{"a":1}'), SIGNATURE_SEGMENT]
    segments[position] = _with_an_unused_bit_set(segments[position])

    with pytest.raises(jwt.DecodeError, match=f"Invalid {name} padding"):
        read(".".join(segments))


def test_an_empty_signature_segment_is_no_signature():
    with pytest.raises(jwt.InvalidSignatureError, match="Signature verification failed"):
        jwt.decode(f"{HEADER_SEGMENT}.{PAYLOAD_SEGMENT}.", KEY, ["HS256"])


def test_an_empty_payload_segment_is_no_json():
    with pytest.raises(jwt.DecodeError, match="Invalid payload string"):
        jwt.decode(signed(HEADER_SEGMENT, ""), KEY, ["HS256"])


def test_an_unverified_header_needs_no_payload():
    assert jwt.get_unverified_header(f"{HEADER_SEGMENT}..") == HEADER


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("compact", [b"\xff.\xff.\xff", b"\x80" * 30, b"a.b.\xff", b"\x00.\x00."])
def test_bytes_that_are_no_text_are_refused(read, compact):
    with pytest.raises(jwt.DecodeError):
        read(compact)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("compact", ["\ud800", f"{TOKEN}\udc80", "\udfff.\udfff.\udfff"], ids=ascii)
def test_a_lone_surrogate_in_a_token_is_a_unicode_encode_error(read, compact):
    with pytest.raises(UnicodeEncodeError):
        read(compact)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "compact",
    ["a" * 1_000_000, "." * 1_000_000, "a." * 500_000, f"{TOKEN}{'A' * 1_000_000}!"],
    ids=["letters", "dots", "segments", "signature"],
)
def test_a_megabyte_of_nonsense_is_refused(read, compact):
    with pytest.raises(jwt.DecodeError):
        read(compact)


def test_a_megabyte_of_payload_is_decoded():
    assert jwt.decode(token({"a": "x" * 1_000_000}), KEY, ["HS256"]) == {"a": "x" * 1_000_000}


def _pad(text: str) -> str:
    return text + "=" * (-len(text) % 4)


def _padded(compact: str, position: int) -> str:
    segments = compact.split(".")
    segments[position] = _pad(segments[position])
    assert segments[position].endswith("=")
    return ".".join(segments)


def _with_an_unused_bit_set(text: str) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert len(text) % 4 in {2, 3}
    return text[:-1] + alphabet[alphabet.index(text[-1]) + 1]
