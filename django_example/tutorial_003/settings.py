"""Settings of tutorial 003: middleware, protected views, revocation, and its ten best practices.

DJANGO_SECRET_KEY_FALLBACKS   former keys, separated by commas, whose tokens still verify
DJANGO_HTTPS                  "1" where the site is served over HTTPS only

The other environment variables are those of ``config/settings.py``.
"""

from __future__ import annotations

import os

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

DATABASES = {"default": {**DATABASES["default"], "NAME": DATA_DIR / "tutorial_003.sqlite3"}}
SECRET_KEY = secret_key(DATA_DIR / "tutorial_003_secret_key")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "rest_framework",
    "ferrojwt.drf",
    # The refresh tokens that rotation replaces, and those of users who have logged out.
    "ferrojwt.drf.token_blacklist",
    "tutorial_003",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # The browsable API's style sheets, also where DEBUG is off.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # In place of the tutorial's own, which raises on a request without a token, log-in included,
    # and on a bad token even where a view needs none.
    "ferrojwt.django.middleware.JWTMiddleware",
]
ROOT_URLCONF = "tutorial_003.urls"
APPEND_SLASH = False
# The browsable API's.
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
# Where login_required sends a browser.
LOGIN_URL = "/api/login/"
# Django has a user model already; without this, both claim the same names.
AUTH_USER_MODEL = "tutorial_003.User"

# Revoked access tokens are kept in the cache: one that all processes share, and large enough not
# to drop entries, of which Django keeps 300 by default. `manage.py createcachetable` makes it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tutorial_003_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["ferrojwt.drf.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": [
        # First: with the browsable API alone, programs are answered with HTML.
        "rest_framework.renderers.JSONRenderer",
        "config.renderers.PageRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": [
        # Django REST framework's own answers deeply nested JSON with 500.
        "config.parsers.BoundedJSONParser",
        # The tutorial's client refreshes with a form.
        "config.parsers.UTF8FormParser",
    ],
    # Best practice 6. For each client address; the token views have these scopes, and
    # UserRegistrationView its own.
    "NUM_PROXIES": 0,
    "DEFAULT_THROTTLE_RATES": {
        "token_obtain": "10/min",
        "token_refresh": "60/min",
        "token_blacklist": "60/min",
        "register": "10/min",
    },
}

# A setting of its own: inside REST_FRAMEWORK, where the tutorial has it, simplejwt never reads it.
SIMPLE_JWT = {
    # Best practice 3.
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
    "ROTATE_REFRESH_TOKENS": True,
    # Rotation alone leaves the replaced token valid.
    "BLACKLIST_AFTER_ROTATION": True,
    # Best practice 4.
    "AUTH_TOKEN_CLASSES": ("tutorial_003.tokens.RevocableAccessToken",),
    # Best practice 8. Neither is checked unless it is set.
    "ISSUER": "https://tutorial-003.example.com",
    "AUDIENCE": "tutorial-003-api",
}

# Best practices 2 and 7. Tokens are signed with SECRET_KEY, which comes from the environment; put
# the former key here when you replace it, and take it out once its last token has expired.
SECRET_KEY_FALLBACKS = [
    key for key in os.environ.get("DJANGO_SECRET_KEY_FALLBACKS", "").split(",") if key
]

# Best practice 5. A development server speaks HTTP, so this is for `manage.py check --deploy` and
# for the server that needs it.
if os.environ.get("DJANGO_HTTPS") == "1":
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_COOKIE_SECURE = True
