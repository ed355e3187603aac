"""Octets, integers and base64url; the names are PyJWT's."""

import base64
from typing import Any

from . import _native
from ._hints import hint_of_none
from ._native import is_pem_format, is_ssh_key
from .exceptions import SecretTextError

__all__ = [
    "base64url_decode",
    "base64url_encode",
    "bytes_from_int",
    "bytes_to_number",
    "der_to_raw_signature",
    "force_bytes",
    "from_base64url_uint",
    "is_pem_format",
    "is_ssh_key",
    "number_to_bytes",
    "raw_to_der_signature",
    "to_base64url_uint",
]


def force_bytes(value: bytes | str) -> bytes:
    """Return text in UTF-8, bytes as they are.

    Raises TypeError for anything else, SecretTextError for a lone surrogate.
    """
    if isinstance(value, str):
        try:
            return value.encode("utf-8")
        except UnicodeEncodeError as error:
            # Without the text itself, which the exception would show.
            raise SecretTextError(
                error.encoding, "", error.start, error.end, error.reason
            ) from None
    if isinstance(value, bytes):
        return value
    message = f"Expected a string or bytes value{hint_of_none(value)}"
    raise TypeError(message)


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


def der_to_raw_signature(der_sig: bytes, curve: Any) -> bytes:
    """Return r and s of a DER ECDSA signature side by side (RFC 7518 section 3.4).

    curve: an object with `key_size`, in bits. Raises ValueError if the DER is malformed.
    """
    return _native.ecdsa_der_to_raw(der_sig, (curve.key_size + 7) // 8)


def raw_to_der_signature(raw_sig: bytes, curve: Any) -> bytes:
    """Return r and s, side by side, as a DER ECDSA signature (RFC 3279 section 2.2.3).

    curve: an object with `key_size`, in bits. Raises ValueError if the length is wrong.
    """
    if len(raw_sig) != 2 * ((curve.key_size + 7) // 8):
        message = "Invalid signature"
        raise ValueError(message)
    return _native.ecdsa_raw_to_der(raw_sig)


def __getattr__(name: str) -> Any:
    """Return cryptography's own two functions, which PyJWT has here; it is imported then."""
    if name not in {"decode_dss_signature", "encode_dss_signature"}:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from cryptography.hazmat.primitives.asymmetric import utils  # noqa: PLC0415

    return getattr(utils, name)
