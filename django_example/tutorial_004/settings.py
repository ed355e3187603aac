"""Settings of tutorial 004: the quick guide with curl."""

from __future__ import annotations

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

DATABASES = {"default": {**DATABASES["default"], "NAME": DATA_DIR / "tutorial_004.sqlite3"}}
SECRET_KEY = secret_key(DATA_DIR / "tutorial_004_secret_key")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    # For the templates of the browsable API.
    "rest_framework",
    # For the messages in other languages.
    "ferrojwt.drf",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # The browsable API's style sheets, also where DEBUG is off.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Chooses the language by the Accept-Language header.
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "tutorial_004.urls"
# A POST to a URL without its slash cannot be redirected: Django raises, in debug mode, or the
# client comes back with a GET.
APPEND_SLASH = False
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
LANGUAGE_CODE = "en-us"
USE_I18N = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ("ferrojwt.drf.authentication.JWTAuthentication",),
    # Authentication keeps nobody out: a view that names no permissions would answer strangers.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": [
        # Django REST framework's own answers deeply nested JSON with 500.
        "config.parsers.BoundedJSONParser",
        # The browsable API's forms.
        "config.parsers.UTF8FormParser",
    ],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        # REST framework's browsable API, whatever text is sent to it.
        "config.renderers.PageRenderer",
    ],
    # For each client address. No proxy stands in front, so what a client says of its address in
    # X-Forwarded-For does not count.
    "NUM_PROXIES": 0,
    "DEFAULT_THROTTLE_RATES": {
        # Scopes of the token views.
        "token_obtain": "10/min",
        "token_refresh": "60/min",
        "token_verify": "120/min",
    },
}

SIMPLE_JWT = {
    # The guide says that a new password ends the tokens: this makes it true.
    "CHECK_REVOKE_TOKEN": True,
}
