"""The views of the tutorials, written anew with the names of ferrojwt."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.http import JsonResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response

import ferrojwt as jwt
from ferrojwt.django.decorators import jwt_required
from ferrojwt.drf.authentication import JWTAuthentication
from ferrojwt.drf.views import TokenObtainPairView, TokenRefreshView, TokenVerifyView


@api_view(["POST"])
@authentication_classes([])
@permission_classes([AllowAny])
def login_by_hand(request):
    """Tutorial 000: check the password, and sign claims of one's own."""
    user = authenticate(request, **request.data)
    if user is None:
        return Response({"error": "wrong credentials"}, status=400)
    return Response(
        {"token": jwt.encode({"id": user.pk, "username": user.username}, settings.SECRET_KEY)}
    )


@api_view(["GET"])
@authentication_classes([JWTAuthentication])
@permission_classes([AllowAny])
def decides_itself(request):
    """Tutorial 000: a view for everybody that looks at its user."""
    if request.user.is_authenticated:
        return Response({"granted": request.user.pk})
    return Response({"granted": None}, status=401)


class RegistrationSerializer(serializers.ModelSerializer):
    """Tutorial 002: a name, an address and a password that has to be strong."""

    password = serializers.CharField(write_only=True, validators=[validate_password])

    class Meta:
        model = User
        fields = ("username", "email", "password")

    def create(self, validated_data):
        return User.objects.create_user(**validated_data)


@api_view(["POST"])
@permission_classes([AllowAny])
def register(request):
    serializer = RegistrationSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    serializer.save()
    return Response(status=201)


@api_view(["GET"])
@permission_classes([AllowAny])
@login_required
def open_api(request):
    """Tutorial 003: DRF lets everybody in, `login_required` does not."""
    return Response({"id": request.user.pk})


@api_view(["GET"])
@login_required
def closed_api(request):
    """Tutorial 003: DRF turns away whoever has no token."""
    return Response({"id": request.user.pk})


@api_view(["GET"])
@permission_classes([AllowAny])
@jwt_required
def guarded_api(request):
    return Response({"id": request.user.pk})


@login_required
def plain(request):
    """Tutorial 003: a plain view behind `login_required`."""
    return JsonResponse({"id": request.user.pk})


@jwt_required
def guarded(request):
    return JsonResponse({"id": request.user.pk, "expires": request.auth["exp"]})


@api_view(["GET"])
@authentication_classes([SessionAuthentication, BasicAuthentication, JWTAuthentication])
@permission_classes([IsAuthenticated])
def three_ways(request):
    """Tutorial 003: DRF's own ways of logging in, and ours."""
    return Response({"id": request.user.pk})


@api_view(["GET"])
@permission_classes([AllowAny])
def public(request):
    """Tutorial 004."""
    return Response({"message": "Good day."})


@api_view(["GET"])
@permission_classes([IsAuthenticated])
def protected(request):
    """Tutorial 004."""
    return Response({"message": f"Good day, {request.user.username}."})


accounts = [
    path("register/", register, name="register"),
    path("token/", TokenObtainPairView.as_view(), name="token_obtain_pair"),
    path("token/refresh/", TokenRefreshView.as_view(), name="token_refresh"),
    path("token/verify/", TokenVerifyView.as_view(), name="token_verify"),
]

urlpatterns = [
    path("login/", login_by_hand),
    path("decides-itself/", decides_itself),
    path("accounts/", include((accounts, "accounts"))),
    path("open-api/", open_api),
    path("closed-api/", closed_api),
    path("guarded-api/", guarded_api),
    path("plain/", plain),
    path("guarded/", guarded),
    path("three-ways/", three_ways),
    path("public/", public),
    path("protected/", protected),
]
