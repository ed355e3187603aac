"""The tutorial apps, each in a process of its own, since each has settings of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
TUTORIALS = sorted(path.parent.name for path in PROJECT.glob("tutorial_*/settings.py"))


@pytest.mark.parametrize("tutorial", TUTORIALS)
def test_tutorial_does_what_its_text_says(tutorial: str, tmp_path: Path) -> None:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    result = subprocess.run(
        [sys.executable, "-m", "pytest", f"--ds={tutorial}.settings", tutorial],
        cwd=PROJECT,
        env={**inherited, "DJANGO_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_there_is_an_app_for_each_of_the_five() -> None:
    assert [f"tutorial_00{number}" for number in range(5)] == TUTORIALS
