"""URLs of the DRF tests: the token views and one protected view."""

from __future__ import annotations

from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView

from ferrojwt.drf import views


class WhoAmIView(APIView):
    """Answers with the id of the authenticated user."""

    def get(self, request):
        return Response({"id": request.user.pk})


urlpatterns = [
    path("token/", views.TokenObtainPairView.as_view()),
    path("token/refresh/", views.TokenRefreshView.as_view()),
    path("token/verify/", views.TokenVerifyView.as_view()),
    path("token/blacklist/", views.TokenBlacklistView.as_view()),
    path("token/sliding/", views.TokenObtainSlidingView.as_view()),
    path("token/sliding/refresh/", views.TokenRefreshSlidingView.as_view()),
    path("functions/token/", views.token_obtain_pair),
    path("functions/token/refresh/", views.token_refresh),
    path("functions/token/verify/", views.token_verify),
    path("functions/token/blacklist/", views.token_blacklist),
    path("functions/token/sliding/", views.token_obtain_sliding),
    path("functions/token/sliding/refresh/", views.token_refresh_sliding),
    path("whoami/", WhoAmIView.as_view()),
]
