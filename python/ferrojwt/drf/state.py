"""The token backend that the project's settings describe."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ferrojwt import PyJWKClient

from .backends import ALLOWED_ALGORITHMS, TokenBackend
from .settings import api_settings, at_use, setting_at_use


class _Algorithm:
    def __get__(self, backend: object, owner: type | None = None) -> Any:
        algorithm = api_settings.ALGORITHM
        if algorithm not in ALLOWED_ALGORITHMS:
            allowed = ", ".join(sorted(ALLOWED_ALGORITHMS))
            raise ImproperlyConfigured(
                f"SIMPLE_JWT['ALGORITHM'] is {algorithm!r}. Set it to one of: {allowed}."
            )
        return algorithm


class _Leeway:
    def __get__(self, backend: object, owner: type | None = None) -> Any:
        leeway = api_settings.LEEWAY
        if leeway is not None and not isinstance(leeway, (int, float, timedelta)):
            raise ImproperlyConfigured(
                f"SIMPLE_JWT['LEEWAY'] is {leeway!r}. Set it to a number of seconds or a timedelta."
            )
        return leeway


def _configured_fallback_keys() -> Any:
    # They are the former values of SECRET_KEY, of no other secret.
    if api_settings.SIGNING_KEY == settings.SECRET_KEY:
        # An empty one, of a split environment variable, is no key.
        return [key for key in settings.SECRET_KEY_FALLBACKS if key]
    return ()


# One client a URL, since it holds the keys that it has fetched.
_jwks_client = lru_cache(maxsize=8)(PyJWKClient)


def _configured_jwks_client() -> Any:
    return _jwks_client(api_settings.JWK_URL) if api_settings.JWK_URL else None


class SettingsTokenBackend(TokenBackend):
    """A backend whose attributes are the ``SIMPLE_JWT`` settings, read at each call.

    An attribute that is assigned on the instance stands in for its setting until it is deleted.
    Wrong settings raise ImproperlyConfigured, so that they are not taken for bad tokens.
    """

    algorithm: Any = _Algorithm()
    signing_key = setting_at_use("SIGNING_KEY")
    verifying_key = setting_at_use("VERIFYING_KEY")
    fallback_keys = at_use(_configured_fallback_keys)
    audience = setting_at_use("AUDIENCE")
    issuer = setting_at_use("ISSUER")
    jwks_client = at_use(_configured_jwks_client)
    leeway: Any = _Leeway()
    json_encoder = setting_at_use("JSON_ENCODER")

    def __init__(self) -> None:
        # The base class would bind the settings of this moment.
        pass

    @property
    def _has_key_of_its_own(self) -> bool:
        # SECRET_KEY, which stands in for a missing SIGNING_KEY, is no private key.
        return bool(self.verifying_key) or "SIGNING_KEY" in api_settings.user_settings


token_backend: TokenBackend = SettingsTokenBackend()
