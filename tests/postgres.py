"""A PostgreSQL server of our own, for as long as the tests need it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where distributions put what is not on the PATH.
FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


class PostgresMissingError(Exception):
    """There is no PostgreSQL server on this machine, or none that may be started."""


@contextmanager
def server() -> Iterator[Path]:
    """Start a server that listens on a socket only; yields the socket's folder.

    The role `postgres` connects without password. Raises PostgresMissingError.
    """
    prefix = unprivileged()
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    # Short, because the path of a socket may have some hundred bytes only.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    data = folder / "data"
    try:
        if prefix:
            shutil.chown(folder, prefix[2])
        run([*prefix, initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"])
        settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        log = folder / "log"
        run([*prefix, pg_ctl, "-D", data, "-l", log, "-w", "-o", settings, "start"])
        try:
            yield folder
        finally:
            run([*prefix, pg_ctl, "-D", data, "-w", "-m", "fast", "stop"])
    finally:
        shutil.rmtree(folder)


def unprivileged() -> list[str]:
    """Return the words before a command that run it as somebody whom the server does not refuse."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = next((name for name in ("postgres", "nobody") if name in names), None)
    if name is None or shutil.which("runuser") is None:
        raise PostgresMissingError("PostgreSQL does not run as root, and runuser is missing")
    return ["runuser", "-u", name, "--"]


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        paths = [path for pattern in FOLDERS for path in Path("/").glob(f"{pattern[1:]}/{name}")]
        if not paths:
            raise PostgresMissingError(
                f"{name} is not installed: on Debian, Ubuntu: apt install postgresql"
            )
        found = str(max(paths))
    return found


def run(command: list[object]) -> None:
    words = [str(word) for word in command]
    # Its output is not captured: the server inherits it and would keep the pipe open.
    with tempfile.TemporaryFile("w+") as output:
        status = subprocess.run(
            words, stdout=output, stderr=output, cwd="/", check=False
        ).returncode
        output.seek(0)
        if status:
            raise RuntimeError(f"{' '.join(words)} failed:\n{output.read()}")
