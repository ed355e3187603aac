"""Requirements that leave no version of PyJWT but vulnerable ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import rules
from .rules import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .rules import Finding

# The first without CVE-2022-29217.
_SOUND = (2, 4, 0)
# As in requirement files, in lists of pyproject.toml, and as a key of TOML (Poetry, Pipfile).
_PYJWT = re.compile(
    r"""(?imx) ^(?!\s*[;]) [^\#\n]*? (?<![\w./-]) pyjwt (?:\[[^]\n]{0,200}\])? ["']? [ \t]*
    (?: = [ \t]* (?:\{ [^}\n]{0,200}? version [ \t]* = [ \t]* )? (?=["']) )?
    (?P<versions> [<>=!~^"'(] [^#;\n"')\]]* ) (?P<rest> [^\n]* )"""
)
_VERSION = re.compile(r"""([<>=!~^]+|["'])\s*v?(\d{1,9}(?:\.\d{1,9})*)(\.\*)?""")
# A requirement for old versions of Python, or one of two alternatives, pins nothing here.
_CONDITION = re.compile(r"python\w*\s*(=\s*[\"']\s*)?<|\|")

_Release = tuple[int, ...]


def find_vulnerable_pyjwt(path: Path, text: str) -> Iterator[Finding]:
    """Find requirements of PyJWT that no version from 2.4.0 on meets."""
    for match in _PYJWT.finditer(text):
        if _CONDITION.search(match["versions"] + match["rest"]):
            continue
        if any(_excludes_sound_ones(*each) for each in _VERSION.findall(match["versions"])):
            yield rules.ABANDONED.broken(
                Place(path, text.count("\n", 0, match.end()) + 1),
                "This PyJWT is older than 2.4.0, in which CVE-2022-29217 is mended: with a public "
                "key that it does not know for one, an attacker signs tokens.",
                "ferrojwt[django]; or PyJWT>=2.4.0",
            )


def _excludes_sound_ones(operator: str, version: str, wildcard: str) -> bool:
    release = tuple(map(int, version.split(".")))
    if operator == "<":
        return _padded(release) <= _SOUND
    if operator == "^":
        return _next(release[:1]) <= _SOUND
    if operator == "~=":
        return _next(release[:-1] or release) <= _SOUND
    if operator == "~":
        return _next(release[:2]) <= _SOUND
    if operator in {"==", "===", '"', "'"}:
        return _next(release) <= _SOUND if wildcard else _padded(release) < _SOUND
    return operator == "<=" and _padded(release) < _SOUND


def _next(release: _Release) -> _Release:
    """Return the first release behind all that begin with these numbers."""
    return _padded((*release[:-1], release[-1] + 1))


def _padded(release: _Release) -> _Release:
    return (*release, 0, 0)[: max(len(release), len(_SOUND))]
