"""Users that are made of a token's claims."""

from __future__ import annotations

import copy
import pickle

import pytest
from django.test import override_settings

from ferrojwt.drf.authentication import (
    JWTStatelessUserAuthentication,
    JWTTokenUserAuthentication,
)
from ferrojwt.drf.exceptions import InvalidToken
from ferrojwt.drf.models import TokenUser
from ferrojwt.drf.tokens import AccessToken


class ShopUser(TokenUser):
    @property
    def shop(self):
        return "corner"


@pytest.fixture
def token():
    token = AccessToken()
    token.payload |= {"user_id": "7", "username": "alice", "role": "editor", "nothing": None}
    return token


def authenticate(token, rf):
    request = rf.get("/", HTTP_AUTHORIZATION=f"Bearer {token}")
    return JWTStatelessUserAuthentication().authenticate(request)


def test_user_is_made_without_a_query(token, rf):
    user, _ = authenticate(token, rf)
    assert (type(user), user.id, user.pk, user.get_username()) == (TokenUser, "7", "7", "alice")


def test_token_without_user_is_refused(rf):
    with pytest.raises(InvalidToken, match="no recognizable user identification"):
        authenticate(AccessToken(), rf)


def test_class_of_the_settings_is_used(token, rf):
    with override_settings(SIMPLE_JWT={"TOKEN_USER_CLASS": f"{__name__}.ShopUser"}):
        user, _ = authenticate(token, rf)
    assert user.shop == "corner"


def test_both_names_of_the_scheme_are_one_class():
    assert JWTTokenUserAuthentication is JWTStatelessUserAuthentication


def test_claims_are_attributes(token):
    user = TokenUser(token)
    assert (user.role, user.nothing) == ("editor", None)


@pytest.mark.parametrize("name", ["no_such_claim", "__no_such_claim__", "_role"])
def test_there_are_no_other_attributes(token, name):
    user = TokenUser(token)
    assert not hasattr(user, name)
    with pytest.raises(AttributeError, match=name):
        getattr(user, name)


def pickled(user):
    return pickle.loads(pickle.dumps(user))  # noqa: S301 - what was pickled here


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, pickled])
def test_user_can_be_copied_and_pickled(token, duplicate):
    user = duplicate(TokenUser(token))
    assert user == TokenUser(token)
    assert (user.role, user.token.payload) == ("editor", token.payload)


def test_equality_and_hash_are_those_of_the_id(token):
    other = AccessToken()
    other["user_id"] = "8"
    assert TokenUser(token) == TokenUser(copy.copy(token))
    assert TokenUser(token) != TokenUser(other)
    assert TokenUser(token) != "7"
    assert len({TokenUser(token), TokenUser(copy.copy(token))}) == 1


def test_flags_are_claims_and_false_without(token):
    user = TokenUser(token)
    assert (user.is_staff, user.is_superuser) == (False, False)
    token.payload |= {"is_staff": True, "is_superuser": True}
    user = TokenUser(token)
    assert (user.is_staff, user.is_superuser) == (True, True)


def test_user_is_authenticated_and_active(token):
    user = TokenUser(token)
    assert (user.is_authenticated, user.is_anonymous, user.is_active) == (True, False, True)


def test_user_has_no_groups_and_no_permissions(token):
    user = TokenUser(token)
    assert not user.groups.exists()
    assert not user.user_permissions.exists()
    assert user.get_group_permissions() == user.get_all_permissions() == set()
    assert not user.has_perm("auth.add_user")
    assert not user.has_perms(["auth.add_user"])
    assert not user.has_module_perms("auth")


@pytest.mark.parametrize(
    "call",
    [
        lambda user: user.save(),
        lambda user: user.delete(),
        lambda user: user.set_password("x"),
        lambda user: user.check_password("x"),
    ],
)
def test_there_is_nothing_to_save(token, call):
    with pytest.raises(NotImplementedError, match="no DB representation"):
        call(TokenUser(token))


def test_str_names_the_id(token):
    assert str(TokenUser(token)) == "TokenUser 7"


def test_username_is_empty_without_its_claim():
    token = AccessToken()
    token["user_id"] = "7"
    assert TokenUser(token).username == ""
