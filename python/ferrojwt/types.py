"""Types of arguments and results; the names are PyJWT's."""

from collections.abc import Callable
from typing import Any, TypedDict

__all__ = ["FullOptions", "HashlibHash", "JWKDict", "Options", "SigOptions"]

JWKDict = dict[str, Any]
"""A JSON Web Key (RFC 7517 section 4)."""

HashlibHash = Callable[..., Any]
"""A hash constructor such as `hashlib.sha256`."""


class SigOptions(TypedDict, total=False):
    """What a `PyJWS` checks.

    verify_signature: check the signature; True unless given.
    enforce_minimum_key_length: raise InvalidKeyError for a short key, where otherwise
    InsecureKeyLengthWarning is issued; False unless given.
    """

    verify_signature: bool
    enforce_minimum_key_length: bool


class Options(TypedDict, total=False):
    """What `decode` checks. A claim is checked if present; `require` makes it compulsory.

    verify_signature: check the signature; True unless given. When False, each verify_… below
    that is not given is False too.
    require: names of claims that must be present and not null; none unless given.
    verify_exp, verify_nbf, verify_iat: the dates, in seconds since the epoch (RFC 7519 sections
    4.1.4 to 4.1.6).
    verify_aud, verify_iss, verify_sub, verify_jti: the texts (RFC 7519 sections 4.1.1 to 4.1.3
    and 4.1.7).
    strict_aud: `aud` must be one text and equal to the expected one; False unless given.
    enforce_minimum_key_length: as in SigOptions.
    """

    verify_signature: bool
    require: list[str]
    strict_aud: bool
    verify_aud: bool
    verify_exp: bool
    verify_iat: bool
    verify_iss: bool
    verify_jti: bool
    verify_nbf: bool
    verify_sub: bool
    enforce_minimum_key_length: bool


class FullOptions(TypedDict):
    """`Options` with every key present."""

    verify_signature: bool
    require: list[str]
    strict_aud: bool
    verify_aud: bool
    verify_exp: bool
    verify_iat: bool
    verify_iss: bool
    verify_jti: bool
    verify_nbf: bool
    verify_sub: bool
    enforce_minimum_key_length: bool
