"""Secrets that are made once and survive a restart."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Callable


def secret_key(path: Path) -> str:
    """Return the environment's DJANGO_SECRET_KEY, or else the key in ``path``, made on first use.

    Each project has a path of its own, so that the tokens of one open no other. Raises
    ImproperlyConfigured for a key that is too short for HS256.
    """
    key = os.environ.get("DJANGO_SECRET_KEY") or read_or_create(
        path, lambda: secrets.token_urlsafe(64)
    )
    if len(key.encode()) < 32:  # noqa: PLR2004
        # RFC 7518 section 3.2: an HS256 key has at least as many bits as the hash.
        msg = f"DJANGO_SECRET_KEY (or the file {path}) must hold at least 32 bytes."
        raise ImproperlyConfigured(msg)
    return key


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
