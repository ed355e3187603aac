"""The fixtures that the DRF tests share."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from rest_framework.test import APIClient

import ferrojwt

PASSWORD = "correct horse battery staple"


@pytest.fixture
def password():
    return PASSWORD


@pytest.fixture
def user(db):
    return get_user_model().objects.create_user(username="alice", password=PASSWORD)


@pytest.fixture
def inactive_user(db):
    return get_user_model().objects.create_user(username="bob", password=PASSWORD, is_active=False)


@pytest.fixture
def client():
    """A client that sees an exception in a view as a stranger does: as a 500."""
    return APIClient(raise_request_exception=False)


@pytest.fixture
def without_app(settings):
    """Take `ferrojwt.drf.token_blacklist` out of the project."""
    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if "blacklist" not in app]


@pytest.fixture
def signatures(monkeypatch):
    """The tokens that are signed from here on."""
    made = []
    encode = ferrojwt.encode

    def counting(*args, **kwargs):
        made.append(encode(*args, **kwargs))
        return made[-1]

    monkeypatch.setattr(ferrojwt, "encode", counting)
    return made


@pytest.fixture
def whoami(client):
    """Call the protected view with a token, or with a whole header."""

    def call(token=None, header=None):
        if token is not None:
            header = f"Bearer {token}"
        return client.get("/whoami/", **({} if header is None else {"HTTP_AUTHORIZATION": header}))

    return call
