"""Tokens made and read with the standard library alone, right or wrong as a test needs them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

KEY = "a secret of more than sixty-four bytes, so that no algorithm calls it short"
HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
HEADER = {"alg": "HS256", "typ": "JWT"}


def segment(content: bytes) -> str:
    """`content` in base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def signature(signing_input: str, key=KEY, algorithm="HS256") -> bytes:
    secret = key.encode() if isinstance(key, str) else key
    return hmac.new(secret, signing_input.encode(), HASHES[algorithm]).digest()


def signed(header_segment: str, payload_segment: str, key=KEY, algorithm="HS256") -> str:
    """A token of two segments, whatever they hold, with a right signature."""
    signing_input = f"{header_segment}.{payload_segment}"
    return f"{signing_input}.{segment(signature(signing_input, key, algorithm))}"


def token(payload=None, header=None, key=KEY, algorithm="HS256") -> str:
    """A rightly signed token of any header and payload; bytes are taken as they are."""
    header = {**HEADER, "alg": algorithm} if header is None else header
    return signed(segment(_json(header)), segment(_json(payload or {})), key, algorithm)


def header_bytes(compact: str) -> bytes:
    return _decoded(compact.split(".", maxsplit=1)[0])


def payload_bytes(compact: str) -> bytes:
    return _decoded(compact.split(".")[1])


def _json(value) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
