"""Log-in, and a view for holders of a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.forms import AuthenticationForm
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from tutorial_001.middleware import public, unauthorized
from tutorial_001.tokens import generate_jwt

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
# No cookie is sent or set, so a forged form gains nothing.
@csrf_exempt
@require_POST
def log_in(request: HttpRequest) -> HttpResponse:
    """Answer user name and password, of a form, with a token."""
    form = AuthenticationForm(request, request.POST)
    if not form.is_valid():
        return unauthorized("Wrong user name or password.")
    return JsonResponse({"token": generate_jwt(form.get_user())})


@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """Say whose token it is, from its claims alone.

    No database is asked, as the tutorial wants it; so a user who is deleted keeps the token's
    rights until it expires.
    """
    return JsonResponse({"user": request.claims["user"], "expires": request.claims["exp"]})
