"""The fixtures that the tests of the tutorials share."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from tests.core.conftest import without_cryptography
from tests.drf.conftest import client, password, user

__all__ = ["client", "password", "user", "without_cryptography"]


@pytest.fixture(autouse=True)
def project(settings):
    """A project with the tutorials' views."""
    settings.ROOT_URLCONF = "tests.tutorials.urls"
    return settings


@pytest.fixture
def pair(db, client, user, password):
    """Log in; the answer has a refresh and an access token."""
    return client.post("/accounts/token/", {"username": user.username, "password": password}).json()


@pytest.fixture
def ask():
    """Call a view, with a token or with a whole header."""

    def ask(path, token=None, header=None):
        header = header if token is None else f"Bearer {token}"
        # A client keeps the middleware of its first request.
        return APIClient(raise_request_exception=False).get(
            path, **({} if header is None else {"HTTP_AUTHORIZATION": header})
        )

    return ask
