"""What is wrong with the project's files themselves: their names, requirements, URL lists."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from . import rules
from .pins import find_vulnerable_pyjwt
from .rules import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .rules import Finding
    from .sources import SourceFile, Sources

_REQUIREMENTS = (
    "Pipfile",
    "pyproject.toml",
    "requirements.in",
    "requirements*.txt",
    "requirements/*.txt",
    "setup.cfg",
)
_ABANDONED = re.compile(r"(?im)^(?!\s*#).*?\bdjangorestframework[-_.]jwt\b")
_MOST_BYTES = 1 << 20
_WRONG_HOME = ("rest_framework.authentication", "JSONWebTokenAuthentication")
_RIGHT_HOME = "rest_framework_jwt.authentication.JSONWebTokenAuthentication"


def find_in_layout(sources: Sources, import_folders: Iterable[Path]) -> Iterator[Finding]:
    """Find files that hide packages, dead requirements, and paths that lead nowhere.

    import_folders: the folders of the project that are on the import path.
    """
    yield from _shadows(import_folders)
    yield from _requirements(sources.root)
    for file in sources.files:
        yield from _ellipses(file)
        if not sources.have_aliases:
            yield from _wrong_homes(file)


def _shadows(import_folders: Iterable[Path]) -> Iterator[Finding]:
    for folder in import_folders:
        for name in ("jwt.py", "jwt/__init__.py"):
            if (folder / name).is_file():
                yield rules.SHADOW.broken(
                    Place(folder / name),
                    "`import jwt` finds this file instead of the package: module 'jwt' has no "
                    "attribute 'encode'.",
                    "Call it tokens.py, or move it into a package of the project.",
                )


def _requirements(root: Path) -> Iterator[Finding]:
    for pattern in _REQUIREMENTS:
        for path in sorted(root.glob(pattern)):
            text = _text(path)
            for match in _ABANDONED.finditer(text):
                yield rules.ABANDONED.broken(
                    Place(path, text.count("\n", 0, match.end()) + 1),
                    "djangorestframework-jwt is abandoned: it does not import on today's Django, "
                    "and holds PyJWT below 2, in the range of CVE-2022-29217.",
                    "ferrojwt[django]",
                )
            yield from find_vulnerable_pyjwt(path, text)


def _text(path: Path) -> str:
    """Return what is in a file; nothing where it is none, cannot be read, or is very long."""
    try:
        # A device has no size, and no end.
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            octets = stream.read(_MOST_BYTES + 1)
        return "" if len(octets) > _MOST_BYTES else octets.decode("utf-8")
    except (OSError, ValueError):
        return ""


def _ellipses(file: SourceFile) -> Iterator[Finding]:
    for node in file.nodes:
        parent = file.parents.get(node)
        if not isinstance(node, ast.List) or not isinstance(parent, ast.Assign):
            continue
        if getattr(parent.targets[0], "id", "") == "urlpatterns":
            for element in node.elts:
                if isinstance(element, ast.Constant) and element.value is ...:
                    yield rules.ELLIPSIS.broken(
                        file.place(element),
                        "The `...` of a tutorial stands for patterns of yours; Django refuses it.",
                        "Remove the line with `...`.",
                    )


def _wrong_homes(file: SourceFile) -> Iterator[Finding]:
    for node in file.nodes:
        is_import = (
            isinstance(node, ast.ImportFrom)
            and node.module == _WRONG_HOME[0]
            and any(alias.name == _WRONG_HOME[1] for alias in node.names)
        )
        is_path = isinstance(node, ast.Constant) and node.value == ".".join(_WRONG_HOME)
        if is_import or is_path:
            yield rules.WRONG_HOME.broken(
                file.place(node),
                "rest_framework.authentication has no JSONWebTokenAuthentication: ImportError.",
                f"{_RIGHT_HOME}, or ferrojwt.drf.authentication.JWTAuthentication for new code",
            )
