"""JSON Web Tokens on a Rust core; `import ferrojwt as jwt` gives PyJWT's names."""

from typing import TYPE_CHECKING, Any

from ._native import Key, __version__
from .algorithms.keys import clear_key_cache
from .api_jwk import PyJWK, PyJWKSet
from .api_jws import (
    PyJWS,
    get_algorithm_by_name,
    get_unverified_header,
    register_algorithm,
    unregister_algorithm,
)
from .api_jwt import PyJWT, decode, decode_complete, encode
from .exceptions import (
    DecodeError,
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAlgorithmError,
    InvalidAudienceError,
    InvalidIssuedAtError,
    InvalidIssuerError,
    InvalidKeyError,
    InvalidSignatureError,
    InvalidTokenError,
    InvalidTokenTypeError,
    MissingRequiredClaimError,
    PyJWKClientConnectionError,
    PyJWKClientError,
    PyJWKError,
    PyJWKSetError,
    PyJWTError,
)
from .pairs import TokenPair, decode_access, decode_refresh, encode_pair, refresh_pair
from .warnings import InsecureKeyLengthWarning

if TYPE_CHECKING:
    from .jwks_client import PyJWKClient

__all__ = [
    "DecodeError",
    "ExpiredSignatureError",
    "ImmatureSignatureError",
    "InsecureKeyLengthWarning",
    "InvalidAlgorithmError",
    "InvalidAudienceError",
    "InvalidIssuedAtError",
    "InvalidIssuerError",
    "InvalidKeyError",
    "InvalidSignatureError",
    "InvalidTokenError",
    "InvalidTokenTypeError",
    "Key",
    "MissingRequiredClaimError",
    "PyJWK",
    "PyJWKClient",
    "PyJWKClientConnectionError",
    "PyJWKClientError",
    "PyJWKError",
    "PyJWKSet",
    "PyJWKSetError",
    "PyJWS",
    "PyJWT",
    "PyJWTError",
    "TokenPair",
    "__version__",
    "clear_key_cache",
    "decode",
    "decode_access",
    "decode_complete",
    "decode_refresh",
    "encode",
    "encode_pair",
    "get_algorithm_by_name",
    "get_unverified_header",
    "refresh_pair",
    "register_algorithm",
    "unregister_algorithm",
]


def __getattr__(name: str) -> Any:
    """Import `PyJWKClient` when it is first asked for: it brings urllib with it."""
    if name != "PyJWKClient":
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from .jwks_client import PyJWKClient  # noqa: PLC0415

    return PyJWKClient
