"""Runs a program and says what it found, and whose the packages are that it ran on.

`python run.py present|absent PROGRAM [ARGUMENT]`: with "absent", no import and no metadata finds
the packages that ferrojwt stands in for, as where they are not installed. The last line of standard
output is JSON: the program's OUTCOME, the names of the modules behind `jwt` and the others, and the
files below the real packages that were loaded.
"""

from __future__ import annotations

import json
import re
import runpy
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from pathlib import Path

PACKAGES = ("jwt", "rest_framework_simplejwt", "rest_framework_jwt")
DISTRIBUTIONS = {"pyjwt", "djangorestframework-simplejwt", "drf-jwt"}


def main(presence: str, program: str, *_arguments: str) -> None:
    # The program finds what it shares with others.
    sys.path.insert(0, str(Path(__file__).parents[2]))
    if presence == "absent":
        hide()
    found = runpy.run_path(program, run_name="__main__")
    names = {name: sys.modules[name].__name__ for name in PACKAGES if name in sys.modules}
    print(json.dumps({"outcome": found["OUTCOME"], "names": names, "foreign": foreign()}))


def foreign() -> list[str]:
    """The loaded files below the real packages."""
    files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
    return [file for file in files if is_in_a_real_package(Path(file).parts)]


def is_in_a_real_package(parts: tuple[str, ...]) -> bool:
    return "site-packages" in parts and parts[parts.index("site-packages") + 1] in PACKAGES


class Hidden(MetaPathFinder):
    """Ends the search for the packages, as if no other finder had them."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname.partition(".")[0] in PACKAGES:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def hide() -> None:
    sys.meta_path.insert(0, Hidden())
    find = PathFinder.find_distributions

    def find_others(*arguments, **keywords):
        for distribution in find(*arguments, **keywords):
            if re.sub(r"[-_.]+", "-", distribution.name).lower() not in DISTRIBUTIONS:
                yield distribution

    PathFinder.find_distributions = find_others


if __name__ == "__main__":
    main(*sys.argv[1:])
