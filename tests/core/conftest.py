import sys

import pytest

import ferrojwt


def pytest_configure(config):
    config.addinivalue_line(
        "markers",
        "beyond_pyjwt: a promise that PyJWT does not keep; deselect it to run these tests on PyJWT",
    )


@pytest.fixture
def without_cryptography(monkeypatch):
    """`cryptography` does not import, whether it is installed or not."""
    rooms = ("exceptions", "hazmat", "hazmat.primitives", "hazmat.primitives.asymmetric")
    loaded = [name for name in sys.modules if name.partition(".")[0] == "cryptography"]
    for name in {"cryptography", *(f"cryptography.{room}" for room in rooms), *loaded}:
        monkeypatch.setitem(sys.modules, name, None)
    # What was loaded with it is still held.
    ferrojwt.clear_key_cache()
