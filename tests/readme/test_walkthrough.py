"""Every command and every snippet of README.md does what README.md says.

A block of output follows the block of commands that prints it; "…" in it stands for any text.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .conftest import Server

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
END_OF_BLOCK = "-- end of block --"


@dataclass(frozen=True)
class Block:
    """A fenced block with the output that README.md shows for it."""

    language: str
    text: str
    output: str = ""


def blocks(markdown: str) -> list[Block]:
    """Return the blocks in their order, each joined with its output."""
    found: list[Block] = []
    for language, text in re.findall(r"^```(\w+)\n(.*?)^```$", markdown, re.DOTALL | re.MULTILINE):
        if language == "text":
            found[-1] = Block(found[-1].language, found[-1].text, text)
        else:
            found.append(Block(language, text))
    return found


def section(title: str) -> str:
    """Return what stands under a second-level heading."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.DOTALL | re.MULTILINE)
    assert found is not None, f"README.md has no section {title!r}"
    return found[1]


def assert_printed(printed: str, output: str) -> None:
    pattern = ".+?".join(map(re.escape, output.strip().split("…")))
    assert re.fullmatch(pattern, printed.strip()), f"printed:\n{printed}\nREADME.md:\n{output}"


WALK = blocks(section("Walk through the example"))
SNIPPETS = [block for block in blocks(README) if block.language == "python"]


@pytest.fixture(scope="module", params=["sh", "bash"])
def printed(request: pytest.FixtureRequest, server: Server) -> list[str]:
    """What each block of the walk-through prints, run in one session of the shell."""
    for program in ("curl", request.param):
        if shutil.which(program) is None:
            missing = f"{program} is not installed: the walk-through of README.md is not tested"
            pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    script = f"\necho '{END_OF_BLOCK}'\n".join(block.text for block in WALK)
    result = subprocess.run(
        [request.param],
        input=script.replace("http://127.0.0.1:8000", server.url),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # A proxy of this machine does not know the server.
        env={**os.environ, "no_proxy": "127.0.0.1"},
        text=True,
        timeout=120,
        check=True,
    )
    return result.stdout.split(f"{END_OF_BLOCK}\n")


@pytest.mark.parametrize("number", range(len(WALK)))
def test_command_prints_what_the_readme_shows(printed: list[str], number: int) -> None:
    assert_printed(printed[number], WALK[number].output)


def test_walk_goes_to_the_address_that_serve_prints() -> None:
    assert "http://127.0.0.1:8000" in WALK[0].text
    assert "http://127.0.0.1:8000" in section("Try it")


@pytest.mark.parametrize(
    "endpoint", ["register", "token", "token/refresh", "token/verify", "public", "protected"]
)
def test_walk_visits_every_endpoint(endpoint: str) -> None:
    assert any(f'"$API/{endpoint}/"' in block.text for block in WALK)


def test_core_snippet_prints_what_the_readme_shows(tmp_path: Path) -> None:
    (snippet,) = [block for block in SNIPPETS if "import ferrojwt as jwt" in block.text]
    assert_printed(run_python(snippet.text, tmp_path), snippet.output)


PROJECT_SETTINGS = """\
SECRET_KEY = "a key for this test only, long enough for HS256"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
ROOT_URLCONF = "urls"
USE_TZ = True
"""
PROJECT_RUN = """\
import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

class WhoAmI(APIView):
    def get(self, request):
        return Response({"user": request.user.username})

def post(path, **body):
    return Client().post(path, body, "application/json").json()

call_command("migrate", verbosity=0)
User.objects.create_user("user", password="password")
pair = post("/api/token/", username="user", password="password")
access = post("/api/token/refresh/", refresh=pair["refresh"])["access"]
print(post("/api/token/verify/", token=access))
for headers in ({}, {"HTTP_AUTHORIZATION": f"Bearer {access}"}):
    response = WhoAmI.as_view()(APIRequestFactory().get("/", **headers))
    print(response.status_code, response.data.get("detail") or response.data["user"])
"""


def test_django_snippets_make_a_project(tmp_path: Path) -> None:
    for name in ("settings.py", "urls.py"):
        (snippet,) = [block for block in SNIPPETS if block.text.startswith(f"# {name}\n")]
        before = PROJECT_SETTINGS if name == "settings.py" else ""
        (tmp_path / name).write_text(before + snippet.text, "utf-8")
    printed = run_python(PROJECT_RUN, tmp_path, DJANGO_SETTINGS_MODULE="settings")
    assert printed.splitlines() == [
        "{}",
        "401 Authentication credentials were not provided.",
        "200 user",
    ]


def test_alias_snippet_gives_the_names(tmp_path: Path) -> None:
    (snippet,) = [block for block in SNIPPETS if "ferrojwt.compat" in block.text]
    names = "import jwt, rest_framework_simplejwt, rest_framework_jwt as legacy"
    ask = "print(jwt.__name__, rest_framework_simplejwt.__name__, legacy.__name__)"
    printed = run_python(f"{snippet.text}\n{names}\n{ask}", tmp_path)
    assert printed == "ferrojwt ferrojwt.drf ferrojwt.legacy\n"


def test_every_snippet_is_run() -> None:
    kinds = ("# settings.py\n", "# urls.py\n", "import secrets\n", "import ferrojwt.compat\n")
    assert len(SNIPPETS) == len(kinds)
    assert all(block.text.startswith(kinds) for block in SNIPPETS)


def run_python(program: str, cwd: Path, **environ: str) -> str:
    """Run the program in a new interpreter; return what it prints."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=cwd,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def relative_links() -> Iterator[str]:
    for target in re.findall(r"\]\(([^)#]+)", README):
        if "://" not in target:
            yield target


@pytest.mark.parametrize("target", sorted(set(relative_links())))
def test_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
