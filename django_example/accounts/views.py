"""Views of the accounts app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.generics import CreateAPIView
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from accounts.serializers import GreetingSerializer, RegisterSerializer, UserSerializer

if TYPE_CHECKING:
    from rest_framework.request import Request


class RegisterView(CreateAPIView):
    """``POST``: create a user. Anyone may."""

    # No authentication: an expired token in the header must not stop a newcomer.
    authentication_classes = ()
    permission_classes = (AllowAny,)
    serializer_class = RegisterSerializer
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "register"


class PublicView(APIView):
    """``GET``: a greeting for everyone, with or without a token."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(responses=GreetingSerializer)
    def get(self, request: Request) -> Response:
        """Greet."""
        return Response({"message": "Hello, everyone."})


class ProtectedView(APIView):
    """``GET``: who you are. Needs an access token, because the settings say so."""

    @extend_schema(responses=UserSerializer)
    def get(self, request: Request) -> Response:
        """Return the id and the e-mail address of the token's user."""
        return Response(UserSerializer(request.user).data)
