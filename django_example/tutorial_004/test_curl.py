"""Tutorial 004: its commands, sent by curl to a server on a real socket."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

PASSWORD = "correct-horse-battery"


@pytest.fixture
def curl(live_server: LiveServer) -> Any:
    """Return a function that runs curl on a path; it returns the status and the JSON body."""
    program = shutil.which("curl")
    if program is None:
        missing = "curl is not installed: on Debian, Ubuntu: apt install curl"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)

    def curl(path: str, *words: str) -> tuple[int, Any]:
        result = subprocess.run(
            [program, "-sS", "-w", "\n%{http_code}", f"{live_server.url}{path}", *words],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        body, _, status = result.stdout.rpartition("\n")
        return int(status), json.loads(body)

    return curl


@pytest.fixture
def log_in(curl: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Create the superuser of step 3; return a function that gets its tokens as step 4 does."""
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    names = {"username": "root", "email": "root@example.com"}
    call_command("createsuperuser", interactive=False, verbosity=0, **names)
    return lambda: curl("/api/token/", *as_json(username="root", password=PASSWORD))


@pytest.fixture
def pair(log_in: Any) -> dict[str, str]:
    status, pair = log_in()
    assert status == 200
    return pair


def as_json(**body: str) -> list[str]:
    return ["-X", "POST", "-H", "Content-Type: application/json", "-d", json.dumps(body)]


def test_superuser_gets_a_pair(pair: dict[str, str]) -> None:
    assert sorted(pair) == ["access", "refresh"]


def test_public_endpoint_greets_everybody(curl: Any) -> None:
    assert curl("/api/public/") == (200, {"message": "Hello from a public endpoint!"})


def test_protected_endpoint_refuses_strangers(curl: Any) -> None:
    assert curl("/api/protected/") == (
        401,
        {"detail": "Authentication credentials were not provided."},
    )


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_protected_endpoint_greets_by_name(curl: Any, pair: dict[str, str], scheme: str) -> None:
    assert curl("/api/protected/", "-H", f"Authorization: {scheme} {pair['access']}") == (
        200,
        {"message": "Hello, root! You are authenticated."},
    )


def test_access_token_is_verified(curl: Any, pair: dict[str, str]) -> None:
    assert curl("/api/token/verify/", *as_json(token=pair["access"])) == (200, {})


def test_verify_answers_without_the_slash_too(curl: Any, pair: dict[str, str]) -> None:
    assert curl("/api/token/verify", *as_json(token=pair["access"])) == (200, {})


def test_invalid_token_is_401_with_the_reason(curl: Any) -> None:
    assert curl("/api/token/verify/", *as_json(token="a.b.c")) == (
        401,
        {"detail": "Token is invalid", "code": "token_not_valid"},
    )


def test_reason_is_told_in_the_language_that_is_asked_for(curl: Any) -> None:
    _, body = curl("/api/token/verify/", "-H", "Accept-Language: fr", *as_json(token="a.b.c"))
    assert body["detail"] == "Le jeton n\u2019est pas valide"


def test_refresh_answers_an_access_token_that_works(curl: Any, pair: dict[str, str]) -> None:
    status, body = curl("/api/token/refresh/", *as_json(refresh=pair["refresh"]))
    assert (status, list(body)) == (200, ["access"])
    status, _ = curl("/api/protected/", "-H", f"Authorization: Bearer {body['access']}")
    assert status == 200


def test_quotes_of_another_shell_are_400(curl: Any) -> None:
    # What cmd.exe makes of the guide's single quotes.
    status, body = curl("/api/token/", "-H", "Content-Type: application/json", "-d", "'{username:")
    assert status == 400
    assert "JSON parse error" in body["detail"]
