"""ECDSA signatures (RFC 7518 section 3.4, RFC 8812 section 3.2)."""

from typing import Any, Literal, overload

from ferrojwt._native import Key
from ferrojwt.exceptions import InvalidKeyError
from ferrojwt.types import JWKDict
from ferrojwt.utils import der_to_raw_signature, raw_to_der_signature

from .hashed import HashedAlgorithm
from .keys import cryptography

__all__ = ["ECAlgorithm"]

_ROWS = {
    ("sha256", "secp256r1"): "ES256",
    ("sha256", "secp256k1"): "ES256K",
    ("sha384", "secp384r1"): "ES384",
    ("sha512", "secp521r1"): "ES512",
}


class ECAlgorithm(HashedAlgorithm):
    """ECDSA with a hash function and, usually, the one curve that goes with it.

    expected_curve: a curve class of `cryptography`, or its name as "secp256r1"; any curve unless
    given.
    """

    _key_type = "EC"
    _class_names = ("EllipticCurvePrivateKey", "EllipticCurvePublicKey")
    _octet_members = ("x", "y", "d")

    def __init__(self, hash_alg: Any, expected_curve: Any = None) -> None:
        super().__init__(hash_alg)
        self._expected_curve = expected_curve

    @property
    def expected_curve(self) -> Any:
        """The curve: a class of `cryptography`, or its name if that does not import."""
        package = cryptography()
        if package is None or not isinstance(self._expected_curve, str):
            return self._expected_curve
        return getattr(package.ec, self._expected_curve.upper())

    @overload
    @staticmethod
    def to_jwk(key_obj: Any, as_dict: Literal[True]) -> JWKDict: ...
    @overload
    @staticmethod
    def to_jwk(key_obj: Any, as_dict: Literal[False] = False) -> str: ...
    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> JWKDict | str:
        """Return a key object as a JWK (RFC 7518 section 6.2). Raises InvalidKeyError."""
        return ECAlgorithm._to_jwk(key_obj, as_dict)

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> Any:
        """Return the key object of a JWK (RFC 7518 section 6.2). Raises InvalidKeyError."""
        return ECAlgorithm._from_jwk(jwk)

    def _row_of(self, key: Key) -> str | None:
        return _ROWS.get((self._hash_name, str(key.curve)))

    def _check_curve(self, key: Any) -> None:
        expected = self._expected_curve
        if expected is None:
            return
        expected_name = expected if isinstance(expected, str) else expected.name
        name = key.curve if isinstance(key, Key) else key.curve.name
        if name != expected_name:
            message = (
                f"The key's curve '{name}' does not match the expected curve '{expected_name}' "
                "for this algorithm"
            )
            raise InvalidKeyError(message)

    def _load_with(self, package: Any, text: bytes) -> Any:
        loaders = package.serialization
        try:
            if text.startswith(b"ecdsa-sha2-"):
                return loaders.load_ssh_public_key(text)
            return loaders.load_pem_public_key(text)
        except ValueError:
            return loaders.load_pem_private_key(text, password=None)

    def _ecdsa(self, package: Any) -> Any:
        return package.ec.ECDSA(getattr(package.hashes, self._hash_name.upper())())

    def _sign_with(self, package: Any, key: Any, msg: bytes) -> bytes:
        return der_to_raw_signature(key.sign(msg, self._ecdsa(package)), key.curve)

    def _verify_with(self, package: Any, key: Any, msg: bytes, sig: bytes) -> bool:
        public = key.public_key() if hasattr(key, "public_key") else key
        try:
            der = raw_to_der_signature(sig, key.curve)
        except ValueError:
            return False
        public.verify(der, msg, self._ecdsa(package))
        return True

    @classmethod
    def _jwk_with(cls, package: Any, key: Any) -> JWKDict:  # noqa: ARG003
        message = f"Invalid curve: {key.curve}"
        raise InvalidKeyError(message)

    @classmethod
    def _from_jwk_with(cls, package: Any, members: JWKDict) -> Any:  # noqa: ARG003
        message = "Invalid curve"
        raise InvalidKeyError(message)
