"""Runs pytest with ferrojwt in the place of other packages.

`python impersonation.py NAMES [pytest's arguments]`: NAMES are names for `ferrojwt.compat.install`,
parted by commas; an empty text leaves everything as it is.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import pytest

import ferrojwt.compat

NAMES = [name for name in sys.argv[1].split(",") if name]


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Add to the settings that the suite's own conftest has made."""
    added = os.environ.get("CONFORMANCE_SIMPLE_JWT_FLAGS")
    if added:
        from django.conf import settings

        settings.SIMPLE_JWT.update(dict.fromkeys(added.split(","), True))


def pytest_report_header() -> list[str]:
    modules = {name: importlib.import_module(name) for name in ("jwt", *NAMES)}
    return [
        f"{name} is {module.__name__} from {Path(module.__file__).parent}"
        for name, module in modules.items()
    ]


if __name__ == "__main__":
    # Before pytest reads its configuration: PyJWT's names a warning class of `jwt`.
    if NAMES:
        ferrojwt.compat.install(*NAMES)
    sys.exit(pytest.main(sys.argv[2:], plugins=[sys.modules[__name__]]))
