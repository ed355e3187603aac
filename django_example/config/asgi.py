"""The ASGI entry point for servers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.core.asgi import get_asgi_application

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django_application = get_asgi_application()


async def application(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Hand the request to Django, without the parameters of its content type: see wsgi.py."""
    headers = [
        (name, value.partition(b";")[0] if name == b"content-type" else value)
        for name, value in scope.get("headers", ())
    ]
    await django_application({**scope, "headers": headers}, receive, send)
