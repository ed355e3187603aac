"""The fixtures that the legacy tests share."""

from __future__ import annotations

import time
import uuid

import pytest
from django.contrib.auth import get_user_model

import ferrojwt
from ferrojwt.legacy.utils import jwt_create_payload, jwt_encode_payload
from tests.drf.conftest import PASSWORD, client, password, user

__all__ = ["client", "password", "user"]


@pytest.fixture(autouse=True)
def project(settings):
    settings.ROOT_URLCONF = "tests.legacy.urls"
    return settings


@pytest.fixture
def other_user(db):
    return get_user_model().objects.create_user(username="mallory", password=PASSWORD)


@pytest.fixture
def login(client):
    return lambda username="alice": client.post(
        "/api-token-auth/", {"username": username, "password": PASSWORD}
    )


@pytest.fixture
def token(user):
    return jwt_encode_payload(jwt_create_payload(user))


@pytest.fixture
def signed(user, settings):
    """Sign claims, by default those of a good token, with SECRET_KEY; None leaves a claim out."""

    def sign(key=settings.SECRET_KEY, algorithm="HS256", headers=None, **claims):
        now = int(time.time())
        complete = {
            "username": user.username,
            "user_id": user.pk,
            "iat": now,
            "exp": now + 300,
            "orig_iat": now,
            "jti": str(uuid.uuid4()),
            **claims,
        }
        kept = {name: value for name, value in complete.items() if value is not None}
        return ferrojwt.encode(kept, key, algorithm=algorithm, headers=headers)

    return sign


@pytest.fixture
def whoami(client):
    """Call the protected view with a token, or with a whole header."""

    def call(token=None, header=None, path="/whoami/"):
        if token is not None:
            header = f"Bearer {token}"
        return client.get(path, **({} if header is None else {"HTTP_AUTHORIZATION": header}))

    return call


@pytest.fixture
def blacklist(client):
    """Blacklist a token, by default the one that authenticates."""

    def call(authenticating, **body):
        return client.post("/blacklist/", body, HTTP_AUTHORIZATION=f"Bearer {authenticating}")

    return call
