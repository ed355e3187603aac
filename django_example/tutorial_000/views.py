"""The tutorial's views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import authenticate
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    permission_classes,
    throttle_classes,
)
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle

# The tutorial uses the class in its views without importing it.
from rest_framework_jwt.authentication import JSONWebTokenAuthentication

from tutorial_000.tokens import decode_token, encode_token

if TYPE_CHECKING:
    from rest_framework.request import Request


class LoginThrottle(AnonRateThrottle):
    """Slows guesses down, at the rate of the settings."""

    scope = "login"


class CredentialsSerializer(serializers.Serializer[None]):
    """A body that is no object, or has no texts in it, is answered with 400."""

    username = serializers.CharField()
    password = serializers.CharField(trim_whitespace=False)


@api_view(["POST"])
@authentication_classes([])
@permission_classes([AllowAny])
@throttle_classes([LoginThrottle])
def login(request: Request) -> Response:
    """Answer user name and password with a token."""
    serializer = CredentialsSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    user = authenticate(request, **serializer.validated_data)
    if user is None:
        return Response({"error": "Invalid credentials"}, status=status.HTTP_400_BAD_REQUEST)
    # `username` is the claim by which rest_framework_jwt finds the user.
    return Response({"token": encode_token({"id": user.pk, "username": user.get_username()})})


@api_view(["POST"])
@authentication_classes([JSONWebTokenAuthentication])
def refresh_token(request: Request) -> Response:
    """Answer a token that has not expired with one that lives longer.

    One that has expired authenticates nobody, so the view cannot be asked then, whatever the
    tutorial says: log in again, or use a pair of tokens as in tutorial_004.
    """
    # Not the header, split: a request without one would be an error 500.
    return Response({"token": encode_token(decode_token(request.auth))})


@api_view(["GET"])
@authentication_classes([JSONWebTokenAuthentication])
def protected_endpoint(request: Request) -> Response:
    """Answer who has a token; others never come here."""
    return Response({"message": "Access granted"})


class ClaimsViewSet(viewsets.ViewSet):
    """The tutorial's view set, which looks at the claims."""

    authentication_classes = (JSONWebTokenAuthentication,)

    def list(self, request: Request) -> Response:
        """Answer the claims of the request's token."""
        return Response(decode_token(request.auth))
