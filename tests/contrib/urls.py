"""Every token view, and a view that wants a token."""

from __future__ import annotations

from django.urls import path
from rest_framework import serializers
from rest_framework.generics import RetrieveAPIView

from ferrojwt.drf import views


class MeSerializer(serializers.Serializer):
    """Who it is."""

    id = serializers.IntegerField()


class MeView(RetrieveAPIView):
    """Answers with the user."""

    serializer_class = MeSerializer


TOKEN_VIEWS = {
    f"/{name}/": getattr(views, name)
    for name in (
        "TokenObtainPairView",
        "TokenRefreshView",
        "TokenVerifyView",
        "TokenObtainSlidingView",
        "TokenRefreshSlidingView",
        "TokenBlacklistView",
    )
}

urlpatterns = [
    *(path(name[1:], view.as_view()) for name, view in TOKEN_VIEWS.items()),
    path("me/", MeView.as_view()),
]
