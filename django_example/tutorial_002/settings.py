"""Settings of tutorial 002: registration, log-in by e-mail address, rotation with a blacklist."""

from __future__ import annotations

# The tutorial's dict uses timedelta, and a settings module has only what it imports.
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

DATABASES = {"default": {**DATABASES["default"], "NAME": DATA_DIR / "tutorial_002.sqlite3"}}
SECRET_KEY = secret_key(DATA_DIR / "tutorial_002_secret_key")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "ferrojwt.drf",
    # Without it, BLACKLIST_AFTER_ROTATION has no effect: a refresh token that has been replaced
    # would stay valid for its ten days.
    "ferrojwt.drf.token_blacklist",
    "tutorial_002",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "tutorial_002.project_urls"
APPEND_SLASH = False
AUTH_USER_MODEL = "tutorial_002.CustomUser"

REST_FRAMEWORK = {
    # Closed unless a view says otherwise: under AllowAny, a view that is forgotten is open, and a
    # header of the wrong type is an anonymous request rather than a refused one.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ("ferrojwt.drf.authentication.JWTAuthentication",),
    # Django REST framework's own answers deeply nested JSON with 500.
    "DEFAULT_PARSER_CLASSES": ["config.parsers.BoundedJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # For each client address. No proxy stands in front, so what a client says of its address in
    # X-Forwarded-For does not count.
    "NUM_PROXIES": 0,
    "DEFAULT_THROTTLE_RATES": {
        # Scopes of the token views; the last one is this app's.
        "token_obtain": "10/min",
        "token_refresh": "60/min",
        "token_blacklist": "60/min",
        "register": "10/min",
    },
}

SIMPLE_JWT = {
    # The tutorial has 60 minutes for trying it out and advises about five.
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=10),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "ALGORITHM": "HS256",
    "SIGNING_KEY": SECRET_KEY,
    "VERIFYING_KEY": None,
    # So clients send "Authorization: JWT …", and "Bearer" is not accepted.
    "AUTH_HEADER_TYPES": ("JWT",),
    "USER_ID_FIELD": "id",
    "USER_ID_CLAIM": "user_id",
    "AUTH_TOKEN_CLASSES": ("ferrojwt.drf.tokens.AccessToken",),
    "TOKEN_TYPE_CLAIM": "token_type",
}
