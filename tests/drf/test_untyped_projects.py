"""TOKEN_TYPE_CLAIM is None: tokens have no types, so the blacklist has to tell what is over."""

from __future__ import annotations

import pytest

from ferrojwt.drf.exceptions import TokenError
from ferrojwt.drf.tokens import AccessToken, RefreshToken, Token, UntypedToken

pytestmark = pytest.mark.django_db

ROTATE = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}


@pytest.fixture(autouse=True)
def untyped(settings):
    settings.SIMPLE_JWT = {"TOKEN_TYPE_CLAIM": None}


class OwnToken(Token):
    token_type = "own"
    lifetime = AccessToken.lifetime


@pytest.fixture
def blacklisted(user):
    token = RefreshToken.for_user(user)
    token.blacklist()
    return str(token)


def test_blacklisted_refresh_token_does_not_authenticate(whoami, user):
    token = RefreshToken.for_user(user)
    assert whoami(token).status_code == 200
    token.blacklist()
    answer = whoami(token)
    assert answer.status_code == 401
    assert answer.json()["messages"][0]["message"] == "Token is blacklisted"


def test_rotated_refresh_token_does_not_authenticate(client, whoami, user, settings):
    settings.SIMPLE_JWT = {"TOKEN_TYPE_CLAIM": None, **ROTATE}
    token = str(RefreshToken.for_user(user))
    assert client.post("/token/refresh/", {"refresh": token}).status_code == 200
    assert whoami(token).status_code == 401


@pytest.mark.parametrize("token_class", [AccessToken, OwnToken, UntypedToken])
def test_class_without_a_blacklist_refuses_a_blacklisted_token(token_class, blacklisted):
    with pytest.raises(TokenError, match="Token is blacklisted"):
        token_class(blacklisted)


def test_verify_answers_as_it_does_with_types(client, blacklisted):
    answer = client.post("/token/verify/", {"token": blacklisted})
    assert (answer.status_code, answer.json()) == (
        400,
        {"non_field_errors": ["Token is blacklisted"]},
    )


def test_blacklist_is_asked_once(user, client, django_assert_num_queries):
    token = str(RefreshToken.for_user(user))
    with django_assert_num_queries(1):
        RefreshToken(token)
    with django_assert_num_queries(1):
        client.post("/token/verify/", {"token": token})


@pytest.mark.usefixtures("without_app")
def test_no_blacklist_is_asked_without_the_app(user, django_assert_num_queries):
    token = str(AccessToken.for_user(user))
    with django_assert_num_queries(0):
        AccessToken(token)


def test_without_ids_no_blacklist_is_asked(user, settings, django_assert_num_queries):
    settings.SIMPLE_JWT = {"TOKEN_TYPE_CLAIM": None, "JTI_CLAIM": None}
    token = str(AccessToken.for_user(user))
    with django_assert_num_queries(0):
        AccessToken(token)


def test_with_types_no_blacklist_is_asked(user, settings, django_assert_num_queries):
    settings.SIMPLE_JWT = {}
    token = str(AccessToken.for_user(user))
    with django_assert_num_queries(0):
        AccessToken(token)
