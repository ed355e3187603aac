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
    path("functions/token/", views.token_obtain_pair),
    path("functions/token/refresh/", views.token_refresh),
    path("functions/token/verify/", views.token_verify),
    path("whoami/", WhoAmIView.as_view()),
]
