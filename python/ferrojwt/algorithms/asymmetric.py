"""What the algorithms with key pairs have in common.

Keys are read, and signatures made, natively. The package `cryptography` is asked where it
imports and we have no answer: for kinds of keys that are not native, and for the reason why a
key is refused.
"""

import json
from abc import abstractmethod
from typing import Any, ClassVar

from ferrojwt import _native
from ferrojwt._hints import hint_of_none
from ferrojwt._native import Key
from ferrojwt.exceptions import (
    EncryptedKeyError,
    InvalidKeyEncodingError,
    InvalidKeyError,
    KeyUsageError,
    MissingCryptographyError,
    PyJWTError,
)
from ferrojwt.types import JWKDict
from ferrojwt.utils import force_bytes

from .base import Algorithm, jwk_members
from .keys import cryptography, exported, foreign_classes, handed_out, loaded_once

__all__ = ["AsymmetricAlgorithm"]


class AsymmetricAlgorithm(Algorithm):
    """Base of the algorithms with key pairs."""

    # The value of `kty`, the names of cryptography's key classes, and the members of a JWK that
    # hold octets (RFC 7518 section 6, RFC 8037 section 2).
    _key_type: ClassVar[str]
    _class_names: ClassVar[tuple[str, ...]]
    _octet_members: ClassVar[tuple[str, ...]]

    @property
    def _crypto_key_types(self) -> tuple[type, ...] | None:
        return foreign_classes(self._class_names) or None

    def prepare_key(self, key: Any) -> Any:
        """Return the key as an object of `cryptography`, or as ours if that does not import.

        key: PEM or OpenSSH text, str or bytes; or a key object, which is returned as it is.
        Raises InvalidKeyError, or TypeError for an object of another type.
        """
        if not isinstance(key, str | bytes):
            self._check_object(key)
            prepared = key
        else:
            prepared = self._read(force_bytes(key))
        self._check_curve(prepared)
        return prepared

    def check_crypto_key_type(self, key: Any) -> None:
        """Raise InvalidKeyError unless `key` is a key object of this algorithm's family."""
        if self._is_of_family(key):
            return
        message = (
            f"Expected one of {self._class_names}, got: {type(key).__name__}. "
            f"Invalid Key type for {type(self).__name__}"
        )
        raise InvalidKeyError(message)

    def sign(self, msg: bytes, key: Any) -> bytes:
        """Return the signature of `msg`. Raises KeyUsageError for a public key."""
        native = self._native_key(key)
        if native is not None and (row := self._row_of(native)) is not None:
            return native.sign(row, msg)
        foreign = _foreign(key)
        if not hasattr(foreign, "sign"):
            message = f"{type(key).__name__!r} object has no attribute 'sign': it is a public key"
            raise KeyUsageError(message)
        return self._sign_with(cryptography(), foreign, msg)

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        """Return whether `sig` is the key's signature of `msg`."""
        native = self._native_key(key)
        if native is not None and (row := self._row_of(native)) is not None:
            return native.verify(row, msg, sig)
        package, foreign = cryptography(), _foreign(key)
        try:
            return self._verify_with(package, foreign, msg, sig)
        except package.InvalidSignature:
            return False

    def _working_key(self, key: Any) -> Any:
        """Return the key natively where that can be: nothing foreign is built to sign or verify."""
        if self._is_customised():
            return self.prepare_key(key)
        native = _native.cached_key(self._key_type, key)
        if native is not None and self._row_of(native) is not None:
            self._check_curve(native)
            return native
        if type(key) not in {str, bytes}:
            return self.prepare_key(key)
        # The algorithms of a family share what is loaded; each has its own curve.
        loaded = loaded_once((self._key_type, key), lambda: self.prepare_key(key))
        self._check_curve(loaded)
        return loaded

    def _is_customised(self) -> bool:
        hooks = ("check_key_length", "prepare_key", "sign", "verify")
        return not _is_ours(type(self)) or any(
            hook in vars(self) or not _is_ours(getattr(type(self), hook)) for hook in hooks
        )

    def _native_key(self, key: Any) -> Key | None:
        return key if isinstance(key, Key) else _native.cached_key(self._key_type, key)

    def _is_of_family(self, key: Any) -> bool:
        if isinstance(key, Key):
            return key.key_type == self._key_type
        return isinstance(key, foreign_classes(self._class_names))

    def _check_object(self, key: Any) -> None:
        if not isinstance(key, Key) and not self._is_of_family(key):
            message = f"Expecting a PEM-formatted key.{hint_of_none(key)}"
            raise TypeError(message)
        self.check_crypto_key_type(key)

    def _check_curve(self, key: Any) -> None:
        """Refuse a key of another curve than the algorithm's."""

    def _read(self, text: bytes) -> Any:
        try:
            return handed_out(_native.load_key(self._key_type, text))
        except (PyJWTError, ValueError):
            package = cryptography()
            if package is None:
                raise
        try:
            key = self._load_with(package, text)
        except (ValueError, package.UnsupportedAlgorithm) as error:
            raise InvalidKeyEncodingError(*error.args) from error
        except TypeError as error:
            raise EncryptedKeyError(*error.args) from error
        self.check_crypto_key_type(key)
        return key

    @abstractmethod
    def _row_of(self, key: Key) -> str | None:
        """Return the name in the native table that signs as this does with `key`, or None."""

    @abstractmethod
    def _load_with(self, package: Any, text: bytes) -> Any:
        """Read a key with the loaders of `cryptography`, in PyJWT's order."""

    @abstractmethod
    def _sign_with(self, package: Any, key: Any, msg: bytes) -> bytes:
        """Sign with a key object that is not native."""

    @abstractmethod
    def _verify_with(self, package: Any, key: Any, msg: bytes, sig: bytes) -> bool:
        """Verify with a key object that is not native. May raise its InvalidSignature."""

    @classmethod
    def _to_jwk(cls, key: Any, as_dict: bool) -> JWKDict | str:
        if not isinstance(key, (Key, *foreign_classes(cls._class_names))):
            message = "Not a public or private key"
            raise InvalidKeyError(message)
        native = key if isinstance(key, Key) else _imported(key)
        jwk = cls._jwk_with(cryptography(), key) if native is None else native.jwk()
        return jwk if as_dict else json.dumps(jwk)

    @classmethod
    def _from_jwk(cls, jwk: str | JWKDict) -> Any:
        given = jwk_members(jwk)
        members = {name: _text(given[name]) for name in cls._octet_members if name in given}
        for name in ("kty", "crv"):
            if given.get(name) is not None:
                members[name] = str(given[name])
        if "oth" in given:
            # Only that it is there matters.
            members["oth"] = ""
        try:
            return handed_out(_native.key_from_jwk(cls._key_type, members))
        except MissingCryptographyError:
            package = cryptography()
            if package is None:
                raise
        return cls._from_jwk_with(package, given)

    @classmethod
    @abstractmethod
    def _jwk_with(cls, package: Any, key: Any) -> JWKDict:
        """Return the JWK of a key object that is not native."""

    @classmethod
    @abstractmethod
    def _from_jwk_with(cls, package: Any, members: JWKDict) -> Any:
        """Return the key object of a JWK that is not native."""


def _is_ours(thing: Any) -> bool:
    return str(thing.__module__).startswith(__package__)


def _foreign(key: Any) -> Any:
    if cryptography() is None:
        message = "This kind of key needs the extra ferrojwt[cryptography]."
        raise MissingCryptographyError(message)
    return handed_out(key) if isinstance(key, Key) else key


def _imported(key: Any) -> Key | None:
    der = exported(key)
    if der is None:
        return None
    try:
        return _native.key_from_der(*der)
    except MissingCryptographyError:
        return None


def _text(value: Any) -> str | None:
    """Return a member as text, or None, which is refused in its turn."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else None
