"""WWW-Authenticate says what is wrong with a token (RFC 6750 section 3)."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.utils import translation

from ferrojwt.drf.tokens import AccessToken, RefreshToken, SlidingToken
from tests.drf import minted
from tests.drf.minted import ABSENT

PLAIN = 'Bearer realm="api"'

pytestmark = pytest.mark.django_db


def with_error(description, error="invalid_token"):
    return f'{PLAIN}, error="{error}", error_description="{description}"'


@pytest.mark.parametrize("header", [None, "", "Basic YTpi"])
def test_request_without_token_is_told_no_error(whoami, header):
    assert whoami(header=header)["WWW-Authenticate"] == PLAIN


@pytest.mark.parametrize(
    ("token", "description"),
    [
        (lambda: "garbage", "Token is invalid"),
        (lambda: minted.access(exp=1), "Token is expired"),
        (minted.refresh, "Token has wrong type"),
        (lambda: minted.access(exp=ABSENT), "Token has no 'exp' claim"),
        (
            lambda: minted.access(user_id=ABSENT),
            "Token contained no recognizable user identification",
        ),
        (lambda: minted.access(user_id="424242"), "User not found"),
    ],
)
def test_refused_token_is_told_why(whoami, token, description):
    assert whoami(token())["WWW-Authenticate"] == with_error(description)


def test_malformed_header_is_an_invalid_request(whoami):
    expected = with_error(
        "Authorization header must contain two space-delimited values", "invalid_request"
    )
    assert whoami(header="Bearer a b")["WWW-Authenticate"] == expected


@override_settings(
    SIMPLE_JWT={
        "AUTH_TOKEN_CLASSES": [
            "ferrojwt.drf.tokens.AccessToken",
            "ferrojwt.drf.tokens.SlidingToken",
        ]
    }
)
def test_reasons_of_several_classes_are_told_once_each(whoami):
    assert whoami("garbage")["WWW-Authenticate"] == with_error("Token is invalid")
    token = SlidingToken()
    token.blacklist()
    expected = with_error("Token has wrong type; Token is blacklisted")
    assert whoami(token)["WWW-Authenticate"] == expected


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/token/refresh/", "refresh"),
        ("/token/verify/", "token"),
        ("/token/blacklist/", "refresh"),
        ("/token/sliding/refresh/", "token"),
    ],
)
def test_refused_token_in_a_body_is_told_why(client, path, field):
    answer = client.post(path, {field: "garbage"})
    assert answer["WWW-Authenticate"] == with_error("Token is invalid")


def test_refresh_for_a_user_who_is_gone_is_told_why(client, user):
    token = RefreshToken.for_user(user)
    user.delete()
    answer = client.post("/token/refresh/", {"refresh": str(token)})
    expected = with_error("No active account found for the given token.")
    assert answer["WWW-Authenticate"] == expected


@pytest.mark.parametrize("path", ["/token/", "/token/sliding/"])
def test_wrong_credentials_are_no_error_of_a_token(client, path):
    answer = client.post(path, {"username": "nobody", "password": "x"})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, PLAIN)


def test_description_is_not_translated(client, whoami, settings):
    settings.LANGUAGE_CODE = "fr"
    with translation.override("fr"):
        answer = whoami("garbage")
    assert answer["WWW-Authenticate"] == with_error("Token is invalid")


@pytest.mark.parametrize("name", ['a"b', "a\\b", "caf\u00e9", "a\r\nb: c"])
def test_description_has_none_but_the_characters_allowed(client, user, settings, name):
    settings.SIMPLE_JWT = {"SLIDING_TOKEN_REFRESH_EXP_CLAIM": name}
    answer = client.post("/token/sliding/refresh/", {"token": minted.sliding()})
    kept = "".join(character for character in name if character in "abcf: ")
    assert answer["WWW-Authenticate"] == with_error(f"Token has no '{kept}' claim")


def test_good_token_without_permission_is_no_challenge(rf, user):
    from rest_framework.permissions import BasePermission

    from tests.drf.urls import WhoAmIView

    class Never(BasePermission):
        def has_permission(self, request, view):
            return False

    view = WhoAmIView.as_view(permission_classes=[Never])
    answer = view(rf.get("/", HTTP_AUTHORIZATION=f"Bearer {AccessToken.for_user(user)}"))
    assert (answer.status_code, "WWW-Authenticate" in answer) == (403, False)
