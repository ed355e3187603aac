"""Registration, and a view to try the access token on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework import status
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    permission_classes,
    throttle_classes,
)
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle

from tutorial_002.serializers import CustomUserSerializer

if TYPE_CHECKING:
    from rest_framework.request import Request


class RegisterThrottle(AnonRateThrottle):
    """Keeps a program from filling the database, at the rate of the settings."""

    scope = "register"


@api_view(["POST"])
# Nobody has a token before registering, and an expired one must not stop anybody.
@authentication_classes([])
@permission_classes([AllowAny])
@throttle_classes([RegisterThrottle])
def register(request: Request) -> Response:
    """Create a user."""
    serializer = CustomUserSerializer(data=request.data)
    if serializer.is_valid():
        serializer.save()
        return Response(status=status.HTTP_201_CREATED)
    return Response(serializer.errors, status=status.HTTP_400_BAD_REQUEST)


@api_view(["GET"])
def me(request: Request) -> Response:
    """Say who you are."""
    return Response({"email": request.user.email, "first_name": request.user.first_name})
