"""Algorithms with key pairs and a hash function."""

from typing import Any

from .asymmetric import AsymmetricAlgorithm
from .hash_choice import HashChoice

__all__ = ["HashedAlgorithm"]


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
        import hashlib  # noqa: PLC0415 - not a part of the package's import

        return hashlib.new(self._hash_name, bytestr).digest()

    @property
    def _hash_name(self) -> str:
        """The name, as "sha256"."""
        chosen = self._hash_alg
        name = getattr(chosen, "name", None) or getattr(chosen, "__name__", "")
        return str(name).removeprefix("openssl_")
