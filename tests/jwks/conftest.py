import pytest

from tests.jwks.endpoint import Endpoint


def pytest_configure(config):
    config.addinivalue_line(
        "markers",
        "beyond_pyjwt: a promise that PyJWT does not keep; deselect it to run these tests on PyJWT",
    )


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    """The endpoints of these tests are on this machine."""
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def endpoint():
    with Endpoint() as endpoint:
        yield endpoint
