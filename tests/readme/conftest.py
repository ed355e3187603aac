"""The example project, served on a real socket."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "django_example"
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running development server."""

    port: int
    secret_key: str
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the example with a database and a secret of its own."""
    data_dir = tmp_path_factory.mktemp("example")
    secret_key = secrets.token_urlsafe(64)
    # What is set for the tests, or in the user's shell, is about another project.
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    environ = {
        **inherited,
        "DJANGO_DATA_DIR": str(data_dir),
        "DJANGO_SECRET_KEY": secret_key,
        "PYTHONUNBUFFERED": "1",
    }
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], cwd=EXAMPLE, env=environ, check=True)
    log = data_dir / "server.log"
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            # The system chooses a free port; the server prints which.
            [*manage, "runserver", "--noreload", "127.0.0.1:0"],
            cwd=EXAMPLE,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        try:
            yield Server(port_when_listening(process, log), secret_key, log)
        finally:
            process.terminate()
            try:
                process.communicate(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def port_when_listening(process: subprocess.Popen[str], log: Path) -> int:
    """Wait until the server has said where it listens."""
    deadline = Timer(START_SECONDS, process.kill)
    deadline.start()
    try:
        for line in process.stdout or ():
            if started := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                return int(started[1])
    finally:
        deadline.cancel()
    pytest.fail(f"the server did not start:\n{log.read_text()}")
