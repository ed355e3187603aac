"""The algorithm objects that `PyJWS` keeps in its registry; the names are PyJWT's."""

from typing import Any, NoReturn, Union

from .base import Algorithm
from .ec import ECAlgorithm
from .hash_choice import HashChoice, HashlibChoice
from .keys import cryptography, foreign_classes
from .okp import OKPAlgorithm
from .rsa import RSAAlgorithm, RSAPSSAlgorithm
from .symmetric import HMACAlgorithm, NoneAlgorithm

__all__ = [
    "Algorithm",
    "ECAlgorithm",
    "HMACAlgorithm",
    "NoneAlgorithm",
    "OKPAlgorithm",
    "RSAAlgorithm",
    "RSAPSSAlgorithm",
    "get_default_algorithms",
    "has_crypto",
    "requires_cryptography",
]

has_crypto = True
"""Whether algorithms with key pairs are there: they always are."""

requires_cryptography = {
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES256K", "ES384", "ES512", "ES521", "EdDSA"),
}
"""The names for which PyJWT needs `cryptography`."""


def get_default_algorithms() -> dict[str, Algorithm]:
    """Return a new registry with every algorithm there is."""
    sha256, sha384, sha512 = (HashChoice(name) for name in ("sha256", "sha384", "sha512"))
    return {
        "none": NoneAlgorithm(),
        "HS256": HMACAlgorithm(HashlibChoice("sha256")),
        "HS384": HMACAlgorithm(HashlibChoice("sha384")),
        "HS512": HMACAlgorithm(HashlibChoice("sha512")),
        "RS256": RSAAlgorithm(sha256),
        "RS384": RSAAlgorithm(sha384),
        "RS512": RSAAlgorithm(sha512),
        "ES256": ECAlgorithm(sha256, "secp256r1"),
        "ES256K": ECAlgorithm(sha256, "secp256k1"),
        "ES384": ECAlgorithm(sha384, "secp384r1"),
        "ES512": ECAlgorithm(sha512, "secp521r1"),
        # PyJWT's older name of ES512.
        "ES521": ECAlgorithm(sha512, "secp521r1"),
        "PS256": RSAPSSAlgorithm(sha256),
        "PS384": RSAPSSAlgorithm(sha384),
        "PS512": RSAPSSAlgorithm(sha512),
        "EdDSA": OKPAlgorithm(),
        # RFC 9864 section 2.2.
        "Ed25519": OKPAlgorithm(curve="Ed25519"),
        "Ed448": OKPAlgorithm(curve="Ed448"),
    }


_PRIVATE = ("RSAPrivateKey", "EllipticCurvePrivateKey", "Ed25519PrivateKey", "Ed448PrivateKey")
_PUBLIC = ("RSAPublicKey", "EllipticCurvePublicKey", "Ed25519PublicKey", "Ed448PublicKey")
_UNIONS = {
    "AllowedRSAKeys": ("RSAPrivateKey", "RSAPublicKey"),
    "AllowedECKeys": ("EllipticCurvePrivateKey", "EllipticCurvePublicKey"),
    "AllowedOKPKeys": (_PRIVATE[2], _PUBLIC[2], _PRIVATE[3], _PUBLIC[3]),
    "AllowedKeys": _PRIVATE + _PUBLIC,
    "AllowedPrivateKeys": _PRIVATE,
    "AllowedPublicKeys": _PUBLIC,
}


def __getattr__(name: str) -> Any:
    """Return a type alias over cryptography's key classes, which are imported then."""
    if name not in _UNIONS:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    if cryptography() is None:
        return NoReturn
    return Union[foreign_classes(_UNIONS[name])]  # noqa: UP007
