"""What the programs with Django share: settings, a database in memory, a user and a client."""

from __future__ import annotations

KEY = "the-secret-key-of-the-compat-tests-0123456789-0123456789-0123456789"
PASSWORD = "correct horse battery staple"


def start(*applications, **settings):
    """Set up a project with these applications and settings, and migrate its database."""
    import django
    from django.conf import settings as django_settings
    from django.core.management import call_command

    django_settings.configure(
        **{
            "SECRET_KEY": KEY,
            "USE_TZ": True,
            "ALLOWED_HOSTS": ["testserver"],
            "ROOT_URLCONF": "__main__",
            "INSTALLED_APPS": [
                "django.contrib.auth",
                "django.contrib.contenttypes",
                "django.contrib.sessions",
                "rest_framework",
                *applications,
            ],
            "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
            "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
            "TEMPLATES": [
                {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
            ],
            **settings,
        }
    )
    django.setup()
    call_command("migrate", verbosity=0)


def create_user(**fields):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_user(
        "alice", email="alice@example.com", password=PASSWORD, **fields
    )


def post(path, bearer=None, /, **body):
    """The status and the body of the answer."""
    return _answer("post", path, bearer, body)


def get(path, bearer=None, /):
    return _answer("get", path, bearer)


def _answer(method, path, bearer, *body):
    from rest_framework.test import APIClient

    credentials = {"HTTP_AUTHORIZATION": f"Bearer {bearer}"} if bearer else {}
    response = getattr(APIClient(), method)(path, *body, format="json", **credentials)
    is_json = response.headers.get("Content-Type", "").startswith("application/json")
    return response.status_code, response.json() if is_json else None


def protected_view():
    """A view that says whose the token is, with the default authentication classes."""
    from rest_framework import serializers
    from rest_framework.generics import GenericAPIView
    from rest_framework.permissions import IsAuthenticated
    from rest_framework.response import Response

    class WhoSerializer(serializers.Serializer):
        name = serializers.CharField(source="username")

    class WhoAmIView(GenericAPIView):
        """Answers with the name."""

        serializer_class = WhoSerializer
        permission_classes = (IsAuthenticated,)

        def get(self, request):
            return Response(self.get_serializer(request.user).data)

    return WhoAmIView.as_view()
