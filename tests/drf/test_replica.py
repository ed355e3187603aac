"""A project whose router reads from a replica, which may lag behind."""

from __future__ import annotations

import pytest

from ferrojwt.drf.exceptions import TokenError
from ferrojwt.drf.token_blacklist.models import BlacklistedToken
from ferrojwt.drf.tokens import AccessToken, RefreshToken, SlidingToken

pytestmark = pytest.mark.django_db(databases=["default", "replica"])


class LaggingReplica:
    """Reads come from the database "replica", in which nothing ever arrives."""

    def db_for_read(self, model, **_hints):
        return "replica"

    def db_for_write(self, model, **_hints):
        return "default"

    def allow_relation(self, *_objects, **_hints):
        return True


@pytest.fixture(autouse=True)
def router(settings):
    settings.DATABASE_ROUTERS = [f"{__name__}.{LaggingReplica.__name__}"]


@pytest.fixture(params=[RefreshToken, SlidingToken])
def blacklisted(request):
    token = request.param()
    token.blacklist()
    assert not BlacklistedToken.objects.exists()
    return token


def test_token_is_refused_as_soon_as_it_is_blacklisted(blacklisted):
    with pytest.raises(TokenError, match="Token is blacklisted"):
        type(blacklisted)(str(blacklisted))


def test_verify_refuses_it_as_soon_as_it_is_blacklisted(client, blacklisted):
    answer = client.post("/token/verify/", {"token": str(blacklisted)})
    assert answer.status_code == 400


def test_token_without_type_is_refused_as_soon_as_it_is_blacklisted(settings, blacklisted):
    settings.SIMPLE_JWT = {"TOKEN_TYPE_CLAIM": None}
    with pytest.raises(TokenError, match="Token is blacklisted"):
        AccessToken(str(blacklisted))


@pytest.mark.parametrize("path", ["/token/refresh/", "/token/blacklist/"])
def test_token_can_be_spent_once(client, settings, path):
    settings.SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
    body = {"refresh": str(RefreshToken())}
    assert [client.post(path, body).status_code for _ in range(2)] == [200, 401]
