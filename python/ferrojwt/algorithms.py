"""The algorithm objects that `PyJWS` keeps in its registry; the names are PyJWT's."""

import hashlib
import hmac
import json
import re
from abc import abstractmethod
from typing import Any, ClassVar, Literal, NoReturn, overload

from . import _native
from ._watch import Watched
from .exceptions import InvalidKeyError
from .types import HashlibHash, JWKDict
from .utils import base64url_decode, base64url_encode, force_bytes

__all__ = ["Algorithm", "HMACAlgorithm", "NoneAlgorithm", "get_default_algorithms"]


def get_default_algorithms() -> dict[str, "Algorithm"]:
    """Return a new registry with every algorithm there is."""
    return {
        "none": NoneAlgorithm(),
        "HS256": HMACAlgorithm(HMACAlgorithm.SHA256),
        "HS384": HMACAlgorithm(HMACAlgorithm.SHA384),
        "HS512": HMACAlgorithm(HMACAlgorithm.SHA512),
    }


class Algorithm(Watched):
    """How one `alg` value signs and verifies. Subclass and register it to add another."""

    def compute_hash_digest(self, bytestr: bytes) -> bytes:
        """Return the digest of `bytestr` under the algorithm's hash function.

        Raises NotImplementedError where the algorithm has none.
        """
        hash_alg = getattr(self, "hash_alg", None)
        if hash_alg is None:
            raise NotImplementedError
        return bytes(hash_alg(bytestr).digest())

    def check_key_length(self, key: Any) -> str | None:  # noqa: ARG002
        """Return what to warn of if a prepared key is too short, else None."""
        return None

    @abstractmethod
    def prepare_key(self, key: Any) -> Any:
        """Check a key as the caller gave it and return it as `sign` and `verify` take it.

        Raises InvalidKeyError, or TypeError for an object of another type.
        """

    @abstractmethod
    def sign(self, msg: bytes, key: Any) -> bytes:
        """Return the signature of the signing input `msg`."""

    @abstractmethod
    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        """Return whether `sig` is the key's signature of `msg`."""

    @overload
    @staticmethod
    def to_jwk(key_obj: Any, as_dict: Literal[True]) -> JWKDict: ...
    @overload
    @staticmethod
    def to_jwk(key_obj: Any, as_dict: Literal[False] = False) -> str: ...
    @staticmethod
    @abstractmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> JWKDict | str:
        """Return a prepared key as a JWK (RFC 7517), a dict or JSON text."""

    @staticmethod
    @abstractmethod
    def from_jwk(jwk: str | JWKDict) -> Any:
        """Return the prepared key of a JWK. Raises InvalidKeyError."""


class NoneAlgorithm(Algorithm):
    """`alg` "none" (RFC 7518 section 3.6): signs with nothing and verifies nothing."""

    def prepare_key(self, key: str | None) -> None:
        """Accept None and the empty string only. Raises InvalidKeyError."""
        if key not in (None, ""):
            message = 'When alg = "none", key value must be None.'
            raise InvalidKeyError(message)

    def sign(self, msg: bytes, key: None) -> bytes:  # noqa: ARG002
        """Return no octets at all."""
        return b""

    def verify(self, msg: bytes, key: None, sig: bytes) -> bool:  # noqa: ARG002
        """Refuse every token."""
        return False

    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> NoReturn:
        """Raise NotImplementedError: there is no such key."""
        raise NotImplementedError

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> NoReturn:
        """Raise NotImplementedError: there is no such key."""
        raise NotImplementedError


class HMACAlgorithm(Algorithm):
    """HMAC with a hash function (RFC 7518 section 3.2).

    hash_alg: a constructor such as `HMACAlgorithm.SHA256`.
    """

    SHA256: ClassVar[HashlibHash] = hashlib.sha256
    SHA384: ClassVar[HashlibHash] = hashlib.sha384
    SHA512: ClassVar[HashlibHash] = hashlib.sha512

    def __init__(self, hash_alg: HashlibHash) -> None:
        self.hash_alg = hash_alg

    def prepare_key(self, key: str | bytes) -> bytes:
        """Return the secret's bytes.

        Raises TypeError unless the key is str or bytes, InvalidKeyError if it is empty or is a
        key of another kind: PEM, OpenSSH, DER, or the text of a JWK (RFC 8725 section 2.1).
        """
        secret = force_bytes(key)
        _native.check_hmac_secret(secret)
        return secret

    def check_key_length(self, key: bytes) -> str | None:
        """Return what to warn of if the secret is shorter than the hash (RFC 7518 section 3.2)."""
        hash_function = self.hash_alg()
        minimum = hash_function.digest_size
        if len(key) >= minimum:
            return None
        return (
            f"The HMAC key is {len(key)} bytes long, which is below the minimum recommended "
            f"length of {minimum} bytes for {hash_function.name.upper()}. "
            "See RFC 7518 Section 3.2."
        )

    def sign(self, msg: bytes, key: bytes) -> bytes:
        """Return the tag of `msg`."""
        name = _NATIVE_HMAC.get(self.hash_alg)
        if name is None:
            return hmac.new(key, msg, self.hash_alg).digest()
        return _native.hmac_sign(name, key, msg)

    def verify(self, msg: bytes, key: bytes, sig: bytes) -> bool:
        """Return whether `sig` is the tag of `msg`, compared in constant time."""
        return hmac.compare_digest(sig, self.sign(msg, key))

    @overload
    @staticmethod
    def to_jwk(key_obj: str | bytes, as_dict: Literal[True]) -> JWKDict: ...
    @overload
    @staticmethod
    def to_jwk(key_obj: str | bytes, as_dict: Literal[False] = False) -> str: ...
    @staticmethod
    def to_jwk(key_obj: str | bytes, as_dict: bool = False) -> JWKDict | str:
        """Return a secret as an oct JWK (RFC 7518 section 6.4)."""
        jwk = {"k": base64url_encode(force_bytes(key_obj)).decode(), "kty": "oct"}
        return jwk if as_dict else json.dumps(jwk)

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> bytes:
        """Return the secret of an oct JWK (RFC 7518 section 6.4). Raises InvalidKeyError."""
        members = _jwk_members(jwk)
        if members.get("kty") != "oct":
            message = "Not an HMAC key"
            raise InvalidKeyError(message)
        secret = base64url_decode(members["k"])
        if not secret:
            message = "HMAC key must not be empty."
            raise InvalidKeyError(message)
        return secret


_NATIVE_HMAC: dict[HashlibHash, str] = {
    hashlib.sha256: "HS256",
    hashlib.sha384: "HS384",
    hashlib.sha512: "HS512",
}


def _jwk_members(jwk: str | JWKDict) -> JWKDict:
    try:
        members = json.loads(jwk) if isinstance(jwk, str) else jwk
    except ValueError:
        members = None
    if not isinstance(members, dict):
        message = "Key is not valid JSON"
        raise InvalidKeyError(message)
    return members


def _is_jwk_text(octets: bytes) -> bool:
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
