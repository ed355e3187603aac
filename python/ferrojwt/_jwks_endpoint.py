"""What the clients of a JWKS endpoint have in common: everything but the network."""

import json
import math
from typing import Any
from urllib.parse import urlsplit

from .api_jwk import PyJWK, PyJWKSet
from .api_jwt import decode_complete
from .exceptions import (
    JWKSEncodingError,
    JWKSNestingError,
    JWKSResponseError,
    JWKSSyntaxError,
    PyJWKClientConnectionError,
    PyJWKClientError,
)
from .types import JWKDict

__all__ = [
    "RESPONSE_LIMIT",
    "check_cooldown",
    "check_lifespan",
    "check_size",
    "check_uri",
    "connection_error",
    "jwk_set_members",
    "match_kid",
    "parse_jwk_set",
    "parse_response",
    "signing_keys",
    "unknown_kid_error",
    "unverified_kid",
]

RESPONSE_LIMIT = 1024 * 1024
"""The most bytes a response may have. A set of a hundred RSA keys with certificates has a third."""


def check_uri(uri: str) -> None:
    """Raise PyJWKClientError unless the URI is an http or https one.

    A URI may come from outside, and HTTP libraries open files too.
    """
    scheme = urlsplit(uri).scheme.lower()
    if scheme not in ("http", "https"):
        message = f"Invalid JWKS URI scheme {scheme!r}: only 'http' and 'https' are supported."
        raise PyJWKClientError(message)


def check_lifespan(lifespan: float) -> None:
    """Raise PyJWKClientError unless the lifespan, in seconds, is positive."""
    if lifespan <= 0:
        message = f'Lifespan must be greater than 0, the input is "{lifespan}"'
        raise PyJWKClientError(message)


def check_cooldown(cooldown_duration: float) -> None:
    """Raise PyJWKClientError unless the cool-down, in seconds, is finite and not negative."""
    if cooldown_duration < 0:
        message = (
            "Cooldown duration must be greater than or equal to 0, "
            f'the input is "{cooldown_duration}"'
        )
        raise PyJWKClientError(message)
    if not math.isfinite(cooldown_duration):
        message = f'Cooldown duration must be finite, the input is "{cooldown_duration}"'
        raise PyJWKClientError(message)


def connection_error(reason: object) -> PyJWKClientConnectionError:
    """Return the error of a fetch that failed."""
    return PyJWKClientConnectionError(f'Fail to fetch data from the url, err: "{reason}"')


def check_size(size: int) -> None:
    """Raise PyJWKClientError if a response of that many bytes is too large."""
    if size > RESPONSE_LIMIT:
        message = f"The JWKS endpoint returned more than {RESPONSE_LIMIT} bytes"
        raise PyJWKClientError(message)


def parse_response(body: str | bytes | bytearray) -> JWKDict:
    """Return the members of the JSON object in a response.

    Raises JWKSResponseError if it is no JSON, PyJWKClientError if it is no object.
    """
    try:
        document = json.loads(body)
    except json.JSONDecodeError as error:
        raise JWKSSyntaxError(error.msg, error.doc, error.pos) from error
    except UnicodeDecodeError as error:
        raise JWKSEncodingError(*error.args) from error
    except RecursionError as error:
        raise JWKSNestingError(*error.args) from error
    except ValueError as error:
        # An integer with more digits than Python reads.
        raise JWKSResponseError(*error.args) from error
    members = jwk_set_members(document)
    keys = members.get("keys")
    return (
        {**members, "keys": [_public(key) for key in keys]} if isinstance(keys, list) else members
    )


def _public(key: Any) -> Any:
    """Return a member of a JWK Set without its private half, which signs nothing here.

    Completing a private key can take long, and whoever serves the set chooses its numbers.
    """
    if not isinstance(key, dict) or key.get("kty") == "oct":
        return key
    return {name: value for name, value in key.items() if name not in _PRIVATE_MEMBERS}


# RFC 7518 sections 6.2.2 and 6.3.2.
_PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "oth"}


def jwk_set_members(document: Any) -> JWKDict:
    """Return a document that is a JSON object. Raises PyJWKClientError if it is not."""
    if not isinstance(document, dict):
        message = "The JWKS endpoint did not return a JSON object"
        raise PyJWKClientError(message)
    return document


def parse_jwk_set(document: Any) -> PyJWKSet:
    """Return the JWK Set of what `fetch_data` returned, which may be one already.

    Raises PyJWKClientError if it is no JSON object, PyJWKSetError if it has no usable key.
    """
    if isinstance(document, PyJWKSet):
        return document
    return PyJWKSet.from_dict(jwk_set_members(document))


def signing_keys(jwk_set: PyJWKSet) -> list[PyJWK]:
    """Return the keys that have a key id and may sign. Raises PyJWKClientError if there is none."""
    keys = [key for key in jwk_set.keys if _may_sign(key)]
    if not keys:
        message = "The JWKS endpoint did not contain any signing keys"
        raise PyJWKClientError(message)
    return keys


def _may_sign(key: PyJWK) -> bool:
    # The endpoint chooses what `use` is; it need not be hashable.
    return bool(key.public_key_use in ("sig", None) and key.key_id)


def match_kid(keys: list[PyJWK], kid: str | None) -> PyJWK | None:
    """Return the first key of that key id, or None."""
    return next((key for key in keys if key.key_id == kid), None)


def unknown_kid_error(kid: str | None) -> PyJWKClientError:
    """Return the error of a key id that the JWK Set does not have."""
    return PyJWKClientError(f'Unable to find a signing key that matches: "{kid}"')


def unverified_kid(token: str | bytes) -> str | None:
    """Return the key id that a token names, verifying nothing.

    Raises InvalidTokenError if the token is malformed.
    """
    kid: str | None = decode_complete(token, options={"verify_signature": False})["header"].get(
        "kid"
    )
    return kid
