"""The token backend that the project's settings describe."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .backends import ALLOWED_ALGORITHMS, TokenBackend
from .settings import api_settings, at_use


def _configured_algorithm() -> Any:
    algorithm = api_settings.ALGORITHM
    if algorithm not in ALLOWED_ALGORITHMS:
        allowed = ", ".join(ALLOWED_ALGORITHMS)
        raise ImproperlyConfigured(
            f"SIMPLE_JWT['ALGORITHM'] is {algorithm!r}. Set it to one of: {allowed}."
        )
    return algorithm


def _configured_leeway() -> Any:
    leeway = api_settings.LEEWAY
    if leeway is not None and not isinstance(leeway, (int, float, timedelta)):
        raise ImproperlyConfigured(
            f"SIMPLE_JWT['LEEWAY'] is {leeway!r}. Set it to a number of seconds or a timedelta."
        )
    return leeway


class SettingsTokenBackend(TokenBackend):
    """A backend whose attributes are the ``SIMPLE_JWT`` settings, read at each call.

    An attribute that is assigned on the instance stands in for its setting until it is deleted.
    Wrong settings raise ImproperlyConfigured, so that they are not taken for bad tokens.
    """

    algorithm = at_use(_configured_algorithm)
    signing_key = at_use(lambda: api_settings.SIGNING_KEY)
    audience = at_use(lambda: api_settings.AUDIENCE)
    issuer = at_use(lambda: api_settings.ISSUER)
    leeway = at_use(_configured_leeway)
    json_encoder = at_use(lambda: api_settings.JSON_ENCODER)

    def __init__(self) -> None:
        # The base class would bind the settings of this moment.
        pass


token_backend: TokenBackend = SettingsTokenBackend()
