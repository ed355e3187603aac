"""Settings of tutorial 000: djangorestframework-jwt, and PyJWT 1.x by hand, on today's Django."""

# ruff: noqa: E402 - What comes first decides what `import jwt` finds in everything after it.

from __future__ import annotations

import ferrojwt.compat

# `jwt` and `rest_framework_jwt` are ferrojwt from here on, and calls of the project's own code are
# served as PyJWT 1.x did. The packages that the tutorial installs work with no Django of today.
ferrojwt.compat.install(pyjwt1=True)

from datetime import timedelta

from config.private_file import secret_key
from config.settings import (
    ALLOWED_HOSTS,
    AUTH_PASSWORD_VALIDATORS,
    DATA_DIR,
    DATABASES,
    DEBUG,
    DEFAULT_AUTO_FIELD,
    LOGGING,
    TIME_ZONE,
    USE_TZ,
    WSGI_APPLICATION,
)

DATABASES = {"default": {**DATABASES["default"], "NAME": DATA_DIR / "tutorial_000.sqlite3"}}
SECRET_KEY = secret_key(DATA_DIR / "tutorial_000_secret_key")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework_jwt",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "tutorial_000.project_urls"
APPEND_SLASH = False

REST_FRAMEWORK = {
    # The tutorial's path; the class has always lived in rest_framework_jwt.authentication.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.JSONWebTokenAuthentication",
    ],
    # Without it, a view that does not ask who is there answers everybody.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    # Django REST framework's own answers deeply nested JSON with 500.
    "DEFAULT_PARSER_CLASSES": ["config.parsers.BoundedJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # For each client address. No proxy stands in front, so what a client says of its address in
    # X-Forwarded-For does not count.
    "NUM_PROXIES": 0,
    "DEFAULT_THROTTLE_RATES": {"login": "10/min"},
}

JWT_AUTH = {
    # In here: at the top level of the settings, where the tutorial has it, nothing reads it.
    "JWT_EXPIRATION_DELTA": timedelta(days=1),
}
