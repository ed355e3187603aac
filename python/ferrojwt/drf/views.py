"""The token endpoints: obtain, refresh, verify, blacklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from ferrojwt.django.renderers import none_writes_json

from .authentication import challenge
from .blacklist import app_is_installed
from .bodies import parsed_body, require_valid
from .exceptions import InvalidToken, LoginRefused, SpentTokenRefused, TokenError
from .integrations import load_integrations
from .refusals import logged_refusal_in_body
from .settings import api_settings, at_use, import_path
from .throttling import TokenRateThrottle, scope_if_rated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rest_framework.renderers import BaseRenderer
    from rest_framework.request import Request
    from rest_framework.serializers import BaseSerializer
    from rest_framework.throttling import BaseThrottle


class TokenViewBase(GenericAPIView[Any]):
    """Answers POST with what its serializer makes of the body; open to everybody.

    ``serializer_class`` wins over ``_serializer_class``, the dotted path that the settings give.
    ``www_authenticate_realm`` is the realm in the ``WWW-Authenticate`` header of a 401.
    ``throttle_scope`` names the entry of ``DEFAULT_THROTTLE_RATES`` that limits the view.
    ``renderer_classes`` are the project's, behind JSON where none of them writes it; those that a
    subclass sets stay as they are.
    """

    permission_classes = ()
    authentication_classes = ()
    # The browsable API looks here for the renderer whose output it shows, so that to override
    # get_renderers() would not do.
    renderer_classes: Sequence[type[BaseRenderer]] = at_use(
        lambda: _with_json(GenericAPIView.renderer_classes)
    )
    serializer_class: type[BaseSerializer[Any]] | None = None
    _serializer_class: str = ""
    www_authenticate_realm = "api"
    throttle_scope: str | None = None
    _refusal: Exception | None = None

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Return the serializer class; raises ImportError when its path leads nowhere."""
        if self.serializer_class is not None:
            return self.serializer_class
        try:
            serializer_class: type[BaseSerializer[Any]] = import_path(self._serializer_class)
        except ImportError as error:
            raise ImportError(f"Could not import serializer '{self._serializer_class}'") from error
        return serializer_class

    def get_throttles(self) -> list[BaseThrottle]:
        """Return the project's throttles, and the one for ``throttle_scope`` unless it is there."""
        throttles = super().get_throttles()
        is_there = any(
            isinstance(throttle, ScopedRateThrottle)
            and throttle.scope_attr == TokenRateThrottle.scope_attr
            for throttle in throttles
        )
        return throttles if is_there else [*throttles, TokenRateThrottle()]

    def get_authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - DRF's signature
        """Return the ``WWW-Authenticate`` challenge, without which DRF makes a 401 a 403."""
        return challenge(self.www_authenticate_realm, self._refusal)

    def handle_exception(self, exc: Exception) -> Response:
        """Answer an exception; what a refusal has recorded is kept under ``ATOMIC_REQUESTS``."""
        self._refusal = exc
        response = super().handle_exception(exc)
        if isinstance(exc, (LoginRefused, SpentTokenRefused)):
            # DRF has asked for a rollback, as for any error.  It would undo the blacklisting, and
            # the record of a failed login.
            _keep_records()
        return response

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Answer 200 with the serializer's result, or raise what DRF answers 400 or 401 for."""
        serializer = self.get_serializer(data=parsed_body(request))
        try:
            with logged_refusal_in_body(serializer):
                require_valid(serializer)
        except TokenError as error:
            raise InvalidToken(error.args[0]) from error
        return Response(serializer.validated_data, status=status.HTTP_200_OK)


class TokenObtainPairView(TokenViewBase):
    """Takes credentials and answers with a refresh token and an access token."""

    _serializer_class = at_use(lambda: api_settings.TOKEN_OBTAIN_SERIALIZER)
    throttle_scope = scope_if_rated("token_obtain")


class TokenRefreshView(TokenViewBase):
    """Takes a refresh token and answers with a new access token.

    With ``ROTATE_REFRESH_TOKENS`` the answer has a new refresh token too.
    """

    _serializer_class = at_use(lambda: api_settings.TOKEN_REFRESH_SERIALIZER)
    throttle_scope = scope_if_rated("token_refresh")

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer 200 with the new tokens; raises ImproperlyConfigured for want of the app."""
        if api_settings.ROTATE_REFRESH_TOKENS and api_settings.BLACKLIST_AFTER_ROTATION:
            _require_app("SIMPLE_JWT['BLACKLIST_AFTER_ROTATION']")
        return super().post(request, *args, **kwargs)


class TokenObtainSlidingView(TokenViewBase):
    """Takes credentials and answers with a sliding token."""

    _serializer_class = at_use(lambda: api_settings.SLIDING_TOKEN_OBTAIN_SERIALIZER)
    throttle_scope = scope_if_rated("token_obtain")


class TokenRefreshSlidingView(TokenViewBase):
    """Takes a sliding token and answers with the same one, with a later ``exp``."""

    _serializer_class = at_use(lambda: api_settings.SLIDING_TOKEN_REFRESH_SERIALIZER)
    throttle_scope = scope_if_rated("token_refresh")


class TokenVerifyView(TokenViewBase):
    """Takes a token and answers 200 when it is valid.

    It may be of any type, unless the body has a ``token_type``.
    """

    _serializer_class = at_use(lambda: api_settings.TOKEN_VERIFY_SERIALIZER)
    throttle_scope = scope_if_rated("token_verify")


class TokenBlacklistView(TokenViewBase):
    """Takes a refresh token and blacklists it."""

    _serializer_class = at_use(lambda: api_settings.TOKEN_BLACKLIST_SERIALIZER)
    throttle_scope = scope_if_rated("token_blacklist")

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer 200 with an empty body; raises ImproperlyConfigured for want of the app."""
        _require_app("TokenBlacklistView")
        return super().post(request, *args, **kwargs)


token_obtain_pair = TokenObtainPairView.as_view()
token_refresh = TokenRefreshView.as_view()
token_obtain_sliding = TokenObtainSlidingView.as_view()
token_refresh_sliding = TokenRefreshSlidingView.as_view()
token_verify = TokenVerifyView.as_view()
token_blacklist = TokenBlacklistView.as_view()


def _with_json(renderers: Sequence[type[BaseRenderer]]) -> Sequence[type[BaseRenderer]]:
    """Return the renderers, behind DRF's JSONRenderer where none of them writes JSON."""
    return [JSONRenderer, *renderers] if none_writes_json(renderers) else renderers


def _require_app(what: str) -> None:
    if not app_is_installed():
        raise ImproperlyConfigured(
            f"{what} has no effect: no token is ever blacklisted. Add "
            "'ferrojwt.drf.token_blacklist' to INSTALLED_APPS and run migrate."
        )


def _keep_records() -> None:
    for connection in connections.all(initialized_only=True):
        if connection.settings_dict["ATOMIC_REQUESTS"] and connection.in_atomic_block:
            connection.set_rollback(False)


load_integrations()
