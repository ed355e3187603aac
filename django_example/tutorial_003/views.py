"""The tutorial's views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from ferrojwt.django.decorators import jwt_required
from ferrojwt.django.revocation import revoke
from ferrojwt.drf.authentication import JWTAuthentication
from ferrojwt.drf.views import TokenBlacklistView, TokenObtainPairView
from rest_framework import status
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from tutorial_003 import second_factor
from tutorial_003.serializers import CodeSerializer, LoginSerializer, UserSerializer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from rest_framework.request import Request


@api_view(["GET"])
@permission_classes([AllowAny])
def api_root(request: Request) -> Response:
    """Say where to begin: the tutorial opens /api/ in a browser, where nothing would be."""
    return Response({name: reverse(name, request=request) for name in ("register", "login")})


class UserRegistrationView(APIView):
    """``POST``: create a user."""

    # Nobody has a token before registering; the project's default would answer 401.
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "register"

    def post(self, request: Request) -> Response:
        """Answer 201, or 400 with what is wrong."""
        serializer = UserSerializer(data=request.data)
        if serializer.is_valid():
            serializer.save()
            return Response(
                {"message": "User registered successfully."}, status=status.HTTP_201_CREATED
            )
        return Response(serializer.errors, status=status.HTTP_400_BAD_REQUEST)


class UserLoginView(TokenObtainPairView):
    """``POST``: user name, password and, where it is set up, a code, for a pair of tokens."""

    serializer_class = LoginSerializer


class LogoutView(TokenBlacklistView):
    """``POST``: end the refresh token of the body and the access token of the header."""

    authentication_classes = (JWTAuthentication,)
    permission_classes = (IsAuthenticated,)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer 200, or 401 where the refresh token is refused; the access token ends anyway."""
        revoke(request.auth)
        return super().post(request, *args, **kwargs)


class SecondFactorView(APIView):
    """``POST``: set an authenticator app up; ``PUT``: confirm it with its first code.

    A site with more to lose asks for the password again.
    """

    def post(self, request: Request) -> Response:
        """Answer 201 with the URI for the app, or 400 where there is an app already."""
        return Response({"uri": second_factor.start(request.user)}, status=status.HTTP_201_CREATED)

    def put(self, request: Request) -> Response:
        """Answer 200 where the code is right; log-in asks for one from now on."""
        if request.user.totp_is_confirmed:
            raise ValidationError({"detail": "An app is set up already."})
        serializer = CodeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        if not second_factor.confirm(request.user, serializer.validated_data["code"]):
            raise ValidationError({"code": ["The code is wrong."]})
        return Response({"message": "Log-in asks for a code from now on."})


# Plain Django views


@jwt_required
def protected_view(request: HttpRequest) -> HttpResponse:
    """Answer who has a token; others get a 401 in JSON, where login_required would redirect."""
    return JsonResponse({"message": f"Protected view, {request.user.get_username()}."})


@login_required
def account_page(request: HttpRequest) -> HttpResponse:
    """Answer whom the middleware has found; others are sent to LOGIN_URL."""
    return JsonResponse({"message": f"Account of {request.user.get_username()}."})


def unprotected_view(request: HttpRequest) -> HttpResponse:
    """Answer everybody: a plain view without a decorator needs no token.

    The tutorial's csrf_exempt has to do with forms and cookies, not with tokens.
    """
    return JsonResponse({"message": "Unprotected view."})


# A view of REST framework


@api_view(["GET"])
# The decorator works below api_view only: without that one, everybody is let in.
@authentication_classes([JWTAuthentication])
@permission_classes([IsAuthenticated])
def protected_api_view(request: Request) -> Response:
    """Answer who has a token."""
    return Response({"message": f"Protected API view, {request.user.get_username()}."})
