"""The settings, each time in a fresh interpreter, and the generated secret."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from config.private_file import read_or_create

PROJECT = Path(__file__).parent.parent
# Each has settings of its own; they share the folder where secrets are kept.
PROJECTS = sorted(path.parent.name for path in PROJECT.glob("*/settings.py"))


def settings_value(expression: str, data_dir: Path, project: str = "config", **environ: str) -> str:
    """Return what ``expression`` is in a new process with this environment."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    result = subprocess.run(
        [sys.executable, "-c", f"from {project} import settings; print({expression}, end='')"],
        cwd=PROJECT,
        env={**inherited, "DJANGO_DATA_DIR": str(data_dir), **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout if result.returncode == 0 else result.stderr.splitlines()[-1]


def test_secret_survives_a_restart(tmp_path: Path) -> None:
    first = settings_value("settings.SECRET_KEY", tmp_path)
    assert len(first) >= 64
    assert settings_value("settings.SECRET_KEY", tmp_path) == first


def test_secret_of_the_environment_comes_first(tmp_path: Path) -> None:
    secret = "e" * 32
    assert settings_value("settings.SECRET_KEY", tmp_path, DJANGO_SECRET_KEY=secret) == secret
    assert not (tmp_path / "secret_key").exists()


def test_each_project_has_a_secret_of_its_own(tmp_path: Path) -> None:
    secrets = [settings_value("settings.SECRET_KEY", tmp_path, project) for project in PROJECTS]
    assert [len(secret) >= 64 for secret in secrets] == [True] * 6
    assert len(set(secrets)) == 6


@pytest.mark.parametrize("secret", ["kkkkkkkk", "e" * 31])
def test_short_secret_stops_the_project_without_being_shown(tmp_path: Path, secret: str) -> None:
    answer = settings_value("1", tmp_path, DJANGO_SECRET_KEY=secret)
    assert "ImproperlyConfigured" in answer
    assert "at least 32 bytes" in answer
    assert secret not in answer


def test_emptied_secret_file_stops_the_project(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    assert "at least 32 bytes" in settings_value("1", tmp_path)


@pytest.mark.parametrize(
    ("value", "debug"), [("", "False"), ("0", "False"), ("no", "False"), ("1", "True")]
)
def test_debug_is_off_unless_asked_for(tmp_path: Path, value: str, debug: str) -> None:
    assert settings_value("settings.DEBUG", tmp_path, DJANGO_DEBUG=value) == debug


def test_hosts_come_from_the_environment(tmp_path: Path) -> None:
    hosts = settings_value(
        "settings.ALLOWED_HOSTS", tmp_path, DJANGO_ALLOWED_HOSTS="a.example.com, b.example.com"
    )
    assert hosts == "['a.example.com', 'b.example.com']"


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_private_file_is_for_the_owner_only(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        read_or_create(tmp_path / "new" / "secret", lambda: "text")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new" / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) & 0o077 == 0


def test_private_file_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    assert read_or_create(path, lambda: "first") == "first"
    assert read_or_create(path, lambda: "second") == "first"


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    # Every maker waits for all others: none has seen another's file.
    together = Barrier(8)

    def make_one(number: int) -> str:
        def make() -> str:
            together.wait(timeout=30)
            return f"secret {number}"

        return read_or_create(tmp_path / "secret", make)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(make_one, range(8)))) == 1


def test_private_file_leaves_no_drafts_behind(tmp_path: Path) -> None:
    read_or_create(tmp_path / "secret", lambda: "text")
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
