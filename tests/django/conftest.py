"""The fixtures that the tests of plain Django share."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import AsyncClient, Client

from tests.drf import minted

AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
JWT = "ferrojwt.django.middleware.JWTMiddleware"


@pytest.fixture
def project(settings):
    """A project whose plain views know their users by tokens."""
    settings.ROOT_URLCONF = "tests.django.urls"
    settings.MIDDLEWARE = [JWT]
    return settings


@pytest.fixture
def user(db):
    return get_user_model().objects.create_user(username="alice", password="x")


@pytest.fixture
def token(user):
    return minted.access(user_id=str(user.pk))


@pytest.fixture
def call(project):
    """Call a view as a stranger does: what is raised in it is a 500."""

    def call(path, header=None, token=None, method="get", **extra):
        if token is not None:
            header = f"Bearer {token}"
        if header is not None:
            extra["HTTP_AUTHORIZATION"] = header
        client = Client(raise_request_exception=False, enforce_csrf_checks=True)
        return getattr(client, method)(path, **extra)

    return call


@pytest.fixture
def acall(project):
    """Call a view through the asynchronous handler."""

    async def call(path, header=None, token=None, method="get"):
        if token is not None:
            header = f"Bearer {token}"
        headers = {} if header is None else {"Authorization": header}
        client = AsyncClient(raise_request_exception=False, enforce_csrf_checks=True)
        return await getattr(client, method)(path, headers=headers)

    return call
