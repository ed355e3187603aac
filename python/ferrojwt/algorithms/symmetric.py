"""Algorithms without key pairs: HMAC and "none"."""

import json
from typing import Any, Literal, NoReturn, overload

from ferrojwt import _native
from ferrojwt.exceptions import InvalidKeyError, MissingMemberError
from ferrojwt.types import HashlibHash, JWKDict
from ferrojwt.utils import base64url_decode, base64url_encode, force_bytes

from .base import Algorithm, jwk_members
from .hash_choice import HashlibChoice

__all__ = ["HMACAlgorithm", "NoneAlgorithm"]


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

    SHA256 = HashlibChoice("sha256")
    SHA384 = HashlibChoice("sha384")
    SHA512 = HashlibChoice("sha512")

    def __init__(self, hash_alg: HashlibHash | HashlibChoice) -> None:
        self._hash_alg = hash_alg

    @property
    def hash_alg(self) -> HashlibHash:
        """The hash constructor."""
        chosen = self._hash_alg
        return chosen.__get__(self) if isinstance(chosen, HashlibChoice) else chosen

    @hash_alg.setter
    def hash_alg(self, hash_alg: HashlibHash) -> None:
        self._hash_alg = hash_alg

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
        name = self._native_name()
        if name is None:
            import hmac  # noqa: PLC0415 - not a part of the package's import

            return hmac.new(key, msg, self.hash_alg).digest()
        return _native.hmac_sign(name, key, msg)

    def verify(self, msg: bytes, key: bytes, sig: bytes) -> bool:
        """Return whether `sig` is the tag of `msg`, compared in constant time."""
        from hmac import compare_digest  # noqa: PLC0415 - as above

        return compare_digest(sig, self.sign(msg, key))

    def _native_name(self) -> str | None:
        chosen = self._hash_alg
        if isinstance(chosen, HashlibChoice):
            return _NATIVE_HMAC.get(chosen.name)
        names = (
            name
            for hash_name, name in _NATIVE_HMAC.items()
            if chosen is HashlibChoice(hash_name).__get__(None)
        )
        return next(names, None)

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
        members = jwk_members(jwk)
        if members.get("kty") != "oct":
            message = "Not an HMAC key"
            raise InvalidKeyError(message)
        if "k" not in members:
            raise MissingMemberError("k")
        secret = base64url_decode(members["k"])
        if not secret:
            message = "HMAC key must not be empty."
            raise InvalidKeyError(message)
        return secret


_NATIVE_HMAC = {"sha256": "HS256", "sha384": "HS384", "sha512": "HS512"}
