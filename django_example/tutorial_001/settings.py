"""Settings of tutorial 001: tokens by hand, in plain Django views.

JWT_SECRET      signs the tokens; at least 32 bytes. Without it one is made and kept in a file.

The other environment variables are those of ``config/settings.py``.
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta

from config.private_file import read_or_create, secret_key
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

DATABASES = {"default": {**DATABASES["default"], "NAME": DATA_DIR / "tutorial_001.sqlite3"}}
SECRET_KEY = secret_key(DATA_DIR / "tutorial_001_secret_key")

INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tutorial_001.middleware.JWTMiddleware",
]
# REST framework's throttles count in the cache, for plain views too.
REST_FRAMEWORK = {
    # For each client address. No proxy stands in front, so what a client says of its address in
    # X-Forwarded-For does not count.
    "NUM_PROXIES": 0,
    "DEFAULT_THROTTLE_RATES": {"login": "10/min"},
}
ROOT_URLCONF = "tutorial_001.urls"

# Django loads no .env file, and without the variable the key would be None: so there is a second
# source, which also survives a restart.
JWT_SECRET = os.environ.get("JWT_SECRET") or read_or_create(
    DATA_DIR / "jwt_secret", lambda: secrets.token_hex(32)
)
# A text: {"tutorial_001"}, in braces, would be a set, which is no issuer.
JWT_ISSUER = "tutorial_001"
JWT_LIFETIME = timedelta(days=1)
