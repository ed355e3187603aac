"""The token endpoints: obtain a pair, refresh, verify."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import status
from rest_framework.exceptions import ParseError
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from .authentication import challenge
from .exceptions import InvalidToken, TokenError
from .integrations import load_integrations
from .refusals import logged_refusal_in_body
from .settings import api_settings, at_use, import_path

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.serializers import BaseSerializer


class TokenViewBase(GenericAPIView[Any]):
    """Answers POST with what its serializer makes of the body; open to everybody.

    ``serializer_class`` wins over ``_serializer_class``, the dotted path that the settings give.
    ``www_authenticate_realm`` is the realm in the ``WWW-Authenticate`` header of a 401.
    """

    permission_classes = ()
    authentication_classes = ()
    serializer_class: type[BaseSerializer[Any]] | None = None
    _serializer_class: str = ""
    www_authenticate_realm = "api"

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        """Return the serializer class; raises ImportError when its path leads nowhere."""
        if self.serializer_class is not None:
            return self.serializer_class
        try:
            serializer_class: type[BaseSerializer[Any]] = import_path(self._serializer_class)
        except ImportError as error:
            raise ImportError(f"Could not import serializer '{self._serializer_class}'") from error
        return serializer_class

    def get_authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - DRF's signature
        """Return the ``WWW-Authenticate`` challenge, without which DRF makes a 401 a 403."""
        return challenge(self.www_authenticate_realm)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Answer 200 with the serializer's result, or raise what DRF answers 400 or 401 for."""
        serializer = self.get_serializer(data=_parsed_body(request))
        try:
            with logged_refusal_in_body(serializer):
                serializer.is_valid(raise_exception=True)
        except TokenError as error:
            raise InvalidToken(error.args[0]) from error
        return Response(serializer.validated_data, status=status.HTTP_200_OK)


class TokenObtainPairView(TokenViewBase):
    """Takes credentials and answers with a refresh token and an access token."""

    _serializer_class = at_use(lambda: api_settings.TOKEN_OBTAIN_SERIALIZER)


class TokenRefreshView(TokenViewBase):
    """Takes a refresh token and answers with a new access token."""

    _serializer_class = at_use(lambda: api_settings.TOKEN_REFRESH_SERIALIZER)


class TokenVerifyView(TokenViewBase):
    """Takes a token and answers 200 when it is valid, whatever its type."""

    _serializer_class = at_use(lambda: api_settings.TOKEN_VERIFY_SERIALIZER)


token_obtain_pair = TokenObtainPairView.as_view()
token_refresh = TokenRefreshView.as_view()
token_verify = TokenVerifyView.as_view()


def _parsed_body(request: Request) -> Any:
    try:
        return request.data
    except RecursionError as error:
        # DRF's JSON parser lets this one through, and a body nested deeply enough causes it.
        raise ParseError from error


load_integrations()
