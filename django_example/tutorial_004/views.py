"""A public view, a protected one, and one that asks no database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ferrojwt.drf.authentication import JWTStatelessUserAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response

if TYPE_CHECKING:
    from rest_framework.request import Request


@api_view(["GET"])
@permission_classes([AllowAny])
def public_view(request: Request) -> Response:
    """Greet everybody."""
    return Response({"message": "Hello from a public endpoint!"})


@api_view(["GET"])
@permission_classes([IsAuthenticated])
def protected_view(request: Request) -> Response:
    """Greet who sends an access token."""
    return Response({"message": f"Hello, {request.user.username}! You are authenticated."})


@api_view(["GET"])
# JWTAuthentication fetches the user, one query a request; this one believes the token, so it
# notices neither a deleted user nor a new password before the token expires.
@authentication_classes([JWTStatelessUserAuthentication])
@permission_classes([IsAuthenticated])
def stateless_view(request: Request) -> Response:
    """Say whose token it is, without the database query that the guide promises to save."""
    return Response({"user_id": request.user.id})
