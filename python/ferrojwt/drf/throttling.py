"""Rate limits of the token views."""

from __future__ import annotations

from typing import Any

from rest_framework.settings import api_settings as rest_settings
from rest_framework.throttling import ScopedRateThrottle

from .settings import at_use


class TokenRateThrottle(ScopedRateThrottle):
    """Limits a view by its ``throttle_scope``, for each client address.

    The rates are ``REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]``, read at each request.
    """

    THROTTLE_RATES: Any = at_use(lambda: rest_settings.DEFAULT_THROTTLE_RATES)


def scope_if_rated(scope: str) -> str | None:
    """Make a view's ``throttle_scope``: ``scope`` while it has a rate, None otherwise.

    A scope without rate is an error to DRF's ScopedRateThrottle, which a project may have among
    its default throttles.
    """
    return at_use(lambda: scope if rest_settings.DEFAULT_THROTTLE_RATES.get(scope) else None)
