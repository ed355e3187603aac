"""Keys in every form that a caller may hold, and one call of everything with each."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ferrojwt
from ferrojwt import _native

KEYS = Path(__file__).parent.parent / "vectors" / "keys"
SECRET = "a secret of more than thirty-two bytes, shared by all"
PAYLOAD = {"sub": "42", "name": "Zoë", "groups": [1, 2.5, None], "exp": 4_000_000_000}

PRIVATE_FILES = {"RS256": "rsa-2048.pem", "ES256": "P-256.pem", "EdDSA": "ed25519.pem"}
PUBLIC_FILES = {"RS256": "rsa-2048.pub.pem", "ES256": "P-256.pub.pem", "EdDSA": "ed25519.pub.pem"}
KEY_TYPES = {"RS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}


@dataclass(frozen=True)
class Signer:
    """An algorithm with a signing and a verifying key, in one form."""

    name: str
    algorithm: str
    signing: Any
    verifying: Any

    def use(self) -> None:
        """Make every call with the keys; raises where an answer is wrong."""
        token = ferrojwt.encode(PAYLOAD, self.signing, self.algorithm, headers={"kid": "1"})
        header = {"alg": self.algorithm, "kid": "1", "typ": "JWT"}
        same(ferrojwt.decode(token, self.verifying, [self.algorithm]), PAYLOAD)
        whole = ferrojwt.decode_complete(token, self.verifying, [self.algorithm])
        same((whole["payload"], whole["header"]), (PAYLOAD, header))
        same(ferrojwt.get_unverified_header(token), header)
        head, body, signature = token.split(".")
        try:
            ferrojwt.decode(f"{head}.{body}e30.{signature}", self.verifying, [self.algorithm])
        except ferrojwt.InvalidSignatureError:
            return
        raise AssertionError(f"{self.name}: a token with another payload was accepted")


def same(answer: object, expected: object) -> None:
    if answer != expected:
        raise AssertionError(f"{answer!r} instead of {expected!r}")


def signers() -> list[Signer]:
    """Return every algorithm with its keys as text, bytes, key objects and PyJWK."""
    secret = _jwk({"kty": "oct", "k": "c2VjcmV0" * 8}, "HS256")
    found = [
        Signer("HS256 from text", "HS256", SECRET, SECRET),
        Signer("HS256 from bytes", "HS256", SECRET.encode(), SECRET.encode()),
        Signer("HS256 from PyJWK", "HS256", secret, secret),
    ]
    for algorithm, key_type in KEY_TYPES.items():
        private = (KEYS / PRIVATE_FILES[algorithm]).read_bytes()
        public = (KEYS / PUBLIC_FILES[algorithm]).read_bytes()
        ours = [_native.load_key(key_type, text) for text in (private, public)]
        found += [
            Signer(f"{algorithm} from text", algorithm, private.decode(), public.decode()),
            Signer(f"{algorithm} from bytes", algorithm, private, public),
            Signer(f"{algorithm} from key objects", algorithm, *ours),
            Signer(
                f"{algorithm} from PyJWK", algorithm, *(_jwk(key.jwk(), algorithm) for key in ours)
            ),
        ]
        if importlib.util.find_spec("cryptography"):
            foreign = (_foreign(private, "private"), _foreign(public, "public"))
            found.append(Signer(f"{algorithm} from cryptography", algorithm, *foreign))
    return found


def _jwk(members: dict[str, Any], algorithm: str) -> ferrojwt.PyJWK:
    return ferrojwt.PyJWK.from_dict({**members, "alg": algorithm})


def _foreign(text: bytes, half: str) -> Any:
    from cryptography.hazmat.primitives import serialization

    if half == "private":
        return serialization.load_pem_private_key(text, password=None)
    return serialization.load_pem_public_key(text)
