"""EdDSA signatures (RFC 8037 section 3.1, RFC 9864 section 2.2)."""

from typing import Any, Literal, overload

from ferrojwt._native import Key
from ferrojwt.exceptions import InvalidKeyError, KeyTextError
from ferrojwt.types import JWKDict
from ferrojwt.utils import base64url_decode, base64url_encode, force_bytes

from .asymmetric import AsymmetricAlgorithm
from .keys import foreign_classes

__all__ = ["OKPAlgorithm"]


class OKPAlgorithm(AsymmetricAlgorithm):
    """EdDSA with Ed25519 or Ed448.

    curve: "Ed25519" or "Ed448" to take no other; both unless given.
    """

    _key_type = "OKP"
    _class_names = ("Ed25519PrivateKey", "Ed25519PublicKey", "Ed448PrivateKey", "Ed448PublicKey")
    _octet_members = ("x", "d")

    def __init__(self, *, curve: str | None = None, **kwargs: Any) -> None:  # noqa: ARG002
        self._curve = curve

    def sign(self, msg: str | bytes, key: Any) -> bytes:
        """Return the signature of `msg`. Raises KeyUsageError for a public key."""
        return super().sign(force_bytes(msg), key)

    def verify(self, msg: str | bytes, key: Any, sig: str | bytes) -> bool:
        """Return whether `sig` is the key's signature of `msg`."""
        return super().verify(force_bytes(msg), key, force_bytes(sig))

    @overload
    @staticmethod
    def to_jwk(key_obj: Any, as_dict: Literal[True]) -> JWKDict: ...
    @overload
    @staticmethod
    def to_jwk(key_obj: Any, as_dict: Literal[False] = False) -> str: ...
    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> JWKDict | str:
        """Return a key object as a JWK (RFC 8037 section 2). Raises InvalidKeyError."""
        return OKPAlgorithm._to_jwk(key_obj, as_dict)

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> Any:
        """Return the key object of a JWK (RFC 8037 section 2). Raises InvalidKeyError."""
        return OKPAlgorithm._from_jwk(jwk)

    def _row_of(self, key: Key) -> str | None:  # noqa: ARG002
        # The native table has Ed25519 only.
        return "EdDSA"

    def _check_object(self, key: Any) -> None:
        self.check_crypto_key_type(key)

    def _check_curve(self, key: Any) -> None:
        if self._curve is None:
            return
        classes = foreign_classes((f"{self._curve}PrivateKey", f"{self._curve}PublicKey"))
        is_on_curve = key.curve == self._curve if isinstance(key, Key) else isinstance(key, classes)
        if not is_on_curve:
            message = f"The key's curve does not match the expected curve '{self._curve}'"
            raise InvalidKeyError(message)

    def _read(self, text: bytes) -> Any:
        try:
            text.decode()
        except UnicodeDecodeError as error:
            # Without the key itself, which the exception would show.
            raise KeyTextError(error.encoding, b"", error.start, error.end, error.reason) from None
        return super()._read(text)

    def _load_with(self, package: Any, text: bytes) -> Any:
        loaders = package.serialization
        if b"-----BEGIN PUBLIC" in text:
            return loaders.load_pem_public_key(text)
        if b"-----BEGIN PRIVATE" in text:
            return loaders.load_pem_private_key(text, password=None)
        if text.startswith(b"ssh-"):
            return loaders.load_ssh_public_key(text)
        message = "Not a public or private key"
        raise InvalidKeyError(message)

    def _sign_with(self, package: Any, key: Any, msg: bytes) -> bytes:  # noqa: ARG002
        return bytes(key.sign(msg))

    def _verify_with(self, package: Any, key: Any, msg: bytes, sig: bytes) -> bool:  # noqa: ARG002
        public = key.public_key() if hasattr(key, "public_key") else key
        public.verify(sig, msg)
        return True

    @classmethod
    def _jwk_with(cls, package: Any, key: Any) -> JWKDict:
        # Ed448, whose keys cryptography alone has.
        is_private = isinstance(key, package.ed448.Ed448PrivateKey)
        public = key.public_key() if is_private else key
        jwk = {"x": base64url_encode(public.public_bytes_raw()).decode()}
        if is_private:
            jwk["d"] = base64url_encode(key.private_bytes_raw()).decode()
        return {**jwk, "kty": "OKP", "crv": "Ed448"}

    @classmethod
    def _from_jwk_with(cls, package: Any, members: JWKDict) -> Any:
        ed448 = package.ed448
        x = base64url_decode(members["x"])
        try:
            if "d" not in members:
                return ed448.Ed448PublicKey.from_public_bytes(x)
            private = ed448.Ed448PrivateKey.from_private_bytes(base64url_decode(members["d"]))
        except ValueError as error:
            message = "Invalid key parameter"
            raise InvalidKeyError(message) from error
        if private.public_key().public_bytes_raw() != x:
            message = "Public key does not match private key"
            raise InvalidKeyError(message)
        return private
