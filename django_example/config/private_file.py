"""Secrets that are made once and survive a restart."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def read_or_create(path: Path, make: Callable[[], str]) -> str:
    """Return the text of ``path``; write ``make()`` there first if it does not exist.

    Only the file's owner can read it (mode 0600). Processes that start at the same
    time all return the same text. Raises OSError if the file cannot be read or made.
    """
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        _create(path, make())
    return path.read_text(encoding="utf-8").strip()


def _create(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp opens with mode 0600 whatever the umask is.
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        # A link appears complete or not at all, and never replaces a file, so two
        # processes cannot end up with two secrets, nor one read half of the other's.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
