"""Programs in processes of their own: what is installed there stays for good."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Result:
    """What `run.py` said of a program."""

    outcome: dict
    names: dict[str, str]
    foreign: list[str]
    warnings: str


@pytest.fixture(params=["present", "absent"])
def presence(request):
    """Whether the packages that ferrojwt stands in for are installed."""
    return request.param


@pytest.fixture
def run(tmp_path):
    """Run a program, given as a file of `programs` or as source, and return its Result."""

    def call(program, presence="present", *arguments):
        path = HERE / "programs" / program
        if not program.endswith(".py"):
            path = tmp_path / "program.py"
            path.write_text(textwrap.dedent(program))
        completed = execute([str(HERE / "run.py"), presence, str(path), *arguments], cwd=tmp_path)
        assert completed.returncode == 0, completed.stderr
        said = json.loads(completed.stdout.splitlines()[-1])
        return Result(**said, warnings=completed.stderr)

    return call


def execute(arguments, cwd, **environ):
    """Run Python in a directory, without the settings module of these tests."""
    inherited = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**inherited, "PYTHONDONTWRITEBYTECODE": "1", **environ},
        timeout=120,
    )
