"""The exceptions of ferrojwt; names, hierarchy and texts are PyJWT's.

Imports nothing of ours: the native module raises these classes.
"""

import json

__all__ = [
    "DecodeError",
    "EncryptedKeyError",
    "ExpiredSignatureError",
    "ImmatureSignatureError",
    "InvalidAlgorithmError",
    "InvalidAudienceError",
    "InvalidIssuedAtError",
    "InvalidIssuerError",
    "InvalidJTIError",
    "InvalidKeyEncodingError",
    "InvalidKeyError",
    "InvalidOptionsError",
    "InvalidSignatureError",
    "InvalidSubjectError",
    "InvalidTokenError",
    "InvalidTokenTypeError",
    "JWKSEncodingError",
    "JWKSNestingError",
    "JWKSResponseError",
    "JWKSSyntaxError",
    "KeyTextError",
    "KeyUsageError",
    "MissingCryptographyError",
    "MissingMemberError",
    "MissingRequiredClaimError",
    "NoMembersError",
    "PyJWKClientConnectionError",
    "PyJWKClientError",
    "PyJWKError",
    "PyJWKSetError",
    "PyJWTError",
    "SecretTextError",
    "TokenEncodingError",
    "UnhashableAlgorithmError",
    "UnusableKeyAlgorithmError",
]


class PyJWTError(Exception):
    """Base of every exception here."""


class InvalidTokenError(PyJWTError):
    """A token was refused; the subclass says why."""


class DecodeError(InvalidTokenError):
    """A token is no well-formed JWS or JWT."""


class InvalidSignatureError(DecodeError):
    """The signature is not the key's for this header and payload."""


class ExpiredSignatureError(InvalidTokenError):
    """`exp` has passed (RFC 7519 section 4.1.4)."""


class InvalidAudienceError(InvalidTokenError):
    """`aud` names none of the expected audiences (RFC 7519 section 4.1.3)."""


class InvalidIssuerError(InvalidTokenError):
    """`iss` is not an expected issuer (RFC 7519 section 4.1.1)."""


class InvalidIssuedAtError(InvalidTokenError):
    """`iat` is no number (RFC 7519 section 4.1.6)."""


class ImmatureSignatureError(InvalidTokenError):
    """`nbf` or `iat` lies ahead (RFC 7519 sections 4.1.5 and 4.1.6)."""


class InvalidKeyError(PyJWTError):
    """A key does not suit its algorithm, or cannot be read."""


class InvalidAlgorithmError(InvalidTokenError):
    """The token's algorithm is unknown or not allowed (RFC 8725 section 3.1)."""


class MissingRequiredClaimError(InvalidTokenError):
    """A claim that has to be present is absent.

    claim: the claim's name.
    """

    def __init__(self, claim: str) -> None:
        super().__init__(claim)
        self.claim = claim

    def __str__(self) -> str:
        return f'Token is missing the "{self.claim}" claim'


class InvalidSubjectError(InvalidTokenError):
    """`sub` is no text or not the expected subject (RFC 7519 section 4.1.2)."""


class InvalidJTIError(InvalidTokenError):
    """`jti` is no text (RFC 7519 section 4.1.7)."""


class InvalidTokenTypeError(InvalidTokenError):
    """`token_type` is not the expected one: a refresh token where an access token belongs."""


class PyJWKError(PyJWTError):
    """A JWK cannot be used."""


class MissingCryptographyError(PyJWKError):
    """A key needs the extra `ferrojwt[cryptography]`, which is not installed."""


class PyJWKSetError(PyJWTError):
    """A JWK Set cannot be used."""


class PyJWKClientError(PyJWTError):
    """A JWKS endpoint gave no usable key."""


class PyJWKClientConnectionError(PyJWKClientError):
    """A JWKS endpoint could not be reached."""


# PyJWT lets the second class of each of these escape from its inside. They are caught by handlers
# of either, and carry the arguments of the exception they stand for, save tokens and keys.


class TokenEncodingError(DecodeError, UnicodeEncodeError):
    """A token given as text holds a lone surrogate."""


class UnhashableAlgorithmError(InvalidAlgorithmError, TypeError):
    """A token's `alg` is a list or an object."""


class InvalidOptionsError(PyJWTError, AttributeError, TypeError):
    """`options` is no mapping."""


class NoMembersError(InvalidKeyError, AttributeError):
    """The text of a JWK is JSON, but no object."""


class MissingMemberError(InvalidKeyError, KeyError):
    """A JWK lacks a member that its kind of key has (RFC 7518 section 6)."""

    def __str__(self) -> str:
        return f"The JWK has no {super().__str__()} member"


class UnusableKeyAlgorithmError(PyJWKError, NotImplementedError, TypeError):
    """A JWK's `alg` is a list or an object, or is "none", for which there are no keys."""


class JWKSResponseError(PyJWKClientError, ValueError):
    """A JWKS endpoint answered with something that is not JSON."""

    def __str__(self) -> str:
        return f"The JWKS endpoint did not return JSON: {super().__str__()}"


class JWKSSyntaxError(JWKSResponseError, json.JSONDecodeError):
    """The response is text, but not JSON."""


class JWKSEncodingError(JWKSResponseError, UnicodeDecodeError):
    """The response is not text."""


class JWKSNestingError(JWKSResponseError, RecursionError):
    """The response is nested too deeply."""


class InvalidKeyEncodingError(InvalidKeyError, ValueError):
    """The text or the numbers of a key are damaged."""


class SecretTextError(InvalidKeyError, UnicodeEncodeError):
    """A secret given as text holds a lone surrogate."""


class KeyTextError(InvalidKeyError, UnicodeDecodeError):
    """The bytes of a key that has to be text are not UTF-8."""


class EncryptedKeyError(InvalidKeyError, TypeError):
    """A private key is encrypted; decrypt it before it is passed."""


class KeyUsageError(InvalidKeyError, AttributeError):
    """A public key was to sign, or a private RSA key to verify."""
