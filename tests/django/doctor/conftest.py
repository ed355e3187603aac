"""Projects in a directory of their own, and the commands run on them as people run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

MANAGE = """
import os, sys
from django.core.management import execute_from_command_line
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
execute_from_command_line(sys.argv)
"""


@dataclass
class Result:
    """What a command has printed, and its exit status."""

    status: int
    output: str
    errors: str

    @property
    def report(self):
        return json.loads(self.output)

    @property
    def ids(self):
        return {finding["id"] for finding in self.report["findings"]}


@pytest.fixture
def write(tmp_path):
    """Write files into the project's directory, and return that."""

    def write(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.fixture
def run(tmp_path):
    """Run ``python -m ferrojwt`` in the project's directory."""

    def run(*arguments, program=("-m", "ferrojwt"), stdin="", **variables):
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
        result = subprocess.run(
            [sys.executable, *program, *map(str, arguments)],
            cwd=tmp_path,
            env={**inherited, **variables},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return Result(result.returncode, result.stdout, result.stderr)

    return run
