"""The middleware that the tutorial advises and leaves to the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import ferrojwt as jwt
from django.http import JsonResponse

from tutorial_001.tokens import verify_jwt

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound="Callable[..., HttpResponse]")


def public(view: View) -> View:
    """Mark a view that needs no token."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class JWTMiddleware:
    """Answers 401 without a good token, unless the view is public; sets ``request.claims``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Look at the token once it is known which view is asked for."""
        # A public view is not disturbed by a token that has expired: log-in is one.
        if getattr(view, "is_public", False):
            return None
        # Three parts at most, whatever the header is; indexing into a split one raises.
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return unauthorized("Token is missing.")
        try:
            request.claims = verify_jwt(token.strip())
        except jwt.ExpiredSignatureError:
            return unauthorized("Token has expired.")
        except jwt.InvalidTokenError:
            return unauthorized("Token is invalid.")
        return None


def unauthorized(message: str) -> JsonResponse:
    """Return a 401 in the tutorial's form, which says how to authenticate (RFC 6750)."""
    return JsonResponse(
        {"status": "error", "message": message},
        status=401,
        headers={"WWW-Authenticate": "Bearer"},
    )
