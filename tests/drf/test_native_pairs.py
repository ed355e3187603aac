"""Tokens of `ferrojwt.encode_pair` and of the Django layer are the same to either side."""

import pytest
from django.conf import settings

import ferrojwt as jwt
from ferrojwt.drf.tokens import AccessToken, RefreshToken

pytestmark = pytest.mark.django_db

LIFETIMES = {"access_lifetime": 300, "refresh_lifetime": 3600}


@pytest.fixture
def native():
    return jwt.encode_pair({"user_id": "7"}, settings.SECRET_KEY, **LIFETIMES)


def test_the_django_layer_takes_native_tokens(native):
    assert AccessToken(native.access)["user_id"] == "7"
    assert RefreshToken(native.refresh)["user_id"] == "7"


def test_native_calls_take_tokens_of_the_django_layer():
    refresh = RefreshToken()
    refresh["user_id"] = "7"

    decoded = jwt.decode_refresh(str(refresh), settings.SECRET_KEY, ["HS256"])
    assert decoded["user_id"] == "7"
    decoded = jwt.decode_access(str(refresh.access_token), settings.SECRET_KEY, ["HS256"])
    assert decoded["user_id"] == "7"


def test_both_sides_write_the_same_claims_in_the_same_order(native):
    refresh = RefreshToken()
    refresh["user_id"] = "7"

    assert list(refresh.payload) == list(RefreshToken(native.refresh).payload)
    assert list(refresh.access_token.payload) == list(AccessToken(native.access).payload)
