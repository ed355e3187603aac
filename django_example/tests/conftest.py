"""What the tests of the example share."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING, Any, Protocol

import ferrojwt
import pytest

from accounts.models import User
from config.testing import cheap_password_hash, client, no_requests_before

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

__all__ = ["cheap_password_hash", "client", "no_requests_before"]

PASSWORD = "correct-horse-battery"


class Forge(Protocol):
    """Signs any claims with the project's key."""

    def __call__(self, token_type: str, user: User, /, **claims: Any) -> str:
        """Return a sound token of ``user`` changed by ``claims``; ``...`` removes a claim."""


@pytest.fixture(autouse=True)
def static_files_looked_for_when_asked(settings: SettingsWrapper) -> None:
    """WhiteNoise lists them all when it starts, and each client starts it."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def user(db: None) -> User:
    """A registered, active user."""
    return User.objects.create_user("user@example.com", PASSWORD)


@pytest.fixture
def pair(client: Client, user: User) -> dict[str, str]:
    """The access and the refresh token of ``user``, from the server."""
    response = client.post(
        "/api/token/", {"email": user.email, "password": PASSWORD}, "application/json"
    )
    assert response.status_code == 200
    pair: dict[str, str] = response.json()
    return pair


@pytest.fixture
def forge(settings: SettingsWrapper) -> Forge:
    """Return a function that signs tokens the server itself would never issue."""

    def forge(token_type: str, user: User, /, **claims: Any) -> str:
        now = int(time.time())
        sound = {
            "token_type": token_type,
            "exp": now + 300,
            "iat": now,
            "jti": uuid.uuid4().hex,
            "user_id": str(user.pk),
        }
        changed = {name: value for name, value in {**sound, **claims}.items() if value is not ...}
        return ferrojwt.encode(changed, settings.SECRET_KEY, algorithm="HS256")

    return forge
