"""Checks of what the project's URLs lead to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.urls import get_resolver

from . import rules
from .project import BLACKLIST_APP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.core.checks import CheckMessage
    from django.urls import URLPattern, URLResolver

# Its classes are looked for only where the project has imported it.
_VIEWS = "ferrojwt.drf.views"


def check_blacklist_view(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find a view that blacklists tokens where there is no blacklist: each request is a 500."""
    if apps.is_installed(BLACKLIST_APP):
        return
    try:
        routes = list(_routes(get_resolver().url_patterns))
    except (Exception, SystemExit):  # noqa: BLE001 - they may raise anything; Django says so
        return
    # Imported now, if the URLs lead there.
    blacklist_view = getattr(sys.modules.get(_VIEWS), "TokenBlacklistView", None)
    for route, view in routes:
        if blacklist_view is not None and blacklist_view in getattr(view, "__mro__", ()):
            yield rules.BLACKLIST_VIEW_WITHOUT_APP.broken(
                f"{view.__name__}, at {route!r}, needs the blacklist app: without it, each request "
                "raises ImproperlyConfigured.",
                f"Add {BLACKLIST_APP!r} to INSTALLED_APPS and run migrate.",
            )


def _routes(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, Any]]:
    """Yield each route, as it is written, with the class of its view; None for a function."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        nested = getattr(pattern, "url_patterns", None)
        if nested is not None:
            yield from _routes(nested, route)
        else:
            yield route, getattr(getattr(pattern, "callback", None), "view_class", None)
