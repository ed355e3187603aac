"""The databases of the races."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["sqlite", "postgres"])
def database(request):
    """What the script takes for a database."""
    return "sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres")
