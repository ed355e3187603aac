"""A project without Django REST framework, in one file: its settings, its URLs and its check."""

# ruff: noqa: E402, T201 - the settings come before what reads them; a program prints.

from __future__ import annotations

import sys
import time

# Whoever imports it from here on gets an ImportError.
sys.modules["rest_framework"] = None  # type: ignore[assignment]

import django
from django.conf import settings

KEY = "the-secret-key-of-a-plain-project-0123456789-0123456789"

settings.configure(
    SECRET_KEY=KEY,
    USE_TZ=True,
    ALLOWED_HOSTS=["testserver"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "ferrojwt.django"],
    MIDDLEWARE=["ferrojwt.django.middleware.JWTMiddleware"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.http import JsonResponse
from django.test import Client
from django.urls import path

import ferrojwt
from ferrojwt.django.decorators import jwt_required


def whoami(request):
    return JsonResponse({"name": request.user.get_username()})


urlpatterns = [path("whoami/", whoami), path("required/", jwt_required(whoami))]


def main() -> None:
    call_command("check", fail_level="WARNING", stdout=sys.stderr)
    call_command("migrate", verbosity=0)
    user = User.objects.create(username="alice")
    now = int(time.time())
    claims = {"token_type": "access", "exp": now + 60, "jti": "1", "user_id": str(user.pk)}
    token = ferrojwt.encode(claims, KEY)
    for page in ("/whoami/", "/required/"):
        for credentials in (token, "garbage"):
            response = Client().get(page, HTTP_AUTHORIZATION=f"Bearer {credentials}")
            print(page, response.status_code, response.json().get("name"))


if __name__ == "__main__":
    main()
