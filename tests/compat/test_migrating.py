"""The steps of docs/MIGRATING.md, taken by projects on disk, with the page's own lines."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.compat.conftest import execute

pytest.importorskip("rest_framework_simplejwt", reason="the real simplejwt is not installed")

PAGE = (Path(__file__).parents[2] / "docs" / "MIGRATING.md").read_text("utf-8")
KEY = "the-secret-key-of-a-project-that-migrates-0123456789-0123456789"


def blocks(heading, language):
    """The blocks of code below a heading of the page."""
    _, _, section = PAGE.partition(f"\n{heading}\n")
    section = re.split(r"\n##? ", section, maxsplit=1)[0]
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", section, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in found]


(TWO_LINES,) = blocks("## The two lines", "python")
RENAME_JWT, DELETE_BACKUPS = blocks("## From PyJWT", "sh")
MIGRATE, RENAME_SIMPLEJWT = blocks("## From djangorestframework-simplejwt", "sh")


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


class Project:
    """Files in a folder, and what is done with them."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, **files):
        for name, text in files.items():
            (self.folder / f"{name}.py").write_text(text)

    def read(self, name):
        return (self.folder / f"{name}.py").read_text()

    def put_first(self, name, lines=TWO_LINES):
        self.write(**{name: lines + self.read(name)})

    def replace(self, name, old, new):
        text = self.read(name)
        assert old in text
        self.write(**{name: text.replace(old, new)})

    def shell(self, command):
        """Run a command of the page, with the Python of these tests."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environ = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            ["/bin/sh", "-ec", command],
            cwd=self.folder,
            env={**environ, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
            capture_output=True,
        )

    def run(self, *arguments):
        result = execute(arguments, self.folder)
        assert result.returncode == 0, result.stderr
        return result.stdout


# PyJWT

PROGRAM = f"""
import json
import sys
import time

import jwt
from jwt.exceptions import ExpiredSignatureError
from jwt import PyJWKSet, InvalidTokenError

def read(token):
    try:
        return jwt.decode(token, {KEY!r}, algorithms=["HS256"])["sub"]
    except ExpiredSignatureError:
        return "expired"
    except InvalidTokenError:
        return "invalid"

def make(seconds):
    return jwt.encode({{"sub": "42", "exp": int(time.time()) + seconds}}, {KEY!r})

tokens = [make(300), make(-1), make(300)[:-4] + "AAAA", *sys.argv[1:]]
print(json.dumps([PyJWKSet.__module__, tokens[0], [read(token) for token in tokens]]))
"""
READ = ["42", "expired", "invalid"]


def test_program_goes_from_pyjwt_to_ferrojwt_and_back(project):
    project.write(app=PROGRAM)
    module, old, read = json.loads(project.run("app.py"))
    assert (module, read) == ("jwt.api_jwk", READ)

    project.put_first("app")
    module, by_alias, read = json.loads(project.run("app.py", old))
    assert (module, read) == ("ferrojwt.api_jwk", [*READ, "42"])

    project.write(app=PROGRAM)
    project.shell(RENAME_JWT)
    assert "import ferrojwt as jwt\n" in project.read("app")
    module, renamed, read = json.loads(project.run("app.py", old, by_alias))
    assert (module, read) == ("ferrojwt.api_jwk", [*READ, "42", "42"])

    project.write(app=PROGRAM)
    module, _, read = json.loads(project.run("app.py", by_alias, renamed))
    assert (module, read) == ("jwt.api_jwk", [*READ, "42", "42"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import jwt", "import ferrojwt as jwt"),
        ("    import jwt", "    import ferrojwt as jwt"),
        ("from jwt import decode, encode", "from ferrojwt import decode, encode"),
        ("    from jwt.api_jwt import PyJWT", "    from ferrojwt.api_jwt import PyJWT"),
        ("from jwtools import x", "from jwtools import x"),
        ("import jwt.algorithms", "import jwt.algorithms"),
    ],
)
def test_command_that_renames_imports_of_pyjwt(project, before, after):
    project.write(module=f"{before}\n")
    project.shell(RENAME_JWT)
    assert project.read("module") == f"{after}\n"


each_command = pytest.mark.parametrize(
    ("command", "before", "after"),
    [
        (RENAME_JWT, "import jwt\n", "import ferrojwt as jwt\n"),
        (RENAME_SIMPLEJWT, "import rest_framework_simplejwt\n", "import ferrojwt.drf\n"),
    ],
    ids=["PyJWT", "simplejwt"],
)


@each_command
def test_command_that_renames_leaves_virtual_environments_alone(project, command, before, after):
    package = ".venv/lib/python3.13/site-packages/package"
    (project.folder / package).mkdir(parents=True)
    project.write(**{"app": before, f"{package}/module": before})
    project.shell(command)
    assert project.read("app") == after
    assert project.read(f"{package}/module") == before


@each_command
def test_command_that_renames_takes_names_with_spaces(project, command, before, after):
    project.write(**{"my app": before})
    project.shell(command)
    assert project.read("my app") == after


@each_command
def test_former_text_is_kept_until_it_is_deleted(project, command, before, after):
    project.write(app=before)
    project.shell(command)
    assert (project.folder / "app.py.bak").read_text() == before
    project.shell(DELETE_BACKUPS)
    assert [file.name for file in project.folder.iterdir()] == ["app.py"]


@each_command
def test_command_that_finds_nothing_to_rename_changes_nothing(project, command, before, after):
    project.write(app=after)
    project.shell(command)
    assert [file.name for file in project.folder.iterdir()] == ["app.py"]
    assert project.read("app") == after


@pytest.mark.parametrize(
    ("call", "outcome"),
    [
        ('type(jwt.encode({}, key).decode("utf-8")).__name__', "str"),
        ("jwt.decode(token, key)", {"sub": "42"}),
        ("jwt.decode(token, key, True)", {"sub": "42"}),
        ("jwt.decode(hs512, key)", "InvalidAlgorithmError"),
        ("jwt.decode(token, key, verify=False)", "DecodeError"),
        ('jwt.decode(token, options={"verify_signature": False})', {"sub": "42"}),
        ('jwt.decode(token, key, options={"require_exp": True})', "MissingRequiredClaimError"),
        ("jwt.ExpiredSignature.__name__", "ExpiredSignatureError"),
    ],
)
def test_row_of_the_table_about_pyjwt_1(project, call, outcome):
    lines = TWO_LINES.replace("install()", "install(pyjwt1=True)")
    program = f"""
import json
import jwt
key = {KEY!r}
token = str(jwt.encode({{"sub": "42"}}, key))
hs512 = str(jwt.encode({{"sub": "42"}}, key, algorithm="HS512"))
try:
    print(json.dumps({call}))
except jwt.InvalidTokenError as error:
    print(json.dumps(type(error).__name__))
"""
    project.write(app=lines + program)
    assert json.loads(project.run("app.py")) == outcome


# simplejwt

MANAGE = """
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
"""
SETTINGS = f"""
SECRET_KEY = {KEY!r}
USE_TZ = True
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
]
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REST_FRAMEWORK = {{
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}}
SIMPLE_JWT = {{
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "CHECK_REVOKE_TOKEN": True,
    "TOKEN_OBTAIN_SERIALIZER": "tokens.NamedSerializer",
}}
"""
TOKENS = """
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer


class NamedSerializer(TokenObtainPairSerializer):
    @classmethod
    def get_token(cls, user):
        token = super().get_token(user)
        token["name"] = user.username
        return token
"""
URLS = """
from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.views import (
    TokenBlacklistView,
    TokenObtainPairView,
    TokenRefreshView,
)


class WhoAmIView(APIView):
    def get(self, request):
        return Response({"name": request.auth["name"]})


urlpatterns = [
    path("token", TokenObtainPairView.as_view()),
    path("refresh", TokenRefreshView.as_view()),
    path("blacklist", TokenBlacklistView.as_view()),
    path("whoami", WhoAmIView.as_view()),
]
"""
# Logs in, and uses tokens: those of the stage before, by name.
VISIT = """
import json
import sys
import manage
import django

django.setup()

from django.contrib.auth import get_user_model
from rest_framework.settings import api_settings
from rest_framework.test import APIClient


def post(path, **body):
    response = APIClient().post(path, body, format="json")
    return response.status_code, response.json()


def whoami(access):
    return APIClient().get("/whoami", HTTP_AUTHORIZATION=f"Bearer {access}").status_code


users = get_user_model().objects
if not users.exists():
    users.create_user("alice", password="correct horse")
before = json.loads(sys.argv[1])
said = {"whose": api_settings.DEFAULT_AUTHENTICATION_CLASSES[0].__module__}
if before:
    said["access"] = whoami(before["access"])
    said["refresh"] = post("/refresh", refresh=before["refresh"])[0]
    said["spent"] = post("/refresh", refresh=before["spent"])[0]
    said["revoked"] = post("/refresh", refresh=before["revoked"])[0]
pairs = [post("/token", username="alice", password="correct horse")[1] for _ in range(3)]
post("/refresh", refresh=pairs[1]["refresh"])
post("/blacklist", refresh=pairs[2]["refresh"])
after = {
    "access": pairs[0]["access"],
    "refresh": pairs[0]["refresh"],
    "spent": pairs[1]["refresh"],
    "revoked": pairs[2]["refresh"],
}
print(json.dumps([said, after]))
"""
KEPT = {"access": 200, "refresh": 200, "spent": 401, "revoked": 401}
THEIRS = "rest_framework_simplejwt.authentication"
OURS = "ferrojwt.drf.authentication"


def visit(project, before):
    return json.loads(project.run("visit.py", json.dumps(before)))


def test_project_goes_from_simplejwt_to_ferrojwt_and_back(project):
    project.write(manage=MANAGE, settings=SETTINGS, urls=URLS, tokens=TOKENS, visit=VISIT)
    project.run("manage.py", "migrate", "-v0")
    said, tokens = visit(project, None)
    assert said == {"whose": THEIRS}

    # Steps 2 to 4.
    project.replace(
        "settings",
        '"CHECK_REVOKE_TOKEN": True,',
        '"CHECK_REVOKE_TOKEN": True, "REVOKE_TOKEN_AS_MD5": True,',
    )
    project.put_first("settings")
    project.shell(MIGRATE)
    said, tokens = visit(project, tokens)
    assert said == {"whose": OURS, **KEPT}

    # Steps 7 to 9.
    project.shell(RENAME_SIMPLEJWT)
    project.replace("settings", TWO_LINES, "")
    project.run("manage.py", "check", "--fail-level", "ERROR")
    assert all(THEIRS not in project.read(name) for name in ("settings", "urls", "tokens"))
    said, tokens = visit(project, tokens)
    assert said == {"whose": OURS, **KEPT}

    # Back.
    project.write(settings=SETTINGS, urls=URLS, tokens=TOKENS)
    project.run("manage.py", "migrate", "-v0")
    said, _ = visit(project, tokens)
    assert said == {"whose": THEIRS, **KEPT}
