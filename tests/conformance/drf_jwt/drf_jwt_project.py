"""The project that drf-jwt's suite takes for granted, which its source distribution lacks.

Settings and URLs in one module; the names of the URLs and what the views ask for are what the tests
go by.
"""

from django.urls import include, path

SECRET_KEY = "the-secret-key-of-the-conformance-tests-0123456789-0123456789"
USE_TZ = True
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = __name__
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework_jwt",
    "rest_framework_jwt.blacklist",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework_jwt.authentication.JSONWebTokenAuthentication",
        "rest_framework.authentication.BasicAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
JWT_AUTH: dict[str, object] = {}


def __getattr__(name):
    # Django asks for the URLs when the applications are there; the views need them.
    if name == "urlpatterns":
        return globals().setdefault(name, _urlpatterns())
    raise AttributeError(name)


def _urlpatterns():
    from rest_framework.permissions import IsAuthenticated
    from rest_framework.response import Response
    from rest_framework.routers import SimpleRouter
    from rest_framework.views import APIView
    from rest_framework_jwt import views
    from rest_framework_jwt.blacklist.permissions import IsNotBlacklisted
    from rest_framework_jwt.blacklist.views import BlacklistView
    from rest_framework_jwt.permissions import IsSuperUser

    class ProtectedView(APIView):
        def get(self, request):
            return Response({})

    router = SimpleRouter()
    router.register("blacklist", BlacklistView, basename="blacklist")
    not_blacklisted = ProtectedView.as_view(permission_classes=[IsAuthenticated, IsNotBlacklisted])
    return [
        path("auth/", views.obtain_jwt_token, name="auth"),
        path("auth/verify/", views.verify_jwt_token, name="auth-verify"),
        path("auth/refresh/", views.refresh_jwt_token, name="auth-refresh"),
        path("auth/impersonate/", views.impersonate_jwt_token, name="impersonate"),
        path("test/", ProtectedView.as_view(), name="test-view"),
        path(
            "superuser/",
            ProtectedView.as_view(permission_classes=[IsSuperUser]),
            name="superuser-test-view",
        ),
        path("blacklist-test/", not_blacklisted, name="blacklist-test-view"),
        path("", include(router.urls)),
    ]
