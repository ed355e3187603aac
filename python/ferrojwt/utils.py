"""Octets, integers and base64url; the names are PyJWT's."""

import base64

from ._native import is_pem_format, is_ssh_key

__all__ = [
    "base64url_decode",
    "base64url_encode",
    "bytes_from_int",
    "bytes_to_number",
    "force_bytes",
    "from_base64url_uint",
    "is_pem_format",
    "is_ssh_key",
    "number_to_bytes",
    "to_base64url_uint",
]


def force_bytes(value: bytes | str) -> bytes:
    """Return text in UTF-8, bytes as they are. Raises TypeError for anything else."""
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, bytes):
        return value
    message = "Expected a string or bytes value"
    raise TypeError(message + _hint(value))


def _hint(value: object) -> str:
    if value is None:
        return "; got None: is the environment variable or setting that holds it unset?"
    return f"; got {type(value).__name__}"


def base64url_decode(input: bytes | str) -> bytes:  # noqa: A002
    """Decode base64url leniently: padding is optional, foreign characters are dropped.

    For members of a JWK. The segments of a token are decoded strictly, elsewhere.
    """
    octets = force_bytes(input)
    return base64.urlsafe_b64decode(octets + b"=" * (-len(octets) % 4))


def base64url_encode(input: bytes) -> bytes:  # noqa: A002
    """Encode as base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(input).rstrip(b"=")


def to_base64url_uint(val: int, *, bit_length: int | None = None) -> bytes:
    """Encode a non-negative integer as Base64urlUInt (RFC 7518 section 2).

    bit_length: bits to fill up to; as many as needed unless given. Raises ValueError if `val`
    is negative.
    """
    if val < 0:
        message = "Must be a positive integer"
        raise ValueError(message)
    return base64url_encode(bytes_from_int(val, bit_length=bit_length) or b"\0")


def from_base64url_uint(val: bytes | str) -> int:
    """Decode a Base64urlUInt (RFC 7518 section 2)."""
    return int.from_bytes(base64url_decode(val), "big")


def number_to_bytes(num: int, num_bytes: int) -> bytes:
    """Encode a non-negative integer big-endian in exactly `num_bytes` bytes."""
    return num.to_bytes(num_bytes, "big")


def bytes_to_number(string: bytes) -> int:
    """Decode a big-endian integer."""
    return int.from_bytes(string, "big")


def bytes_from_int(val: int, *, bit_length: int | None = None) -> bytes:
    """Encode a non-negative integer big-endian in the bytes that `bit_length` bits take."""
    bits = val.bit_length() if bit_length is None else bit_length
    return val.to_bytes((bits + 7) // 8, "big")
