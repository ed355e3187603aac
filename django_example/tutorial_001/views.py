"""Log-in, and a view for holders of a token."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django.contrib.auth.forms import AuthenticationForm
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from rest_framework.throttling import SimpleRateThrottle

from tutorial_001.middleware import public, unauthorized
from tutorial_001.tokens import generate_jwt

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class LoginThrottle(SimpleRateThrottle):
    """Slows guesses down, at the rate of the settings."""

    scope = "login"

    def get_cache_key(self, request: HttpRequest, view: Any) -> str:
        """Return where the requests of this client address are counted."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


@public
# No cookie is sent or set, so a forged form gains nothing.
@csrf_exempt
@require_POST
def log_in(request: HttpRequest) -> HttpResponse:
    """Answer user name and password, of a form, with a token."""
    throttle = LoginThrottle()
    if not throttle.allow_request(request, None):
        return too_many_attempts(throttle.wait())
    form = AuthenticationForm(request, request.POST)
    if not form.is_valid():
        return unauthorized("Wrong user name or password.")
    return JsonResponse({"token": generate_jwt(form.get_user())})


def too_many_attempts(seconds: float | None) -> JsonResponse:
    """Return a 429 in the tutorial's form, which says when to try again."""
    return JsonResponse(
        {"status": "error", "message": "Too many attempts."},
        status=429,
        headers={"Retry-After": str(math.ceil(seconds or 0))},
    )


@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """Say whose token it is, from its claims alone.

    No database is asked, as the tutorial wants it; so a user who is deleted keeps the token's
    rights until it expires.
    """
    return JsonResponse({"user": request.claims["user"], "expires": request.claims["exp"]})
