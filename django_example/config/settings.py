"""Settings of the example project.

It runs without any configuration, and with DEBUG off. Four environment variables
change what a deployment needs to change:

DJANGO_SECRET_KEY      signs the tokens; at least 32 bytes
DJANGO_DEBUG           "1" switches Django's debug pages on
DJANGO_ALLOWED_HOSTS   host names, separated by commas
DJANGO_DATA_DIR        where the database and the generated secrets are kept
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from config.private_file import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DJANGO_DATA_DIR") or BASE_DIR / "var")

# There is no key in the source. Without the variable one is made on first use and kept
# in a file, because a new key at each start would log every user out.
SECRET_KEY = secret_key(DATA_DIR / "secret_key")

DEBUG = os.environ.get("DJANGO_DEBUG", "").lower() in {"1", "true", "yes", "on"}

ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("DJANGO_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
    if host.strip()
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    # Swagger UI's files, so that its page loads nothing from other sites.
    "drf_spectacular_sidecar",
    "ferrojwt.drf",
    # Logging out blacklists the refresh token.
    "ferrojwt.drf.token_blacklist",
    "accounts",
    "walkthrough",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Serves static files also where DEBUG is off, which Django itself does not.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Redirecting to the URL with a slash turns a POST into a GET; a 404 says what is wrong.
APPEND_SLASH = False

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STATIC_URL = "/static/"
# From where the apps have them: there is no build step, and no collectstatic.
WHITENOISE_USE_FINDERS = True

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "db.sqlite3",
        # Readers go on while one request writes, and writers queue up instead of
        # failing with "database is locked".
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["ferrojwt.drf.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": [
        "config.parsers.BoundedJSONParser",
        # The forms of the browsable API.
        "config.parsers.UTF8FormParser",
    ],
    "DEFAULT_RENDERER_CLASSES": [
        # First: a program that accepts anything gets JSON.
        "rest_framework.renderers.JSONRenderer",
        "config.renderers.PageRenderer",
    ],
    # For each client address; the token views have these scopes, and RegisterView its own. No
    # proxy stands in front, so what a client says of its address in X-Forwarded-For does not count.
    "NUM_PROXIES": 0,
    "DEFAULT_THROTTLE_RATES": {
        "token_obtain": "10/min",
        "token_refresh": "60/min",
        "token_verify": "120/min",
        "token_blacklist": "60/min",
        "register": "10/min",
    },
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": SECRET_KEY,
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
}

SPECTACULAR_SETTINGS = {
    "TITLE": "ferrojwt example",
    "DESCRIPTION": "Users register, log in and call with an access token.",
    "VERSION": "1.0.0",
    # What a request has and what its answer has are two things.
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_AUTHENTICATION": (),
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

# Django prints errors to the terminal only when DEBUG is on; here they are always shown.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "INFO"}},
}
