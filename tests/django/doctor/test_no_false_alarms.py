"""What is right is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ferrojwt.django.doctor import examine
from tests.django.doctor.conftest import MANAGE

EXAMPLE = Path(__file__).parents[3] / "django_example"

WELL_MADE = {
    "manage.py": MANAGE,
    "settings.py": """
import os
from datetime import timedelta

SECRET_KEY = os.environ["KEY"]
JWT_SIGNING_KEY = os.environ["KEY"] + "-of-tokens"
ROOT_URLCONF = "urls"
USE_TZ = True
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "ferrojwt.django",
    "ferrojwt.drf",
    "ferrojwt.drf.token_blacklist",
    "accounts",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ferrojwt.django.middleware.JWTMiddleware",
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["ferrojwt.drf.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
SIMPLE_JWT = {
    "SIGNING_KEY": JWT_SIGNING_KEY,
    "ISSUER": "https://api.example.com",
    "AUDIENCE": "example",
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
}
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 3600
SESSION_COOKIE_SECURE = True
""",
    "urls.py": """
from django.urls import include, path
from ferrojwt.drf.views import TokenObtainPairView, TokenRefreshView

urlpatterns = [
    path("api/token/", TokenObtainPairView.as_view(), name="token_obtain_pair"),
    path("api/token/refresh/", TokenRefreshView.as_view(), name="token_refresh"),
    path("accounts/", include("accounts.urls")),
]
""",
    "accounts/__init__.py": "",
    "accounts/models.py": """
from django.contrib.auth.models import AbstractUser

class User(AbstractUser):
    pass
""",
    "accounts/migrations/__init__.py": "",
    "accounts/urls.py": """
from django.urls import path
from . import views

urlpatterns = [path("register/", views.RegisterView.as_view()), path("me/", views.me)]
""",
    "accounts/views.py": """
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from ferrojwt.drf.tokens import RefreshToken


class RegisterView(APIView):
    permission_classes = [AllowAny]

    def post(self, request):
        return Response(status=201)


@api_view(["GET"])
@permission_classes([IsAuthenticated])
def me(request):
    return Response({"email": request.user.email})


def log_out(user):
    token = RefreshToken.for_user(user)
    token["role"] = "member"
    token.blacklist()
""",
    "accounts/utils/__init__.py": "",
    "accounts/utils/jwt.py": """
from datetime import datetime, timedelta, timezone

import ferrojwt as jwt
from django.conf import settings
from django.core.cache import cache

ISSUER = "https://api.example.com"


def make(user):
    claims = {"user_id": str(user.pk), "iss": ISSUER}
    claims["exp"] = datetime.now(timezone.utc) + timedelta(minutes=5)
    return jwt.encode(claims, settings.JWT_SIGNING_KEY, algorithm="HS256")


def read(token):
    return jwt.decode(token, settings.JWT_SIGNING_KEY, algorithms=["HS256"], issuer=ISSUER)


def revoke(token):
    cache.set(read(token)["jti"], True, timeout=300)
""",
}

# A file each, in which nothing is wrong that a rule is about.
RIGHT = {
    "claims from elsewhere": """
import jwt
def make(claims, key):
    return jwt.encode(claims, key)
""",
    "claims with more of them": """
import jwt
def make(more, key):
    return jwt.encode({"user_id": 1, **more}, key)
""",
    "claims that a function completes": """
import jwt
def make(key):
    claims = {"user_id": 1}
    with_times(claims)
    return jwt.encode(claims, key)
""",
    "exp that comes by update": """
import jwt
def make(key, then):
    claims = dict(user_id=1)
    claims.update({"exp": then})
    return jwt.encode(claims, key)
""",
    "bytes of an old version": """
import jwt
def make(claims, key):
    token = jwt.encode(claims, key)
    return token.decode() if isinstance(token, bytes) else token
""",
    "another package's jwt": """
from jose import jwt
def read(token, key):
    return jwt.decode(token, key)
""",
    "claims that are looked at without the key": """
import jwt
def peek(token):
    return jwt.decode(token, options={"verify_signature": False})
""",
    "an issuer that is compared by hand": """
import jwt
def make(key, then):
    return jwt.encode({"iss": "us", "exp": then}, key)
def read(token, key):
    claims = jwt.decode(token, key, algorithms=["HS256"])
    if claims["iss"] != "us":
        raise PermissionError
    return claims
""",
    "tokens of others, under a key of theirs": """
import jwt
def make(secret, then):
    return jwt.encode({"iss": "us", "exp": then}, secret)
def read(token, their_key):
    return jwt.decode(token, their_key, algorithms=["RS256"])
""",
    "the id of a user by its name": """
import jwt
def make(request, key, then):
    user = request.user.pk
    return jwt.encode({"user": user, "exp": then}, key)
""",
    "an id that says what it is": """
import jwt
def make(user: int, key, then):
    return jwt.encode({"user": user, "exp": then}, key)
""",
    "a view that reads a token and answers": """
import jwt
from django.http import JsonResponse
def view(request, key):
    try:
        claims = jwt.decode(request.GET["token"], key, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return JsonResponse({}, status=401)
    return JsonResponse({"user": claims["user_id"]})
""",
    "a public key": """
import jwt
def read(token):
    return jwt.decode(token, "-----BEGIN PUBLIC KEY-----...", algorithms=["RS256"])
""",
    "a header that is looked at first": """
def view(request):
    header = request.headers.get("Authorization", "")
    if not header.startswith("Bearer "):
        return None
    return header.split(" ")[1]
""",
    "a header whose error is caught": """
def view(request):
    try:
        return request.META["HTTP_AUTHORIZATION"].split()[1]
    except (KeyError, IndexError):
        return None
""",
    "Django's authenticate": """
from django.contrib.auth import authenticate
def log_in(request):
    user = authenticate(request, username="a", password="b")
    return user
""",
    "authenticate that may be None": """
def user_of(request, authentication):
    user, _ = authentication.authenticate(request) or (None, None)
    return user
""",
    "a policy on a method": """
from rest_framework.decorators import permission_classes
class View:
    @permission_classes([])
    def get(self, request):
        return None
""",
    "a policy below a decorator of the project's": """
from rest_framework.decorators import permission_classes
from accounts.decorators import endpoint
@endpoint
@permission_classes([])
def view(request):
    return None
""",
    "JSON for pages with a session": """
import jwt
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
def log_in(request, user):
    login(request, user)
@login_required
def view(request):
    return JsonResponse({})
""",
    "a token of another kind in the cache": """
import jwt
from django.core.cache import cache
def remember(token_count):
    cache.set("token_count", token_count)
def forget(key):
    cache.set(key, None)
""",
    "a digest of a token": """
import hashlib
import jwt
from django.core.cache import cache
def revoke(token):
    cache.set(hashlib.sha256(token.encode()).hexdigest(), True, timeout=300)
""",
    "names that are bound in other ways": """
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from accounts.models import User
def f(settings, *, path):
    for status in path:
        print(settings, status)
    def g() -> User: ...
    with open(path) as jwt:
        return jwt
def later(user: timedelta) -> datetime: ...
""",
    "names from a star": """
from os.path import *
print(os)
""",
    "a name that may be missing": """
try:
    jwt
except NameError:
    pass
""",
    "a bare except that tells": """
import jwt, logging
def read(token, key):
    try:
        return jwt.decode(token, key, algorithms=["HS256"])
    except:
        logging.exception("no token")
        raise
""",
    "claims that are bound before": """
import jwt
def read(token, key):
    claims = None
    try:
        claims = jwt.decode(token, key, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        pass
    return claims
""",
    "an e-mail address that is no claim": """
import jwt
def view(user, token):
    answer = {"email": user.email}
    answer["email"] = user.email
    return answer
""",
    "an abstract user": """
from django.contrib.auth.models import AbstractUser
class Base(AbstractUser):
    class Meta:
        abstract = True
""",
}


SOUND_PINS = [
    ("requirements.txt", line)
    for line in (
        "PyJWT",
        "PyJWT>=1.7",
        "PyJWT>=1.7,<3",
        "PyJWT>1.7,!=2.3.0",
        "PyJWT==2.*",
        "PyJWT==2.4.0",
        "PyJWT~=2.0",
        "PyJWT<=2.4",
        "PyJWT[crypto]==2.10.1",
        "PyJWT<2; python_version < '3.7'",
        "# PyJWT<2",
        "django  # with PyJWT<2",
        "django-pyjwt==1.7.1",
        "pyjwt-extras==1.0",
        "PyJWT @ https://example.com/pyjwt-1.7.1.zip",
    )
] + [
    ("pyproject.toml", line)
    for line in (
        'dependencies = ["pyjwt", "django==1.11"]',
        'dependencies = ["pyjwt>=2.4", "django<2"]',
        'pyjwt = "^2.3"',
        'pyjwt = "*"',
        'pyjwt = "^1.7 || ^2.8"',
        'pyjwt = {version = ">=2", extras = ["crypto"]}',
        'pyjwt = {version = "^1.7", python = "<3.7"}',
    )
]


def test_well_made_project_has_no_findings_when_deployed(write, run):
    write(WELL_MADE)
    key = "0123456789" * 8
    result = run("doctor", "--deploy", "--json", KEY=key)
    assert (result.report["findings"], result.status) == ([], 0)


def test_example_has_no_findings(tmp_path, run):
    shutil.copytree(EXAMPLE, tmp_path / "example", ignore=shutil.ignore_patterns("var"))
    result = run("doctor", "--json", "example")
    assert (result.report["findings"], result.status) == ([], 0)
    assert result.report["files"] > 0


# What the settings of `other` make right, and those of the examined project would not.
OTHER_PROJECT = {
    "settings.py": "USE_TZ = True\n",
    "other/settings.py": "ROOT_URLCONF = 'other.urls'\nAUTH_USER_MODEL = 'other.User'\n",
    "other/models.py": (
        "from django.contrib.auth.models import AbstractUser\nclass User(AbstractUser): pass\n"
    ),
}


def test_project_with_settings_of_its_own_is_left_alone(write):
    root = write(OTHER_PROJECT)
    report = examine(root, sources_only=True, settings_module="settings")
    assert report.findings == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"settings.py": "INSTALLED_APPS = ['other']\n"}, id="installed"),
        pytest.param({"app.py": "from other.models import User\n"}, id="imported"),
        pytest.param({"settings.py": "from other.settings import *\n"}, id="taken over"),
        pytest.param({"other/settings.py": "PAGE_SIZE = 10\n"}, id="without URLs"),
    ],
)
def test_package_that_the_project_uses_is_examined(write, change):
    root = write({**OTHER_PROJECT, **change})
    report = examine(root, sources_only=True, settings_module="settings")
    read = {"settings.py", "other/settings.py", "other/models.py", *change}
    assert report.files == len(read)


@pytest.mark.parametrize("name", RIGHT)
def test_nothing_is_found_in(name, write):
    root = write({"app.py": RIGHT[name], "settings.py": "USE_TZ = True\n"})
    report = examine(root, sources_only=True, settings_module="settings", deploy=True)
    assert [(each.id, each.message) for each in report.findings] == []


def test_setting_that_the_project_reads_is_its_own(write):
    root = write(
        {
            "settings.py": "JWT_EXPIRATION_DELTA = 300\n",
            "app.py": "from django.conf import settings\nx = settings.JWT_EXPIRATION_DELTA\n",
        }
    )
    assert examine(root, sources_only=True, settings_module="settings").findings == []


@pytest.mark.parametrize(
    "settings",
    [
        "SIMPLE_JWT = {'LEEWAY': 0}\nSIMPLE_JWT = {**SIMPLE_JWT, 'ALGORITHM': 'HS512'}\n",
        "SIMPLE_JWT = {'LEEWAY': 0}\nif x:\n    SIMPLE_JWT = {'LEEWAY': 1}\n",
        "if x:\n    SIMPLE_JWT = {'LEEWAY': 0}\nelse:\n    SIMPLE_JWT = {'LEEWAY': 1}\n",
        "SIMPLE_JWT = {}\nSIMPLE_JWT = {'LEEWAY': 1}\n",
        "SIMPLE_JWT = {'LEEWAY': 0}\nOLD = SIMPLE_JWT\nSIMPLE_JWT = {'LEEWAY': 1}\n",
    ],
)
def test_settings_that_lose_nothing_are_left_alone(settings, write):
    root = write({"settings.py": settings})
    assert examine(root, sources_only=True, settings_module="settings").findings == []


@pytest.mark.parametrize(("file", "line"), SOUND_PINS)
def test_requirement_that_a_sound_pyjwt_meets_is_left_alone(file, line, write):
    assert examine(write({file: f"{line}\n"}), sources_only=True).findings == []


def test_settings_that_are_put_together_from_files_share_their_names(write):
    split = "from split_settings.tools import include\ninclude('parts/*.py')\n"
    root = write({"config/settings.py": split, "config/parts/a.py": "X = timedelta(days=1)\n"})
    assert examine(root, sources_only=True).findings == []


def test_json_view_with_our_middleware_may_use_login_required(write):
    view = """
import jwt
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
@login_required
def view(request):
    return JsonResponse({})
"""
    root = write({"app.py": view})
    assert [each.id for each in examine(root, sources_only=True).findings] == ["ferrojwt.D055"]
    write({"settings.py": 'MIDDLEWARE = ["ferrojwt.django.middleware.JWTMiddleware"]\n'})
    assert examine(root, sources_only=True).findings == []


def test_secret_key_that_signs_no_token_may_stand_in_the_source(write):
    root = write({"settings.py": "SECRET_KEY = 'abc'\n"})
    assert examine(root, sources_only=True, settings_module="settings").findings == []


@pytest.mark.parametrize(
    "name",
    [
        "tests/views.py",
        "app/test_views.py",
        "app/tests.py",
        "app/migrations/0001_initial.py",
        "venv/lib/x.py",
        ".tox/x.py",
        "node_modules/x/y.py",
        "lib/site-packages/x.py",
    ],
)
def test_files_that_are_not_the_projects_own_code_are_not_read(name, write):
    root = write({name: "def f(:\n", "venv/pyvenv.cfg": ""})
    report = examine(root, sources_only=True)
    assert (report.findings, report.files) == ([], 0)


@pytest.mark.parametrize("call", ["install()", "install(pyjwt1=True)"])
def test_old_paths_lead_to_us_where_the_aliases_are_installed(call, write):
    path = "rest_framework.authentication.JSONWebTokenAuthentication"
    settings = f"import ferrojwt.compat\nferrojwt.compat.{call}\nX = {path!r}\n"
    assert examine(write({"settings.py": settings}), sources_only=True).findings == []


def test_conventions_of_pyjwt_1_are_left_alone_where_they_are_asked_for(write):
    app = "import jwt\nx = jwt.encode({'exp': 1}, y).decode()\nz = jwt.decode(x, y)\n"
    settings = "import ferrojwt.compat\nferrojwt.compat.install(pyjwt1=True)\n"
    root = write({"settings.py": settings, "app.py": app})
    assert examine(root, sources_only=True).findings == []
