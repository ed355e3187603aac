"""Runs pytest with `import jwt` giving another package.

`python impersonation.py PACKAGE [pytest's arguments]`: every module of PyJWT's
public layout becomes the very module object of PACKAGE, so that a class has
one identity under both names.
"""

from __future__ import annotations

import importlib
import importlib.abc
import sys
from pathlib import Path

import pytest

PYJWT_MODULES = (
    "algorithms",
    "api_jwk",
    "api_jws",
    "api_jwt",
    "exceptions",
    "help",
    "jwk_set_cache",
    "jwks_client",
    "types",
    "utils",
    "warnings",
)


class _NoSecondIdentity(importlib.abc.MetaPathFinder):
    """Refuses every `jwt` module that was not put in place by `impersonate`.

    The aliased package has a `__path__`, so Python would otherwise load
    `jwt.x` a second time from the file of `<package>.x`.
    """

    def find_spec(self, fullname, _path=None, _target=None):
        if fullname == "jwt" or fullname.startswith("jwt."):
            raise ModuleNotFoundError(f"nothing stands in for {fullname!r}", name=fullname)


def impersonate(package_name: str) -> None:
    """Put `package_name` and its modules in place of `jwt` and its modules."""
    stand_in = {"jwt": importlib.import_module(package_name)}
    for name in PYJWT_MODULES:
        try:
            module = importlib.import_module(f"{package_name}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{package_name}.{name}":
                raise
            continue
        stand_in[f"jwt.{name}"] = module
    sys.modules.update(stand_in)
    sys.meta_path.insert(0, _NoSecondIdentity())


def pytest_report_header() -> str:
    module = sys.modules["jwt"]
    return f"jwt is {module.__name__} from {Path(module.__file__).parent}"


if __name__ == "__main__":
    # Before pytest reads its configuration: upstream's names a warning class of `jwt`.
    impersonate(sys.argv[1])
    sys.exit(pytest.main(sys.argv[2:], plugins=[sys.modules[__name__]]))
