"""The texts that are accepted as the same token.

What a signature signs is a text, and cannot be spelled otherwise.  The signature itself can: with
its padding (PyJWT reads it with and without), and, if it is one of ECDSA, as its twin, since
(r, n - s) is as good as (r, s).
"""

from __future__ import annotations

import ferrojwt as jwt
from ferrojwt.utils import base64url_decode, base64url_encode

_PADDED_GROUP = 4
_P521 = int(
    "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    "FA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
    16,
)

# The orders of the curves (SEC 2 version 2, sections 2.4.1 and 2.4.2 and 2.5.1, 2.6.1).
_ORDERS = {
    "ES256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "ES256K": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
    "ES384": int(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
        "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973",
        16,
    ),
    "ES512": _P521,
    "ES521": _P521,
}


def spellings(token: str) -> list[str]:
    """Return every text that verifies as ``token`` does, itself first."""
    signing_input, dot, signature = token.rpartition(".")
    bare = signature.rstrip("=")
    texts = [token]
    for one in (bare, _twin(token, bare)):
        padding = "=" * (-len(one) % _PADDED_GROUP)
        texts += [f"{signing_input}{dot}{one}", f"{signing_input}{dot}{one}{padding}"]
    return list(dict.fromkeys(texts))


def _twin(token: str, signature: str) -> str:
    """Return the other signature of ECDSA, or for another algorithm the same one."""
    try:
        order = _ORDERS.get(jwt.get_unverified_header(token).get("alg", ""))
        octets = base64url_decode(signature)
    except (jwt.InvalidTokenError, ValueError, TypeError):
        # A custom decoder may accept what is no JWT.
        return signature
    half, odd = divmod(len(octets), 2)
    s = int.from_bytes(octets[half:], "big")
    if order is None or odd or not 0 < s < order:
        return signature
    return base64url_encode(octets[:half] + (order - s).to_bytes(half, "big")).decode()
