"""The URLs of these tests twice: under `ours/` ours, under `theirs/` those of simplejwt."""

from __future__ import annotations

from django.urls import include, path
from rest_framework_simplejwt import views as theirs
from rest_framework_simplejwt.authentication import JWTAuthentication

from tests.drf import urls as ours

urlpatterns = [
    path("ours/", include(ours)),
    path("theirs/token/", theirs.TokenObtainPairView.as_view()),
    path("theirs/token/refresh/", theirs.TokenRefreshView.as_view()),
    path("theirs/token/verify/", theirs.TokenVerifyView.as_view()),
    path("theirs/token/sliding/", theirs.TokenObtainSlidingView.as_view()),
    path("theirs/token/sliding/refresh/", theirs.TokenRefreshSlidingView.as_view()),
    path(
        "theirs/whoami/",
        ours.WhoAmIView.as_view(authentication_classes=[JWTAuthentication]),
    ),
]
