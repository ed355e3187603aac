"""``request.user`` for plain views, from the bearer token in the request's header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject

from .authentication import authenticate, bearer_token, unauthorized, vary_on_header
from .exceptions import Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest, HttpResponseBase


class JWTMiddleware:
    """Sets ``request.user`` and ``request.auser`` from the token of a request that carries one.

    The token is looked at when a view asks for the user.  If it is refused, the view ends there
    and the request is answered with 401 and a JSON body; a view that asks for no user is not
    disturbed.  A request without a token keeps the user that it has, of a session for example,
    and gets an anonymous one if it has none.

    List it after ``django.contrib.auth.middleware.AuthenticationMiddleware``, which would replace
    the user, and before whatever asks for one, such as ``LoginRequiredMiddleware``.
    """

    sync_capable = True
    async_capable = True

    process_view: Callable[..., Any]

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self._get_response = get_response
        self._is_async = iscoroutinefunction(get_response)
        self.process_view = _look_up_async if self._is_async else _look_up
        if self._is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer a request; called by Django."""
        if self._is_async:
            return self._answer_async(request)
        visitor = _attach(request)
        return _finish(visitor, self._get_response(request))

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        visitor = _attach(request)
        return _finish(visitor, await self._get_response(request))

    def process_exception(
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's signature
        exception: Exception,
    ) -> HttpResponseBase | None:
        """Answer 401 where a view has asked for the user of a bad token; called by Django."""
        return unauthorized(exception) if isinstance(exception, Refused) else None


class _Visitor:
    """The user of one request with a token, looked up once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._user: AbstractBaseUser | AnonymousUser | None = None
        self.refusal: Refused | None = None
        self.was_turned_away = False
        self.is_answered = False

    def look_up(self) -> None:
        """Find out who it is, unless that is known."""
        if self._user is not None or self.refusal is not None:
            return
        try:
            credentials = authenticate(self._request)
        except Refused as refusal:
            self.refusal = refusal
        else:
            self._user = AnonymousUser() if credentials is None else credentials.user

    def user(self) -> AbstractBaseUser | AnonymousUser:
        """Return the user; raises Refused while the request is being answered."""
        self.look_up()
        if self._user is not None:
            return self._user
        if self.refusal is None or self.is_answered:
            # Middleware further out, which may write the user's name into a log, say.
            return AnonymousUser()
        self.was_turned_away = True
        raise self.refusal

    async def auser(self) -> AbstractBaseUser | AnonymousUser:
        """As :meth:`user`, for asynchronous code."""
        await sync_to_async(self.look_up)()
        return self.user()


async def _anonymous() -> AnonymousUser:
    return AnonymousUser()


def _attach(request: HttpRequest) -> _Visitor | None:
    """Give the request its user; return the visitor of one that carries a token."""
    if not _has_credentials(request):
        if not hasattr(request, "user"):
            request.user = AnonymousUser()
            request.auser = _anonymous
        return None
    visitor = _Visitor(request)
    request.user = SimpleLazyObject(visitor.user)  # type: ignore[assignment]
    request.auser = visitor.auser  # type: ignore[assignment]
    request._ferrojwt_visitor = visitor  # type: ignore[attr-defined] # noqa: SLF001 - our own
    return visitor


def _has_credentials(request: HttpRequest) -> bool:
    try:
        return bearer_token(request) is not None
    except Refused:
        # A malformed header is refused like a bad token: once a view asks for the user.
        return True


def _look_up(request: HttpRequest, view: Any, *_arguments: Any) -> None:
    """Look the user of an asynchronous view up before it is called.

    The view could not wait for the database where it merely reads an attribute of the user.
    """
    visitor: _Visitor | None = getattr(request, "_ferrojwt_visitor", None)
    if visitor is not None and iscoroutinefunction(view):
        visitor.look_up()


async def _look_up_async(request: HttpRequest, view: Any, *_arguments: Any) -> None:
    visitor: _Visitor | None = getattr(request, "_ferrojwt_visitor", None)
    if visitor is not None and iscoroutinefunction(view):
        await sync_to_async(visitor.look_up)()


def _finish(visitor: _Visitor | None, response: HttpResponseBase) -> HttpResponseBase:
    if visitor is not None:
        visitor.is_answered = True
        # Raised outside the view, in middleware below this one, the refusal has become a 403.
        if visitor.was_turned_away and visitor.refusal and response.status_code == 403:  # noqa: PLR2004
            response = unauthorized(visitor.refusal)
    # A request without a token may be the one whose response a cache keeps.
    vary_on_header(response)
    return response
