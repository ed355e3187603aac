"""``@jwt_required``: plain views for holders of an access token only."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async

from .authentication import authenticate, not_provided, unauthorized, vary_on_header
from .exceptions import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

View = TypeVar("View", bound="Callable[..., Any]")


def jwt_required(view: View) -> View:
    """Let a view see requests with a good access token only; others are answered 401 with JSON.

    ``request.user`` is then the token's user and ``request.auth`` the token, as in Django REST
    framework.  The view may be a function or what ``as_view()`` returns, synchronous or not; for
    a class, ``@method_decorator(jwt_required, name="dispatch")``.  No middleware is needed.

    The view is exempt from CSRF protection: a browser sends no bearer token by itself.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if is_async:
            return _answer_async(view, request, args, kwargs)
        return _turned_away(request) or _varying(view(request, *args, **kwargs))

    is_async = _is_async(view)
    if is_async:
        markcoroutinefunction(guarded)
    guarded.csrf_exempt = True  # type: ignore[attr-defined]
    return cast("View", guarded)


async def _answer_async(
    view: Callable[..., Any], request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponseBase:
    refusal = await sync_to_async(_turned_away)(request)
    if refusal is not None:
        return refusal
    response = view(request, *args, **kwargs)
    return _varying(await response if inspect.isawaitable(response) else response)


def _turned_away(request: HttpRequest) -> HttpResponseBase | None:
    """Return the 401 for a request without good credentials; or set its user and return None."""
    try:
        credentials = authenticate(request)
    except Refused as refusal:
        return _varying(unauthorized(refusal))
    if credentials is None:
        return _varying(unauthorized(not_provided()))

    async def auser() -> Any:
        return credentials.user

    request.user = credentials.user  # type: ignore[assignment]
    request.auser = auser
    request.auth = credentials.token  # type: ignore[attr-defined]
    return None


def _varying(response: HttpResponseBase) -> HttpResponseBase:
    vary_on_header(response)
    return response


def _is_async(view: Any) -> bool:
    """Tell whether the view's result has to be awaited.

    `dispatch` of an asynchronous class is a plain function; `method_decorator` hands it over bound
    to the instance, below the class's other decorators.
    """
    if iscoroutinefunction(view):
        return True
    while view is not None:
        instance = getattr(getattr(view, "func", None), "__self__", None)
        if instance is not None:
            return bool(getattr(instance, "view_is_async", False))
        view = getattr(view, "__wrapped__", None)
    return False
