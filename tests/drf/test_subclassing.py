"""The ways in which projects bend the layer to their needs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings
from rest_framework import serializers
from rest_framework.test import APIRequestFactory

from ferrojwt.django.authentication import REASONS
from ferrojwt.drf.authentication import JWTAuthentication
from ferrojwt.drf.backends import TokenBackend
from ferrojwt.drf.exceptions import AuthenticationFailed, TokenError
from ferrojwt.drf.serializers import (
    PasswordField,
    TokenObtainPairSerializer,
    TokenObtainSerializer,
    TokenRefreshSerializer,
)
from ferrojwt.drf.tokens import AccessToken, RefreshToken
from ferrojwt.drf.views import TokenObtainPairView, TokenRefreshView, TokenViewBase
from tests.drf import minted


class NamedPairSerializer(TokenObtainPairSerializer):
    @classmethod
    def get_token(cls, user):
        token = super().get_token(user)
        token["name"] = user.username
        return token


class GreetingPairSerializer(TokenObtainPairSerializer):
    def validate(self, attrs):
        return {**super().validate(attrs), "greeting": f"Hello {self.user.username}"}


class HouseToken(AccessToken):
    _token_backend = TokenBackend("HS256", "h" * 64, issuer="house")


class CodedPairSerializer(TokenObtainPairSerializer):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = serializers.CharField()


class ShortAccessToken(AccessToken):
    lifetime = timedelta(seconds=30)


class ShortRefreshToken(RefreshToken):
    access_token_class = ShortAccessToken
    no_copy_claims = (*RefreshToken.no_copy_claims, "secret")


class ShortRefreshSerializer(TokenRefreshSerializer):
    token_class = ShortRefreshToken


def test_token_class_may_have_a_backend_of_its_own():
    assert HouseToken(str(HouseToken()))["iss"] == "house"
    with pytest.raises(TokenError):
        AccessToken(str(HouseToken()))


@pytest.fixture
def post():
    def call(view, **body):
        return view(APIRequestFactory().post("/", body, format="json"))

    return call


@pytest.fixture
def credentials(user, password):
    return {"username": user.username, "password": password}


def test_claims_of_ones_own_are_in_both_tokens(post, credentials):
    view = TokenObtainPairView.as_view(serializer_class=NamedPairSerializer)
    pair = post(view, **credentials).data
    assert RefreshToken(pair["refresh"])["name"] == "alice"
    assert AccessToken(pair["access"])["name"] == "alice"


def test_claims_of_ones_own_follow_the_user_id(post, credentials):
    view = TokenObtainPairView.as_view(serializer_class=NamedPairSerializer)
    with override_settings(SIMPLE_JWT={"AUDIENCE": "shop", "ISSUER": "house"}):
        refresh = RefreshToken(post(view, **credentials).data["refresh"])
    expected = ["token_type", "exp", "iat", "jti", "user_id", "name", "aud", "iss"]
    assert list(refresh.payload) == expected


def test_answer_can_be_extended_and_knows_the_user(post, credentials):
    class GreetingView(TokenObtainPairView):
        serializer_class = GreetingPairSerializer

    assert post(GreetingView.as_view(), **credentials).data["greeting"] == "Hello alice"


def test_fields_can_be_added_in_the_constructor(post, credentials):
    view = TokenObtainPairView.as_view(serializer_class=CodedPairSerializer)
    assert list(post(view, **credentials).data) == ["code"]


@override_settings(SIMPLE_JWT={"TOKEN_OBTAIN_SERIALIZER": f"{__name__}.NamedPairSerializer"})
def test_serializer_of_the_settings_is_used(post, credentials):
    pair = post(TokenObtainPairView.as_view(), **credentials).data
    assert AccessToken(pair["access"])["name"] == "alice"


@override_settings(SIMPLE_JWT={"TOKEN_OBTAIN_SERIALIZER": "nowhere.Serializer"})
def test_serializer_class_of_a_view_wins_over_the_settings(post, credentials):
    view = TokenObtainPairView.as_view(serializer_class=NamedPairSerializer)
    assert post(view, **credentials).status_code == 200


@override_settings(SIMPLE_JWT={"TOKEN_OBTAIN_SERIALIZER": "nowhere.Serializer"})
def test_serializer_that_cannot_be_imported_is_named():
    with pytest.raises(ImportError, match=r"Could not import serializer 'nowhere\.Serializer'"):
        TokenObtainPairView().get_serializer_class()


def test_dotted_path_can_be_given_on_the_view(post, credentials):
    class NamedView(TokenViewBase):
        _serializer_class = f"{__name__}.NamedPairSerializer"

    assert post(NamedView.as_view(), **credentials).status_code == 200


def test_token_classes_of_ones_own_have_their_lifetime_and_claims(post, user):
    refresh = ShortRefreshToken.for_user(user)
    refresh["secret"] = 1
    view = TokenRefreshView.as_view(serializer_class=ShortRefreshSerializer)
    access = AccessToken(post(view, refresh=str(refresh)).data["access"])
    assert access["exp"] - access["iat"] == 30
    assert "secret" not in access


@pytest.mark.usefixtures("user")
def test_user_name_field_can_be_another():
    class MailSerializer(TokenObtainSerializer):
        username_field = "email"

    assert list(MailSerializer().fields) == ["email", "password"]


@pytest.mark.usefixtures("db")
def test_error_messages_can_be_replaced(post):
    class PoliteSerializer(TokenObtainPairSerializer):
        default_error_messages = {"no_active_account": "Sorry"}

    view = TokenObtainPairView.as_view(serializer_class=PoliteSerializer)
    assert post(view, username="a", password="b").data == {"detail": "Sorry"}


@pytest.mark.parametrize(
    ("token", "detail"),
    [
        (minted.access(user_id="7"), "Who?"),
        (minted.access(user_id=minted.ABSENT), REASONS["no_user_id"]),
        ("garbage", REASONS["token_not_valid"]),
        ("two words", REASONS["bad_authorization_header"]),
    ],
)
@pytest.mark.usefixtures("db")
def test_one_error_message_of_authentication_can_be_replaced(token, detail):
    class PoliteAuthentication(JWTAuthentication):
        default_error_messages = {"user_not_found": "Who?"}

    request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}")
    with pytest.raises(AuthenticationFailed) as raised:
        PoliteAuthentication().authenticate(request)
    assert raised.value.detail["detail"] == detail


def test_realm_can_be_another(post):
    class ShopView(TokenRefreshView):
        www_authenticate_realm = "shop"

    response = post(ShopView.as_view(), refresh="garbage")
    assert response["WWW-Authenticate"].startswith('Bearer realm="shop", ')


def test_serializer_without_token_class_says_what_is_missing(user):
    with pytest.raises(TypeError, match="TokenObtainSerializer must set token_class"):
        TokenObtainSerializer.get_token(user)


def test_password_field_is_a_password_input_and_leaves_the_callers_style_alone():
    style = {"placeholder": "Password"}
    field = PasswordField(style=style)
    assert field.style == {"placeholder": "Password", "input_type": "password"}
    assert field.write_only
    assert style == {"placeholder": "Password"}
