"""The interface that every algorithm object has."""

import json
from abc import abstractmethod
from typing import Any, Literal, overload

from ferrojwt._watch import Watched
from ferrojwt.exceptions import InvalidKeyError, NoMembersError
from ferrojwt.types import JWKDict

__all__ = ["Algorithm", "jwk_members"]


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

    def check_crypto_key_type(self, key: Any) -> None:  # noqa: ARG002
        """Raise ValueError: only algorithms with key pairs have key objects to check."""
        message = (
            "This method requires the cryptography library, and should only be used by "
            "cryptography-based algorithms."
        )
        raise ValueError(message)

    def check_key_length(self, key: Any) -> str | None:  # noqa: ARG002
        """Return what to warn of if a prepared key is too short, else None."""
        return None

    @abstractmethod
    def prepare_key(self, key: Any) -> Any:
        """Check a key as the caller gave it and return it as `sign` and `verify` take it.

        Raises InvalidKeyError, or TypeError for an object of another type.
        """

    def _working_key(self, key: Any) -> Any:
        """Return a key as `sign` and `verify` take it; what `PyJWS` calls."""
        return self.prepare_key(key)

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


def jwk_members(jwk: str | JWKDict) -> JWKDict:
    """Return the members of a JWK, a dict or JSON text. Raises InvalidKeyError."""
    message = "Key is not valid JSON"
    try:
        members = json.loads(jwk) if isinstance(jwk, str) else jwk
    except ValueError:
        raise InvalidKeyError(message) from None
    if isinstance(members, dict):
        return members
    # Text that is valid JSON, but no object, has no members to look up.
    raise NoMembersError(message) if isinstance(jwk, str) else InvalidKeyError(message)
