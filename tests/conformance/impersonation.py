"""Runs pytest with packages standing in for others.

`python impersonation.py [ALIAS=PACKAGE ...] [pytest's arguments]`: `import ALIAS`, and each of its
modules, gives the very module object of PACKAGE, so that a class has one identity under both names
and a module can be patched and reloaded under either.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import os
import re
import sys
from pathlib import Path

import pytest


class StandIn(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules of `package_name` under `alias`."""

    def __init__(self, alias: str, package_name: str) -> None:
        self.alias = alias
        self.package_name = package_name
        self.own_specs: dict[str, importlib.machinery.ModuleSpec | None] = {}

    def find_spec(self, fullname, _path=None, _target=None):
        if fullname == self.alias or fullname.startswith(f"{self.alias}."):
            return importlib.machinery.ModuleSpec(fullname, self)
        return None

    def create_module(self, spec):
        module = importlib.import_module(self.package_name + spec.name.removeprefix(self.alias))
        self.own_specs[spec.name] = module.__spec__
        return module

    def exec_module(self, module) -> None:
        # The import system has put the alias's in its place, and `reload` would go by that.
        module.__spec__ = self.own_specs.pop(module.__spec__.name)


STAND_INS: list[StandIn] = []


def impersonate(alias: str, package_name: str) -> None:
    """Put `package_name` and its modules in place of `alias` and its modules."""
    if alias == package_name:
        return
    STAND_INS.append(StandIn(alias, package_name))
    sys.meta_path.insert(0, STAND_INS[-1])


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Add to the settings that the suite's own conftest has made."""
    added = os.environ.get("CONFORMANCE_SIMPLE_JWT_FLAGS")
    if added:
        from django.conf import settings

        settings.SIMPLE_JWT.update(dict.fromkeys(added.split(","), True))


def pytest_report_header() -> list[str]:
    modules = {alias: importlib.import_module(alias) for alias in ("jwt", *_aliases())}
    return [
        f"{alias} is {module.__name__} from {Path(module.__file__).parent}"
        for alias, module in modules.items()
    ]


def _aliases() -> list[str]:
    return [stand_in.alias for stand_in in STAND_INS]


if __name__ == "__main__":
    arguments = sys.argv[1:]
    # Before pytest reads its configuration: PyJWT's names a warning class of `jwt`.
    while arguments and re.fullmatch(r"[\w.]+=[\w.]+", arguments[0]):
        impersonate(*arguments.pop(0).split("="))
    sys.exit(pytest.main(arguments, plugins=[sys.modules[__name__]]))
