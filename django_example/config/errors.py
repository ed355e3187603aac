"""Error answers in JSON for requests that reach no view of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse

if TYPE_CHECKING:
    from django.http import HttpRequest


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    """Answer 400, for example to a Host header that ALLOWED_HOSTS does not list."""
    return JsonResponse({"detail": "Bad request."}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> JsonResponse:
    """Answer 403."""
    return JsonResponse({"detail": "Permission denied."}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    """Answer 404 to a URL that does not exist."""
    return JsonResponse({"detail": "Not found."}, status=404)


def server_error(request: HttpRequest) -> JsonResponse:
    """Answer 500; the traceback goes to the log only."""
    return JsonResponse({"detail": "Server error."}, status=500)
