"""The token views: obtain, verify, refresh, impersonate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from ferrojwt.drf.bodies import parsed_body, require_valid

from .authentication import JSONWebTokenAuthentication
from .compat import set_cookie_with_token
from .permissions import IsSuperUser
from .serializers import (
    ImpersonateAuthTokenSerializer,
    JSONWebTokenSerializer,
    RefreshAuthTokenSerializer,
    VerifyAuthTokenSerializer,
)
from .settings import api_settings, handler_named

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.serializers import BaseSerializer


class BaseJSONWebTokenAPIView(GenericAPIView[Any]):
    """Answers POST with the token that its serializer gives; open to everybody.

    With ``JWT_AUTH_COOKIE``, the token is set as a cookie too.
    """

    permission_classes = ()
    authentication_classes = ()
    serializer_class: type[BaseSerializer[Any]] | None = JSONWebTokenSerializer

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Answer 201 with what ``JWT_RESPONSE_PAYLOAD_HANDLER`` makes of the token, or 400."""
        issued = _validated(self, request)
        token = issued["token"]
        answer = JSONWebTokenAuthentication.jwt_create_response_payload(
            token, issued.get("user") or request.user, request, issued.get("issued_at")
        )
        response = Response(answer, status=status.HTTP_201_CREATED)
        if api_settings.JWT_AUTH_COOKIE:
            set_cookie_with_token(response, api_settings.JWT_AUTH_COOKIE, token)
        return response


class ObtainJSONWebTokenView(BaseJSONWebTokenAPIView):
    """Takes credentials and answers with a token."""

    serializer_class = JSONWebTokenSerializer


class VerifyJSONWebTokenView(BaseJSONWebTokenAPIView):
    """Takes a token and answers with it, when it is valid."""

    serializer_class = VerifyAuthTokenSerializer


class RefreshJSONWebTokenView(BaseJSONWebTokenAPIView):
    """Takes a valid token and answers with one that expires later.

    That goes on until ``JWT_REFRESH_EXPIRATION_DELTA`` has passed since the log-in.
    """

    serializer_class = RefreshAuthTokenSerializer


class ImpersonateJSONWebTokenView(GenericAPIView[Any]):
    """Takes the primary key of a user and answers with a token of that user; for superusers."""

    permission_classes = (IsSuperUser,)
    serializer_class = ImpersonateAuthTokenSerializer

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Answer 201 with the token, which ``JWT_IMPERSONATION_COOKIE`` gets as well, or 400."""
        token = _validated(self, request)["token"]
        response = Response({"token": token}, status=status.HTTP_201_CREATED)
        if api_settings.JWT_IMPERSONATION_COOKIE:
            set_cookie_with_token(response, api_settings.JWT_IMPERSONATION_COOKIE, token)
        return response


obtain_jwt_token = ObtainJSONWebTokenView.as_view()
verify_jwt_token = VerifyJSONWebTokenView.as_view()
refresh_jwt_token = RefreshJSONWebTokenView.as_view()
impersonate_jwt_token = ImpersonateJSONWebTokenView.as_view()

# Their names in djangorestframework-jwt.
JSONWebTokenAPIView = BaseJSONWebTokenAPIView
ObtainJSONWebToken = ObtainJSONWebTokenView
VerifyJSONWebToken = VerifyJSONWebTokenView
RefreshJSONWebToken = RefreshJSONWebTokenView


def __getattr__(name: str) -> Any:
    return handler_named(name, __name__)


def _validated(view: GenericAPIView[Any], request: Request) -> Any:
    serializer = view.get_serializer(data=parsed_body(request))
    require_valid(serializer)
    return serializer.validated_data
