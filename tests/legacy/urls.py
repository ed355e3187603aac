"""URLs of the legacy tests."""

from django.urls import include, path
from rest_framework.authentication import BasicAuthentication
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from ferrojwt.legacy import views
from ferrojwt.legacy.authentication import JSONWebTokenAuthentication
from ferrojwt.legacy.blacklist.permissions import IsNotBlacklisted
from ferrojwt.legacy.blacklist.views import BlacklistView


class WhoAmIView(APIView):
    authentication_classes = (JSONWebTokenAuthentication,)
    permission_classes = (IsAuthenticated,)

    def get(self, request):
        return Response({"id": request.user.pk})


class GuardedView(APIView):
    """Looks at the blacklist, and not at whether the token is valid."""

    authentication_classes = ()
    permission_classes = (AllowAny, IsNotBlacklisted)

    def get(self, request):
        return Response({})


class LegacyBlacklistView(BlacklistView):
    authentication_classes = (JSONWebTokenAuthentication, BasicAuthentication)


router = SimpleRouter()
router.register("blacklist", LegacyBlacklistView, basename="blacklist")

urlpatterns = [
    path("api-token-auth/", views.obtain_jwt_token),
    path("api-token-verify/", views.verify_jwt_token),
    path("api-token-refresh/", views.refresh_jwt_token),
    path(
        "impersonate/",
        views.ImpersonateJSONWebTokenView.as_view(
            authentication_classes=[JSONWebTokenAuthentication]
        ),
    ),
    path("whoami/", WhoAmIView.as_view()),
    path("guarded/", GuardedView.as_view()),
    path("", include(router.urls)),
]
