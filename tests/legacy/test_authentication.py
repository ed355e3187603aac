"""JSONWebTokenAuthentication: what it accepts, and how it answers what it refuses."""

from __future__ import annotations

import logging

import pytest
from rest_framework.test import APIRequestFactory

import ferrojwt
from ferrojwt.legacy import authentication, utils
from ferrojwt.legacy.authentication import JSONWebTokenAuthentication

OTHER_KEY = "another-secret-key-0123456789-0123456789-0123456789-0123456789-012"


def test_good_token_names_its_user(whoami, user, token):
    response = whoami(token)
    assert (response.status_code, response.json()) == (200, {"id": user.pk})


def test_request_has_the_user_and_the_tokens_text(user, token):
    request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"bearer {token}")
    assert JSONWebTokenAuthentication().authenticate(request) == (user, token)


@pytest.mark.parametrize(
    ("claims", "detail"),
    [
        ({"exp": 1, "iat": 0}, "Token has expired."),
        ({"iat": "banana"}, "Invalid token."),
        ({"aud": "somebody"}, "Invalid token."),
        ({"nbf": 1 << 40}, "Invalid token."),
        ({"username": "nobody"}, "Invalid token."),
        ({"username": None}, "Invalid payload."),
        ({"key": OTHER_KEY}, "Error decoding token."),
        ({"algorithm": "HS512"}, "Invalid token."),
        ({"exp": None}, 'Token is missing the "exp" claim.'),
    ],
)
def test_refused_token_answers_401_with_the_reason(whoami, signed, claims, detail):
    response = whoami(signed(**claims))
    assert (response.status_code, response.json()) == (401, {"detail": detail})
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_inactive_user_answers_401(whoami, user, token):
    user.is_active = False
    user.save()
    response = whoami(token)
    assert (response.status_code, response.json()["detail"]) == (401, "User account is disabled.")


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer ", "Bearer a b", "Token abc", "x"])
def test_request_without_a_token_of_ours_has_no_credentials(whoami, db, header):
    response = whoami(header=header)
    assert response.status_code == 401
    assert response.json()["detail"] == "Authentication credentials were not provided."
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_prefix_is_that_of_the_settings_in_any_case(whoami, settings, token):
    settings.JWT_AUTH = {"JWT_AUTH_HEADER_PREFIX": "JWT"}
    assert whoami(header=f"jwt {token}").status_code == 200
    assert whoami(header=f"Bearer {token}")["WWW-Authenticate"] == 'JWT realm="api"'


def test_cookie_is_read_where_there_is_no_header(client, settings, token):
    settings.JWT_AUTH = {"JWT_AUTH_COOKIE": "auth"}
    client.cookies["auth"] = token
    assert client.get("/whoami/").status_code == 200


def test_cookie_is_not_read_without_the_setting(client, token):
    client.cookies["auth"] = token
    assert client.get("/whoami/").status_code == 401


def test_cookie_of_impersonation_wins(client, settings, token, other_user):
    settings.JWT_AUTH = {"JWT_AUTH_COOKIE": "auth", "JWT_IMPERSONATION_COOKIE": "other"}
    client.cookies["auth"] = token
    client.cookies["other"] = utils.jwt_encode_payload(utils.jwt_create_payload(other_user))
    assert client.get("/whoami/").json() == {"id": other_user.pk}


@pytest.mark.parametrize("audience", ["us", ["them", "us"]])
def test_audience_and_issuer_are_written_and_required(whoami, settings, user, signed, audience):
    settings.JWT_AUTH = {"JWT_AUDIENCE": audience, "JWT_ISSUER": "me"}
    token = utils.jwt_encode_payload(utils.jwt_create_payload(user))
    assert whoami(token).status_code == 200
    assert whoami(signed(aud=audience, iss="you")).status_code == 401
    assert whoami(signed(aud=audience)).json()["detail"] == "Invalid token."


def test_token_without_exp_is_accepted_where_expiry_is_not_verified(whoami, settings, signed):
    settings.JWT_AUTH = {"JWT_VERIFY_EXPIRATION": False}
    assert whoami(signed(exp=None)).status_code == 200
    assert whoami(signed(exp=1, iat=0)).status_code == 200


def test_leeway_is_allowed_for(whoami, settings, signed):
    settings.JWT_AUTH = {"JWT_LEEWAY": 1 << 40}
    assert whoami(signed(exp=1, iat=0)).status_code == 200


def test_token_without_id_is_refused_where_ids_are_required(whoami, settings, signed):
    settings.JWT_AUTH = {"JWT_TOKEN_ID": "require"}
    assert whoami(signed(jti=None)).json()["detail"] == "Invalid token."
    assert whoami(signed()).status_code == 200


def test_reason_is_logged_without_the_token(whoami, signed, caplog):
    caplog.set_level(logging.INFO, logger="ferrojwt")
    token = signed(exp=None)
    whoami(token)
    (record,) = [each for each in caplog.records if each.name == "ferrojwt"]
    assert record.getMessage().startswith("Token refused: it lacks a claim (")
    assert token not in record.getMessage()


def test_subclass_finds_tokens_elsewhere(user, token):
    class InQuery(authentication.BaseJSONWebTokenAuthentication):
        def get_jwt_value(self, request):
            return request.GET.get("token", "").encode() or None

    factory = APIRequestFactory()
    assert InQuery().authenticate(factory.get("/", {"token": token})) == (user, token)
    assert InQuery().authenticate(factory.get("/")) is None


def test_base_class_says_what_a_subclass_must_define(db):
    request = APIRequestFactory().get("/")
    with pytest.raises(NotImplementedError, match="get_jwt_value"):
        authentication.BaseJSONWebTokenAuthentication().authenticate(request)


def test_token_is_that_of_ferrojwt(token, settings):
    claims = ferrojwt.decode(token, settings.SECRET_KEY, algorithms=["HS256"])
    assert claims["exp"] - claims["iat"] == 300
