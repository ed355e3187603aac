"""Which of the configured keys signs, and which may verify a token.

A setting holds one key, a list of keys, or a dict of keys by their ids (``kid``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

import ferrojwt as jwt

from .settings import api_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def algorithms() -> list[str]:
    """Return the names in ``JWT_ALGORITHM``: the first signs, all are accepted."""
    names = api_settings.JWT_ALGORITHM
    return list(names) if isinstance(names, (list, tuple)) else [names]


def is_secret(algorithm: str) -> bool:
    """Tell whether ``algorithm`` signs and verifies with one secret (RFC 7518 section 3.2)."""
    return algorithm.startswith("HS")


def signing_key(keys: Any) -> tuple[str | None, Any]:
    """Return the key id, if it has one, and the first of ``keys``.

    Raises ImproperlyConfigured when there is none.
    """
    kid = None
    if isinstance(keys, dict) and keys:
        kid, keys = next(iter(keys.items()))
    elif isinstance(keys, list) and keys:
        keys = keys[0]
    if keys is None or keys in ("", b"", [], {}):
        raise ImproperlyConfigured(f"There is no key to sign with. {_ADVICE}")
    return kid, keys


def verifying_keys(keys: Any, header: Mapping[str, Any]) -> list[Any]:
    """Return those of ``keys`` that may verify a token with ``header``.

    A token that names its key is verified with that key only.  Raises InvalidTokenError when there
    is no key of that name, or when it names none and ``JWT_INSIST_ON_KID`` asks for a name.
    """
    if isinstance(keys, dict):
        kid = header.get("kid")
        if kid:
            if kid not in keys:
                raise jwt.InvalidTokenError("The token names a key that there is not.")
            return [keys[kid]]
        if api_settings.JWT_INSIST_ON_KID:
            raise jwt.InvalidTokenError("The token does not name its key.")
        return list(keys.values())
    if isinstance(keys, list):
        return keys
    if keys is not None and keys is settings.SECRET_KEY:
        # A new SECRET_KEY logs nobody out.
        return [keys, *settings.SECRET_KEY_FALLBACKS]
    return [keys]


def first_success(
    decode: Callable[[Any], dict[str, Any]], keys: list[Any], refuse_unfit: bool
) -> dict[str, Any]:
    """Return ``decode(key)`` for the first of ``keys`` whose signature the token has.

    refuse_unfit: where no key is fit for the token's algorithm, whether that is the token's fault,
    which chose a key or an algorithm, and not that of the settings.

    Raises what ``decode`` raises; InvalidSignatureError when the token has no key's signature;
    InvalidAlgorithmError or ImproperlyConfigured when no key is fit.
    """
    refusal: Exception | None = None
    unfit: Exception | None = None
    for key in keys:
        try:
            return decode(key)
        except jwt.InvalidSignatureError as error:  # noqa: PERF203 - there are one or two keys
            refusal = error
        except (jwt.InvalidKeyError, TypeError) as error:
            unfit = error
    if refusal is not None:
        raise refusal
    raise _no_fit_key(unfit, refuse_unfit) from unfit


def unfit_to_sign(error: jwt.InvalidKeyError) -> ImproperlyConfigured:
    """Return the error that says that the first key cannot sign."""
    return ImproperlyConfigured(f"The key cannot be used. {_ADVICE} ({error})")


def _no_fit_key(unfit: Exception | None, refuse_unfit: bool) -> Exception:
    if refuse_unfit:
        return jwt.InvalidAlgorithmError("No key is fit for the token's algorithm.")
    return ImproperlyConfigured(f"No key can verify tokens. {_ADVICE} ({unfit})")


_ADVICE = (
    "For the HS algorithms, set JWT_AUTH['JWT_SECRET_KEY'] to a secret of at least 32 random bytes "
    "or remove it, so that settings.SECRET_KEY signs; for the others, set JWT_PRIVATE_KEY and "
    "JWT_PUBLIC_KEY to the two halves of a key pair."
)
