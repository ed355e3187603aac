"""Whether the octets of an HMAC secret are the text of a JWK."""

import json
import re

__all__ = ["is_jwk_text"]


def is_jwk_text(octets: bytes) -> bool:
    """Return whether the octets are JSON with a "kty" member at any depth.

    A text nested too deeply to be parsed is judged by its spelling.
    """
    try:
        # Integers are not built: one of many digits is refused by Python, but accepted by others.
        value = json.loads(octets, parse_int=lambda _: 0)
    except RecursionError:
        return _is_deep_jwk_text(octets)
    except ValueError:
        return False
    pending = [value]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if "kty" in value:
                return True
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return False


def _is_deep_jwk_text(octets: bytes) -> bool:
    try:
        text = octets.decode(json.detect_encoding(octets), errors="surrogatepass")
    except UnicodeError:
        return False
    start = text.lstrip("\ufeff \t\r\n")
    return start.startswith("{") or (start.startswith("[") and _has_kty_member(text))


_STRING_AND_COLON = re.compile(r'("(?:[^"\\]|\\.)*")([ \t\r\n]*:)?', re.DOTALL)


def _has_kty_member(text: str) -> bool:
    return any(colon and _spells_kty(literal) for literal, colon in _STRING_AND_COLON.findall(text))


def _spells_kty(literal: str) -> bool:
    try:
        return bool(json.loads(literal) == "kty")
    except ValueError:
        return False
