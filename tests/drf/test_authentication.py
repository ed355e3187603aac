"""A protected view: what the Authorization header must carry."""

from __future__ import annotations

from typing import ClassVar

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.test import override_settings

from ferrojwt.django import users
from ferrojwt.django.exceptions import Refused
from ferrojwt.drf import authentication, exceptions
from ferrojwt.drf.authentication import JWTAuthentication
from ferrojwt.drf.exceptions import InvalidToken
from ferrojwt.drf.settings import api_settings
from ferrojwt.drf.tokens import AccessToken, RefreshToken
from tests.drf import minted
from tests.drf.minted import ABSENT

NOT_PROVIDED = {"detail": "Authentication credentials were not provided."}
TWO_VALUES = {
    "detail": "Authorization header must contain two space-delimited values",
    "code": "bad_authorization_header",
}
NO_USER_ID = {
    "detail": "Token contained no recognizable user identification",
    "code": "token_not_valid",
}
NOT_FOUND = {"detail": "User not found", "code": "user_not_found"}
INACTIVE = {"detail": "User is inactive", "code": "user_inactive"}

TWO_CLASSES = {
    "AUTH_TOKEN_CLASSES": ["ferrojwt.drf.tokens.AccessToken", "ferrojwt.drf.tokens.RefreshToken"]
}


def accept_everything(_user):
    return True


def refuse_everybody(_user):
    return False


class BarredToken(AccessToken):
    def verify(self):
        super().verify()
        raise Refused("barred")


def not_valid(message):
    return {
        "detail": "Given token not valid for any token type",
        "code": "token_not_valid",
        "messages": [{"token_class": "AccessToken", "token_type": "access", "message": message}],
    }


def test_access_token_authenticates_its_user(whoami, user):
    response = whoami(AccessToken.for_user(user))
    assert (response.status_code, response.json()) == (200, {"id": user.pk})


def test_one_query_authenticates(whoami, user, django_assert_num_queries):
    token = str(AccessToken.for_user(user))
    with django_assert_num_queries(1):
        whoami(token)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_scheme_is_matched_in_any_case(whoami, user, scheme):
    assert whoami(header=f"{scheme} {AccessToken.for_user(user)}").status_code == 200


@pytest.mark.parametrize("header", [None, "", "  ", "Basic YTpi", "Token abc", "Bearerabc x"])
def test_absent_empty_and_foreign_headers_carry_no_credentials(whoami, header):
    response = whoami(header=header)
    assert (response.status_code, response.json()) == (401, NOT_PROVIDED)


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "bearer a b c"])
def test_header_of_other_than_two_parts_is_401(whoami, header):
    response = whoami(header=header)
    assert (response.status_code, response.json()) == (401, TWO_VALUES)


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer garbage"])
def test_401_challenges_for_bearer(whoami, header):
    assert whoami(header=header)["WWW-Authenticate"].startswith('Bearer realm="api"')


@pytest.mark.parametrize(
    ("token", "message"),
    [
        pytest.param(lambda: "garbage", "Token is invalid", id="garbage"),
        pytest.param(lambda: minted.access()[:-4] + "AAAA", "Token is invalid", id="signature"),
        pytest.param(lambda: minted.access(exp=1_000_000_000), "Token is expired", id="expired"),
        pytest.param(minted.refresh, "Token has wrong type", id="refresh-token"),
        pytest.param(lambda: minted.access(jti=ABSENT), "Token has no id", id="no-jti"),
        pytest.param(lambda: minted.access(token_type=ABSENT), "Token has no type", id="no-type"),
    ],
)
@pytest.mark.usefixtures("user")
def test_refused_token_is_401_with_the_reason_of_each_class(whoami, token, message):
    response = whoami(token())
    assert (response.status_code, response.json()) == (401, not_valid(message))


def test_refusal_has_detail_code_and_messages_in_this_order(whoami):
    assert list(whoami("garbage").json()) == ["detail", "code", "messages"]


@override_settings(SIMPLE_JWT=TWO_CLASSES)
def test_each_of_several_classes_gives_its_reason(whoami):
    messages = whoami("garbage").json()["messages"]
    assert [message["token_class"] for message in messages] == ["AccessToken", "RefreshToken"]


@override_settings(SIMPLE_JWT=TWO_CLASSES)
def test_second_class_accepts_what_the_first_refuses(whoami, user):
    assert whoami(RefreshToken.for_user(user)).status_code == 200


def test_token_without_user_is_401(whoami):
    response = whoami(minted.access(user_id=ABSENT))
    assert (response.status_code, response.json()) == (401, NO_USER_ID)


def test_deleted_user_is_401(whoami, user):
    token = str(AccessToken.for_user(user))
    user.delete()
    response = whoami(token)
    assert (response.status_code, response.json()) == (401, NOT_FOUND)


def test_inactive_user_is_401(whoami, inactive_user):
    response = whoami(minted.access(user_id=str(inactive_user.pk)))
    assert (response.status_code, response.json()) == (401, INACTIVE)


@override_settings(SIMPLE_JWT={"CHECK_USER_IS_ACTIVE": False})
def test_inactive_user_is_accepted_when_activity_does_not_matter(whoami, inactive_user):
    assert whoami(minted.access(user_id=str(inactive_user.pk))).status_code == 200


def test_integer_user_id_of_older_tokens_is_accepted(whoami, user):
    assert whoami(minted.access(user_id=user.pk)).status_code == 200


@override_settings(SIMPLE_JWT={"USER_AUTHENTICATION_RULE": f"{__name__}.refuse_everybody"})
def test_user_rule_is_applied_on_every_request(whoami, user):
    response = whoami(AccessToken.for_user(user))
    assert (response.status_code, response.json()) == (
        401,
        {
            "detail": "No active account found for the given token.",
            "code": "no_active_account",
        },
    )


@override_settings(SIMPLE_JWT={"USER_AUTHENTICATION_RULE": f"{__name__}.refuse_everybody"})
@pytest.mark.parametrize("path", ["/token/", "/token/refresh/"])
def test_user_rule_is_applied_by_the_token_views(client, user, password, path):
    body = {
        "username": user.username,
        "password": password,
        "refresh": str(RefreshToken.for_user(user)),
    }
    assert client.post(path, body).status_code == 401


@pytest.mark.django_db
@override_settings(SIMPLE_JWT={"USER_AUTHENTICATION_RULE": f"{__name__}.accept_everything"})
def test_rule_that_accepts_everything_lets_nobody_be_no_user(client):
    response = client.post("/token/", {"username": "nobody", "password": "x"})
    assert response.status_code == 401


@override_settings(SIMPLE_JWT={"USER_AUTHENTICATION_RULE": f"{__name__}.accept_everything"})
def test_rule_that_accepts_everything_does_not_bring_a_deleted_user_back(client, whoami, user):
    refresh = RefreshToken.for_user(user)
    user.delete()
    assert client.post("/token/refresh/", {"refresh": str(refresh)}).status_code == 401
    assert whoami(refresh.access_token).status_code == 401


def test_plain_django_request_can_be_authenticated(user):
    request = HttpRequest()
    request.META["HTTP_AUTHORIZATION"] = f"Bearer {AccessToken.for_user(user)}"
    authenticated, token = JWTAuthentication().authenticate(request)
    assert (authenticated, type(token)) == (user, AccessToken)


def test_rule_put_in_the_default_rules_place_is_asked(whoami, user, monkeypatch):
    token = AccessToken.for_user(user)
    monkeypatch.setattr(users, "default_user_authentication_rule", refuse_everybody)
    api_settings.reload()
    assert whoami(token).status_code == 401
    monkeypatch.undo()
    api_settings.reload()
    assert whoami(token).status_code == 200


def test_what_a_token_class_refuses_by_itself_stays_its_own_refusal(whoami, user, settings):
    settings.SIMPLE_JWT = {"AUTH_TOKEN_CLASSES": [f"{__name__}.BarredToken"]}
    response = whoami(AccessToken.for_user(user))
    assert (response.status_code, response.json()) == (403, {"detail": "barred"})


def test_text_of_a_subclass_stands_in_for_ours():
    class Terse(JWTAuthentication):
        default_error_messages: ClassVar = {"token_not_valid": "no"}

    with pytest.raises(InvalidToken) as refusal:
        Terse().get_validated_token("garbage")
    assert refusal.value.detail["detail"] == "no"


@pytest.mark.parametrize("name", ["AuthenticationFailed", "InvalidToken", "TokenError"])
def test_errors_can_be_imported_from_here(name):
    assert getattr(authentication, name) is getattr(exceptions, name)


def test_validated_token_may_be_text():
    assert JWTAuthentication().get_validated_token(str(AccessToken()))["token_type"] == "access"


def test_header_given_as_bytes_stays_as_it_is():
    request = HttpRequest()
    request.META["HTTP_AUTHORIZATION"] = b"Bearer abc"
    assert JWTAuthentication().get_header(request) == b"Bearer abc"


@pytest.mark.parametrize("configured", [("JWT", "Bearer"), ["JWT", "Bearer"]])
def test_header_types_of_the_settings_are_accepted(whoami, user, configured):
    with override_settings(SIMPLE_JWT={"AUTH_HEADER_TYPES": configured}):
        token = AccessToken.for_user(user)
        statuses = [whoami(header=f"{kind} {token}").status_code for kind in configured]
    assert statuses == [200, 200]


@override_settings(SIMPLE_JWT={"AUTH_HEADER_TYPES": "JWT"})
def test_single_header_type_may_be_a_plain_string(whoami, user):
    assert whoami(header=f"JWT {AccessToken.for_user(user)}").status_code == 200


@override_settings(SIMPLE_JWT={"AUTH_HEADER_TYPES": ("JWT", "Bearer")})
def test_first_header_type_is_the_challenge(whoami, client):
    for response in (whoami(), client.post("/token/verify/", {"token": "garbage"})):
        assert response["WWW-Authenticate"].startswith('JWT realm="api"')


@override_settings(SIMPLE_JWT={"AUTH_HEADER_TYPES": ("JWT",)})
def test_header_type_globals_follow_the_settings():
    assert authentication.AUTH_HEADER_TYPES == ("JWT",)
    assert {b"JWT"} == authentication.AUTH_HEADER_TYPE_BYTES


@override_settings(SIMPLE_JWT={"AUTH_HEADER_NAME": "HTTP_X_ACCESS_TOKEN"})
def test_header_name_of_the_settings_is_read(client, user):
    response = client.get("/whoami/", HTTP_X_ACCESS_TOKEN=f"Bearer {AccessToken.for_user(user)}")
    assert response.status_code == 200


@override_settings(SIMPLE_JWT={"USER_ID_FIELD": "username", "USER_ID_CLAIM": "name"})
def test_user_id_field_and_claim_of_the_settings_are_used(whoami, user):
    token = AccessToken.for_user(user)
    assert (token["name"], "user_id" in token) == ("alice", False)
    assert whoami(token).status_code == 200


def test_user_model_of_a_subclass_is_asked(user):
    class Nobody:
        class objects:  # noqa: N801 - stands in for a manager
            @staticmethod
            def get(**_lookup):
                raise get_user_model().DoesNotExist

    scheme = JWTAuthentication()
    scheme.user_model = Nobody
    with pytest.raises(authentication.AuthenticationFailed):
        scheme.get_user(AccessToken.for_user(user))
