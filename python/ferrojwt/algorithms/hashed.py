"""Hash functions of the algorithms with key pairs, which may be named in two ways."""

import hashlib
from typing import Any

from .asymmetric import AsymmetricAlgorithm
from .keys import cryptography

__all__ = ["HashChoice", "HashedAlgorithm"]


class HashChoice:
    """A class attribute: a hash class of `cryptography`, or hashlib's if that does not import."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        """Return the hash function; `cryptography` is imported then, not before."""
        package = cryptography()
        if package is None:
            return getattr(hashlib, self.name)
        return getattr(package.hashes, self.name.upper())


class HashedAlgorithm(AsymmetricAlgorithm):
    """Base of the algorithms that take a hash function.

    hash_alg: one of the class attributes below, or a hash class of `cryptography`.
    """

    SHA256 = HashChoice("sha256")
    SHA384 = HashChoice("sha384")
    SHA512 = HashChoice("sha512")

    def __init__(self, hash_alg: Any) -> None:
        self._hash_alg = hash_alg

    @property
    def hash_alg(self) -> Any:
        """The hash function."""
        if isinstance(self._hash_alg, HashChoice):
            return self._hash_alg.__get__(self)
        return self._hash_alg

    def compute_hash_digest(self, bytestr: bytes) -> bytes:
        """Return the digest of `bytestr`."""
        return hashlib.new(self._hash_name, bytestr).digest()

    @property
    def _hash_name(self) -> str:
        """The name, as "sha256"."""
        chosen = self._hash_alg
        name = getattr(chosen, "name", None) or getattr(chosen, "__name__", "")
        return str(name).removeprefix("openssl_")
