"""Plain Django: nothing of it needs Django REST framework."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).with_name("plain_project.py")


def test_plain_project_works_where_rest_framework_is_not_installed():
    result = subprocess.run(
        [sys.executable, PROJECT], capture_output=True, text=True, check=False, timeout=60
    )
    assert (result.returncode, result.stdout.splitlines()) == (
        0,
        [
            "/whoami/ 200 alice",
            "/whoami/ 401 None",
            "/required/ 200 alice",
            "/required/ 401 None",
        ],
    ), result.stderr
