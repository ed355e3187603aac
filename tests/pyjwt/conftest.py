import os

import jwt
import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "quick",
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough",
    settings.get_profile("quick"),
    max_examples=5_000,
)


def pytest_configure(config):
    settings.load_profile(os.environ.get("DIFFERENTIAL_PROFILE", "quick"))


@pytest.fixture(autouse=True, scope="session")
def _oracle_is_the_version_we_follow():
    assert jwt.__version__ == "2.15.1"
