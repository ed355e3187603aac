"""Fixtures that the tests of the example and those of the tutorial apps share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(autouse=True)
def cheap_password_hash(settings: SettingsWrapper) -> None:
    """The default hash takes a quarter of a second a password, by design."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def no_requests_before() -> None:
    """What one test sends does not count against the rates in the next."""
    cache.clear()


@pytest.fixture
def client() -> Client:
    """A client that sees a crash of the server as strangers do: as a 500 answer."""
    return Client(raise_request_exception=False)
