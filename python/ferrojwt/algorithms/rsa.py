"""RSA signatures (RFC 7518 sections 3.3 and 3.5)."""

from typing import Any, ClassVar, Literal, overload

from ferrojwt._native import Key
from ferrojwt.exceptions import InvalidKeyEncodingError, InvalidKeyError, KeyUsageError
from ferrojwt.types import JWKDict
from ferrojwt.utils import from_base64url_uint, to_base64url_uint

from .hashed import HashedAlgorithm

__all__ = ["RSAAlgorithm", "RSAPSSAlgorithm"]


class RSAAlgorithm(HashedAlgorithm):
    """RSASSA-PKCS1-v1_5 with a hash function (RFC 7518 section 3.3)."""

    _key_type = "RSA"
    _class_names = ("RSAPrivateKey", "RSAPublicKey")
    _octet_members = ("n", "e", "d", "p", "q", "dp", "dq", "qi")
    _rows: ClassVar[dict[str, str]] = {"sha256": "RS256", "sha384": "RS384", "sha512": "RS512"}
    _MIN_KEY_SIZE: ClassVar[int] = 2048

    def check_key_length(self, key: Any) -> str | None:
        """Return what to warn of if the modulus is too short (RFC 7518 section 3.3)."""
        if key.key_size >= self._MIN_KEY_SIZE:
            return None
        return (
            f"The RSA key is {key.key_size} bits long, which is below the minimum recommended "
            f"size of {self._MIN_KEY_SIZE} bits. See NIST SP 800-131A."
        )

    @overload
    @staticmethod
    def to_jwk(key_obj: Any, as_dict: Literal[True]) -> JWKDict: ...
    @overload
    @staticmethod
    def to_jwk(key_obj: Any, as_dict: Literal[False] = False) -> str: ...
    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> JWKDict | str:
        """Return a key object as a JWK (RFC 7518 section 6.3). Raises InvalidKeyError."""
        return RSAAlgorithm._to_jwk(key_obj, as_dict)

    @staticmethod
    def from_jwk(jwk: str | JWKDict) -> Any:
        """Return the key object of a JWK (RFC 7518 section 6.3). Raises InvalidKeyError."""
        return RSAAlgorithm._from_jwk(jwk)

    def _row_of(self, key: Key) -> str | None:  # noqa: ARG002
        return self._rows.get(self._hash_name)

    def _read(self, text: bytes) -> Any:
        try:
            return super()._read(text)
        except InvalidKeyEncodingError as error:
            # PyJWT's text, whichever half it is.
            message = "Could not parse the provided public key."
            raise InvalidKeyError(message) from error

    def _load_with(self, package: Any, text: bytes) -> Any:
        loaders = package.serialization
        try:
            if text.startswith(b"ssh-rsa"):
                return loaders.load_ssh_public_key(text)
            return loaders.load_pem_private_key(text, password=None)
        except ValueError:
            try:
                return loaders.load_pem_public_key(text)
            except package.UnsupportedAlgorithm as error:
                raise InvalidKeyEncodingError(*error.args) from None

    def _padding(self, package: Any) -> Any:
        return package.padding.PKCS1v15()

    def _foreign_hash(self, package: Any) -> Any:
        return getattr(package.hashes, self._hash_name.upper())()

    def _sign_with(self, package: Any, key: Any, msg: bytes) -> bytes:
        return bytes(key.sign(msg, self._padding(package), self._foreign_hash(package)))

    def _verify_with(self, package: Any, key: Any, msg: bytes, sig: bytes) -> bool:
        if not hasattr(key, "verify"):
            message = f"{type(key).__name__!r} object has no attribute 'verify': it is private"
            raise KeyUsageError(message)
        key.verify(sig, msg, self._padding(package), self._foreign_hash(package))
        return True

    @classmethod
    def _jwk_with(cls, package: Any, key: Any) -> JWKDict:
        if isinstance(key, package.rsa.RSAPublicKey):
            public = key.public_numbers()
            return {"kty": "RSA", "key_ops": ["verify"], **_encoded(n=public.n, e=public.e)}
        private = key.private_numbers()
        public = private.public_numbers
        return {
            "kty": "RSA",
            "key_ops": ["sign"],
            **_encoded(
                n=public.n,
                e=public.e,
                d=private.d,
                p=private.p,
                q=private.q,
                dp=private.dmp1,
                dq=private.dmq1,
                qi=private.iqmp,
            ),
        }

    @classmethod
    def _from_jwk_with(cls, package: Any, members: JWKDict) -> Any:
        rsa = package.rsa

        def number(name: str) -> int:
            return from_base64url_uint(members[name])

        public = rsa.RSAPublicNumbers(number("e"), number("n"))
        if "d" not in members:
            return public.public_key()
        d = number("d")
        if "p" in members:
            p, q, dp, dq, qi = map(number, ("p", "q", "dp", "dq", "qi"))
        elif public.n.bit_length() > _LARGEST_COMPLETED:
            message = "A private RSA key of this size must have all of p, q, dp, dq and qi"
            raise InvalidKeyError(message)
        else:
            p, q = rsa.rsa_recover_prime_factors(public.n, public.e, d)
            dp, dq, qi = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
        return rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, public).private_key()


class RSAPSSAlgorithm(RSAAlgorithm):
    """RSASSA-PSS with a hash function (RFC 7518 section 3.5); the salt is as long as the hash."""

    _rows: ClassVar[dict[str, str]] = {"sha256": "PS256", "sha384": "PS384", "sha512": "PS512"}

    def _padding(self, package: Any) -> Any:
        chosen = self._foreign_hash(package)
        mask = package.padding.MGF1(chosen)
        return package.padding.PSS(mgf=mask, salt_length=chosen.digest_size)


# Bits. Beyond it, finding the factors of a modulus that has none takes minutes.
_LARGEST_COMPLETED = 8192


def _encoded(**numbers: int) -> dict[str, str]:
    return {name: to_base64url_uint(number).decode() for name, number in numbers.items()}
