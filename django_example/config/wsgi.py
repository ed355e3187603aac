"""The WSGI entry point for servers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django_application = get_wsgi_application()


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Hand the request to Django, without the parameters of its content type.

    JSON has none (RFC 8259 section 11). Django would decode the query string with whatever
    codec of Python a charset parameter names, and that fails before its error handling
    begins: "charset=zlib" would be a 500.
    """
    media_type = environ.get("CONTENT_TYPE", "").partition(";")[0]
    return django_application({**environ, "CONTENT_TYPE": media_type}, start_response)
