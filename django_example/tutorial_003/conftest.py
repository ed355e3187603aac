"""The fixtures that the tests of this tutorial share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

from config.testing import cheap_password_hash, client
from tutorial_003.models import User

if TYPE_CHECKING:
    from django.test import Client

__all__ = ["cheap_password_hash", "client"]

PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def no_requests_before(db: None) -> None:
    """What one test sends does not count against the rates in the next."""
    cache.clear()


@pytest.fixture
def user(db: None) -> User:
    """A registered, active user."""
    return User.objects.create_user("jane", "jane@example.com", PASSWORD)


@pytest.fixture
def pair(client: Client, user: User) -> dict[str, str]:
    """The access and the refresh token of ``user``, from the server."""
    response = post(client, "/api/login/", username="jane", password=PASSWORD)
    pair: dict[str, str] = response.json()
    return pair


def post(client: Client, path: str, token: str | None = None, **body: Any) -> Any:
    """Post JSON, with an access token if there is one."""
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    return client.post(path, body, "application/json", headers=headers)


def get(client: Client, path: str, token: str | None = None) -> Any:
    """Get a page, with an access token if there is one."""
    return client.get(path, headers={} if token is None else {"authorization": f"Bearer {token}"})
