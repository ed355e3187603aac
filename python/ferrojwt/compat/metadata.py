"""Answers which version of a distribution we match, where that distribution is not installed."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, DistributionFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.machinery import ModuleSpec
    from os import PathLike
    from types import ModuleType

    from .aliases import Alias


def switch_versions(aliases: Iterable[Alias], *, on: bool) -> None:
    """Answer for the distributions of these aliases, or no longer."""
    for alias in aliases:
        if on:
            _FINDER.answers[_normalised(alias.distribution)] = alias
        else:
            _FINDER.answers.pop(_normalised(alias.distribution), None)
    if _FINDER not in sys.meta_path:
        # Behind every other finder: a distribution that is installed speaks for itself.
        sys.meta_path.append(_FINDER)


class _MatchedFinder(DistributionFinder):
    """Finds a matched distribution by its name; lists of what is installed leave it out."""

    def __init__(self) -> None:
        self.answers: dict[str, Alias] = {}

    def find_spec(
        self,
        fullname: str,  # noqa: ARG002 - the protocol's
        path: Sequence[str] | None = None,  # noqa: ARG002 - the protocol's
        target: ModuleType | None = None,  # noqa: ARG002 - the protocol's
    ) -> ModuleSpec | None:
        """Find no module."""
        return None

    def find_distributions(
        self, context: DistributionFinder.Context | None = None
    ) -> Iterable[Distribution]:
        """Return the distribution that the context names, if it is one of the matched."""
        name = None if context is None else context.name
        alias = None if name is None else self.answers.get(_normalised(name))
        return [] if alias is None else [_Matched(alias)]


class _Matched(Distribution):
    """Name and version of a distribution, and nothing else."""

    def __init__(self, alias: Alias) -> None:
        self._alias = alias

    def read_text(self, filename: str) -> str | None:
        if filename != "METADATA":
            return None
        return (
            "Metadata-Version: 2.1\n"
            f"Name: {self._alias.distribution}\n"
            f"Version: {self._alias.version}\n"
            "Summary: Not installed; ferrojwt stands in for it.\n"
        )

    def locate_file(self, path: str | PathLike[str]) -> Path:
        return Path(__file__).parents[2] / path


def _normalised(name: str) -> str:
    """Return the name as the packaging specification compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


_FINDER = _MatchedFinder()
