"""For each rule of the doctor a project that breaks it, and the same project put right."""

from __future__ import annotations

from dataclasses import dataclass

from tests.django.doctor.conftest import MANAGE

KEY = "0123456789abcdef" * 4


@dataclass(frozen=True)
class Mistake:
    """Files that break a rule, and the files that take their place when it is put right.

    fixed: None stands for a file that is gone.
    line: where the finding is expected, as the text of that line; None for a whole file.
    live: whether the settings have to be imported to see it.
    """

    broken: dict[str, str]
    fixed: dict[str, str | None]
    file: str
    line: str | None
    live: bool = False
    deploy: bool = False


def in_settings(broken, fixed, line, deploy=False, rest=None):
    """Return a mistake in the settings of a project that can be loaded."""
    rest = {"manage.py": MANAGE, "urls.py": "urlpatterns = []\n", **(rest or {})}
    return Mistake(
        {**rest, "settings.py": SETTINGS + broken},
        {**rest, "settings.py": SETTINGS + fixed},
        "settings.py",
        line,
        live=True,
        deploy=deploy,
    )


def in_code(broken, fixed, line, deploy=False):
    """Return a mistake that is seen without the settings."""
    return Mistake({"app.py": broken}, {"app.py": fixed}, "app.py", line, deploy=deploy)


SETTINGS = """
import os
from datetime import timedelta

SECRET_KEY = os.environ.get("UNSET") or "ab" * 40
ROOT_URLCONF = "urls"
USE_TZ = True
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"]
"""
AUTHENTICATION = "ferrojwt.drf.authentication.JWTAuthentication"
CLOSED = f"""
REST_FRAMEWORK = {{
    "DEFAULT_AUTHENTICATION_CLASSES": ["{AUTHENTICATION}"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}}
"""
OPEN = CLOSED.replace("IsAuthenticated", "AllowAny")
REDIS = """
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://localhost",
    }
}
"""
ENCODE = """
import jwt
from datetime import datetime, timedelta, timezone
from django.conf import settings

def make(user):
    claims = {"user_id": str(user.pk), "exp": datetime.now(timezone.utc) + timedelta(minutes=5)}
    return jwt.encode(claims, settings.JWT_SECRET, algorithm="HS256")
"""
DECODE = """
import jwt
from django.conf import settings
from django.http import JsonResponse

def read(token):
    return jwt.decode(token, settings.JWT_SECRET, algorithms=["HS256"])
"""
REVOKE = """
from django.core.cache import cache
from ferrojwt.drf.tokens import AccessToken

def revoke(raw_token):
    token = AccessToken(raw_token)
    cache.set(token["jti"], True, timeout=300)
"""
MIDDLEWARE = """
from ferrojwt.drf.authentication import JWTAuthentication
from rest_framework.exceptions import AuthenticationFailed

class TokenMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        auth = JWTAuthentication()
        try:
            found = auth.authenticate(request)
        except AuthenticationFailed:
            found = None
        request.user = found[0] if found else None
        return self.get_response(request)
"""
VIEW = """
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

@api_view(["GET"])
@permission_classes([IsAuthenticated])
def view(request):
    return Response({})
"""
API_VIEW = '@api_view(["GET"])\n'
REGISTER = """
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

class RegisterView(APIView):
    permission_classes = [AllowAny]
"""
URLS = """
from django.urls import path

urlpatterns = [
    path("x/", print),
]
"""
LITERAL = 'SIGNING_KEY": "' + KEY

MISTAKES = {
    "ferrojwt.D001": in_settings(
        "X = timedelt(days=1)\n", "X = timedelta(days=1)\n", "X = timedelt(days=1)"
    ),
    "ferrojwt.D002": in_settings(
        'INSTALLED_APPS += ["rest_framework_jwt_of_old"]\n', "", "INSTALLED_APPS = ["
    ),
    "ferrojwt.D003": in_code("def f(:\n", "def f(): pass\n", "def f(:"),
    "ferrojwt.D004": Mistake(
        {"jwt.py": "x = 1\n"}, {"jwt.py": None, "utils/jwt.py": "x = 1\n"}, "jwt.py", None
    ),
    "ferrojwt.D005": Mistake(
        {"requirements.txt": "django\ndjangorestframework-jwt==1.11.0\n"},
        {"requirements.txt": "django\n# djangorestframework-jwt\nferrojwt[django]\n"},
        "requirements.txt",
        "djangorestframework-jwt==1.11.0",
    ),
    "ferrojwt.D006": in_code(
        "def age():\n    return timedelta(days=1)\n",
        "from datetime import timedelta\ndef age():\n    return timedelta(days=1)\n",
        "    return timedelta(days=1)",
    ),
    "ferrojwt.D007": in_code(URLS.replace("path(", "...,\n    path("), URLS, "    ...,"),
    "ferrojwt.D008": Mistake(
        {
            "manage.py": MANAGE,
            "settings.py": SETTINGS,
            "urls.py": "import views\nurlpatterns = []\n",
            "views.py": "from nothing_of_that_name import x\n",
        },
        {"views.py": "x = 1\n"},
        "views.py",
        "from nothing_of_that_name",
        live=True,
    ),
    "ferrojwt.D009": in_settings(
        CLOSED.replace("ferrojwt.drf.", "nothing_of_that_name."),
        CLOSED,
        '    "DEFAULT_AUTHENTICATION_CLASSES"',
    ),
    "ferrojwt.D010": in_code(
        'AUTH = ["rest_framework.authentication.JSONWebTokenAuthentication"]\n',
        'AUTH = ["rest_framework_jwt.authentication.JSONWebTokenAuthentication"]\n',
        "AUTH = [",
    ),
    "ferrojwt.D011": in_settings(
        "JWT_EXPIRATION_DELTA = timedelta(days=1)\n",
        'JWT_AUTH = {"JWT_EXPIRATION_DELTA": timedelta(days=1)}\n',
        "JWT_EXPIRATION_DELTA = ",
    ),
    "ferrojwt.D012": in_settings(
        'JWT_SECRET = os.getenv("UNSET")\n',
        'JWT_SECRET = os.getenv("UNSET") or "cd" * 40\n',
        "JWT_SECRET = ",
        rest={"tokens.py": DECODE},
    ),
    "ferrojwt.D013": in_settings(
        OPEN + 'SIMPLE_JWT = {"AUTH_HEADER_TYPES": ("JWT",)}\n',
        OPEN + 'SIMPLE_JWT = {"AUTH_HEADER_TYPES": ("Bearer", "JWT")}\n',
        'SIMPLE_JWT = {"AUTH_HEADER_TYPES"',
    ),
    "ferrojwt.D014": in_settings(OPEN, CLOSED, '    "DEFAULT_PERMISSION_CLASSES"'),
    "ferrojwt.D015": Mistake(
        {
            "settings.py": SETTINGS,
            "accounts/models.py": (
                "from django.contrib.auth.models import AbstractUser\n"
                "class User(AbstractUser):\n    pass\n"
            ),
        },
        {"settings.py": SETTINGS + 'AUTH_USER_MODEL = "accounts.User"\n'},
        "accounts/models.py",
        "class User(AbstractUser):",
    ),
    "ferrojwt.D016": in_settings(
        'REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": '
        '["rest_framework.renderers.BrowsableAPIRenderer"]}\n',
        'REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer", '
        '"rest_framework.renderers.BrowsableAPIRenderer"]}\n',
        "REST_FRAMEWORK = ",
    ),
    "ferrojwt.D017": in_settings(
        CLOSED + 'INSTALLED_APPS.remove("rest_framework")\n', CLOSED, "INSTALLED_APPS = ["
    ),
    "ferrojwt.D018": in_settings(
        'SIMPLE_JWT = {"' + LITERAL + '"}\n',
        'SIMPLE_JWT = {"SIGNING_KEY": os.environ.get("UNSET", "ab" * 40)}\n',
        "SIMPLE_JWT = ",
    ),
    "ferrojwt.D019": in_settings(
        CLOSED,
        CLOSED + 'SIMPLE_JWT = {"SIGNING_KEY": "cd" * 40}\n',
        None,
        deploy=True,
    ),
    "ferrojwt.D020": in_settings(
        "SECURE_SSL_REDIRECT = False\n",
        "SECURE_SSL_REDIRECT = True\nSECURE_HSTS_SECONDS = 3600\n",
        "SECURE_SSL_REDIRECT = False",
        deploy=True,
    ),
    "ferrojwt.D021": in_settings(
        CLOSED + 'SIMPLE_JWT = {"ISSUER": "us"}\n',
        CLOSED + 'SIMPLE_JWT = {"ISSUER": "us", "AUDIENCE": "them"}\n',
        'SIMPLE_JWT = {"ISSUER"',
        deploy=True,
    ),
    "ferrojwt.D022": in_settings(
        'SIMPLE_JWT = {"LEEWAY": 0}\nSIMPLE_JWT = {"ALGORITHM": "HS512"}\n',
        'SIMPLE_JWT = {"LEEWAY": 0}\nSIMPLE_JWT = {**SIMPLE_JWT, "ALGORITHM": "HS512"}\n',
        'SIMPLE_JWT = {"ALGORITHM"',
    ),
    "ferrojwt.D030": in_code(
        ENCODE.replace('"exp"', '"until"'), ENCODE, "    return jwt.encode(claims"
    ),
    "ferrojwt.D031": in_code(
        ENCODE.replace('"HS256")', '"HS256").decode("utf-8")'),
        ENCODE,
        "    return jwt.encode(claims",
    ),
    "ferrojwt.D032": in_code(
        DECODE.replace(', algorithms=["HS256"]', ""), DECODE, "    return jwt.decode("
    ),
    "ferrojwt.D033": in_code(
        "import jwt\ntry:\n    jwt.decode('', 'k', ['HS256'])\nexcept:\n    print()\n",
        "import jwt\ntry:\n    jwt.decode('', 'k', ['HS256'])\nexcept jwt.InvalidTokenError:\n"
        "    print()\n",
        "except:",
    ),
    "ferrojwt.D034": in_code(
        ENCODE.replace("now(timezone.utc)", "utcnow()"), ENCODE, '    claims = {"user_id"'
    ),
    "ferrojwt.D035": in_code(
        """
import jwt
def read(token, key):
    try:
        claims = jwt.decode(token, key, algorithms=["HS256"])
    except jwt.DecodeError:
        pass
    return claims
""",
        """
import jwt
def read(token, key):
    try:
        claims = jwt.decode(token, key, algorithms=["HS256"])
    except jwt.DecodeError:
        claims = None
    return claims
""",
        "    except jwt.DecodeError:",
    ),
    "ferrojwt.D036": in_code(
        ENCODE.replace("str(user.pk)", "user"), ENCODE, '    claims = {"user_id": user'
    ),
    "ferrojwt.D037": in_code(
        ENCODE.replace('{"user_id"', '{"iss": {"us"}, "user_id"'),
        ENCODE.replace('{"user_id"', '{"iss": "us", "user_id"'),
        '    claims = {"iss": {"us"}',
    ),
    "ferrojwt.D038": Mistake(
        {"make.py": ENCODE.replace('{"user_id"', '{"iss": "us", "user_id"'), "read.py": DECODE},
        {"read.py": DECODE.replace("algorithms=", 'issuer="us", algorithms=')},
        "read.py",
        "    return jwt.decode(",
    ),
    "ferrojwt.D039": in_code(
        DECODE.replace("    return", "    try:\n        return")
        + "    except jwt.InvalidTokenError:\n        return JsonResponse({}, status=401)\n",
        DECODE.replace("    return", "    try:\n        return")
        + "    except jwt.InvalidTokenError:\n        raise\n",
        "        return JsonResponse(",
    ),
    "ferrojwt.D040": in_code(
        ENCODE.replace('{"user_id"', '{"email": user.email, "user_id"'),
        ENCODE,
        '    claims = {"email"',
    ),
    "ferrojwt.D050": in_code(
        "def view(request):\n    return request.META.get('HTTP_AUTHORIZATION', '').split()[1]\n",
        "def view(request):\n"
        "    return request.META.get('HTTP_AUTHORIZATION', '').partition(' ')[2]\n",
        "    return request.META.get(",
    ),
    "ferrojwt.D051": in_code(
        VIEW.replace('@api_view(["GET"])\n', "").replace(
            "def view", '@api_view(["GET"])\ndef view'
        ),
        VIEW,
        "def view(request):",
    ),
    "ferrojwt.D052": Mistake(
        {
            "manage.py": MANAGE,
            "urls.py": "urlpatterns = []\n",
            "settings.py": SETTINGS + CLOSED,
            "views.py": REGISTER.replace("permission_classes = [AllowAny]", "pass"),
        },
        {"views.py": REGISTER},
        "views.py",
        "class RegisterView(",
        live=True,
    ),
    "ferrojwt.D053": in_code(
        MIDDLEWARE.replace("found = auth", "user, _ = auth"),
        MIDDLEWARE,
        "            user, _ = auth.authenticate(request)",
    ),
    "ferrojwt.D054": in_code(
        MIDDLEWARE.replace("except AuthenticationFailed", "except KeyError"),
        MIDDLEWARE,
        "            found = auth.authenticate(request)",
    ),
    "ferrojwt.D055": in_code(
        "from django.contrib.auth.decorators import login_required\n"
        + VIEW.replace("@permission_classes([IsAuthenticated])", "@login_required")
        + "import jwt\n",
        VIEW + "import jwt\n",
        "def view(request):",
    ),
    "ferrojwt.D056": in_code(VIEW.replace(API_VIEW, ""), VIEW, "def view(request):"),
    "ferrojwt.D060": in_code(REVOKE.replace("True", "None"), REVOKE, "    cache.set("),
    "ferrojwt.D061": in_code(
        REVOKE.replace('token["jti"]', "raw_token"), REVOKE, "    cache.set(raw_token"
    ),
    # The module is not imported by the URLs, so that the system check does not see it.
    "ferrojwt.D062": Mistake(
        {
            "manage.py": MANAGE,
            "urls.py": "urlpatterns = []\n",
            "settings.py": SETTINGS + REDIS.replace("redis.RedisCache", "locmem.LocMemCache"),
            "revocation.py": REVOKE,
        },
        {"settings.py": SETTINGS + REDIS},
        "revocation.py",
        "    cache.set(",
        live=True,
    ),
    "ferrojwt.E005": in_settings(
        'SIMPLE_JWT = {"BLACKLIST_AFTER_ROTATION": True}\n',
        'INSTALLED_APPS += ["ferrojwt.drf.token_blacklist"]\n'
        'SIMPLE_JWT = {"BLACKLIST_AFTER_ROTATION": True}\n',
        'SIMPLE_JWT = {"BLACKLIST',
    ),
    "ferrojwt.W002": in_settings(
        'REST_FRAMEWORK = {"SIMPLE_JWT": {"ROTATE_REFRESH_TOKENS": False}}\n',
        'SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": False}\n',
        "REST_FRAMEWORK = ",
    ),
    "ferrojwt.W007": Mistake(
        {
            "manage.py": MANAGE,
            "urls.py": "import revocation\nurlpatterns = []\n",
            "settings.py": SETTINGS,
            "revocation.py": REVOKE,
        },
        {"settings.py": SETTINGS + REDIS},
        "revocation.py",
        None,
        live=True,
    ),
    "ferrojwt.W008": in_settings(
        'SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=60)}\n',
        'SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=5)}\n',
        'SIMPLE_JWT = {"ACCESS',
        deploy=True,
    ),
}
