"""Tutorial 003: the long guide: middleware, protected views, revocation, best practices."""

from __future__ import annotations

import base64
import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.middleware import get_user
from django.core.cache.backends.base import memcache_key_warnings
from django.http import JsonResponse
from django.utils.module_loading import import_string
from freezegun import freeze_time
from rest_framework.test import APIClient

from ferrojwt.drf.authentication import JWTAuthentication
from ferrojwt.drf.exceptions import InvalidToken
from ferrojwt.drf.tokens import RefreshToken
from tests.core import forge, keys

JWT = "ferrojwt.django.middleware.JWTMiddleware"
SESSIONS = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]

BAD_HEADERS = [
    "Bearer",
    "Bearer a b",
    "Bearer garbage",
    "Bearer ..",
    "Bearer \xff.\xff.\xff",
    f"bearer {forge.token({'exp': 1})}",
    f"Bearer {'a' * 100_000}",
]

pytestmark = pytest.mark.django_db


def shortened(header):
    return ascii(header)[:24]


each_bad_header = pytest.mark.parametrize("header", BAD_HEADERS, ids=shortened)


def test_pair_made_for_a_user_opens_views(user, ask):
    refresh = RefreshToken.for_user(user)
    assert ask("/protected/", str(refresh.access_token)).status_code == 200
    assert ask("/protected/", str(refresh)).status_code == 401


def test_djangos_get_user_still_means_the_session(project, pair, user, rf):
    project.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    seen = {}

    def view(request):
        seen.update(session=get_user(request), request=request.user)
        return JsonResponse({"id": request.user.pk})

    handler = view
    for path in reversed([*SESSIONS, JWT]):
        handler = import_string(path)(handler)
    handler(rf.get("/", HTTP_AUTHORIZATION=f"Bearer {pair['access']}"))
    assert seen["session"].is_anonymous
    assert seen["request"].pk == user.pk


@pytest.mark.parametrize("path", ["/open-api/", "/closed-api/", "/guarded-api/"])
def test_api_view_behind_a_decorator_lets_the_holder_of_a_token_in(pair, user, ask, path):
    response = ask(path, pair["access"])
    assert (response.status_code, response.json()) == (200, {"id": user.pk})


@pytest.mark.parametrize("middleware", [[], [JWT]], ids=["alone", "below the middleware"])
@pytest.mark.parametrize("path", ["/open-api/", "/closed-api/", "/guarded-api/"])
@each_bad_header
def test_bad_token_behind_a_decorator_is_401(project, ask, path, header, middleware):
    project.MIDDLEWARE = middleware
    response = ask(path, header=header)
    assert (response.status_code, response["Content-Type"]) == (401, "application/json")


@each_bad_header
def test_bad_token_on_a_plain_view_is_401(project, ask, header):
    project.MIDDLEWARE = [JWT]
    response = ask("/plain/", header=header)
    assert (response.status_code, response["Content-Type"]) == (401, "application/json")


@pytest.mark.parametrize("header", [None, "", "Basic YTpi", "garbage", *BAD_HEADERS], ids=shortened)
def test_log_in_works_below_the_middleware(project, user, password, header):
    project.MIDDLEWARE = [JWT]
    response = APIClient().post(
        "/accounts/token/",
        {"username": user.username, "password": password},
        **({} if header is None else {"HTTP_AUTHORIZATION": header}),
    )
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("path", "status"), [("/open-api/", 302), ("/closed-api/", 401), ("/guarded-api/", 401)]
)
def test_stranger_is_turned_away_from_an_api_view(ask, path, status):
    assert ask(path).status_code == status


def test_plain_view_behind_login_required_knows_the_holder_of_a_token(project, pair, user, ask):
    project.MIDDLEWARE = [JWT]
    response = ask("/plain/", pair["access"])
    assert (response.status_code, response.json()) == (200, {"id": user.pk})


def test_stranger_is_sent_to_the_login_url(project, ask):
    project.MIDDLEWARE = [JWT]
    project.LOGIN_URL = "/enter/"
    response = ask("/plain/")
    assert (response.status_code, response["Location"]) == (302, "/enter/?next=/plain/")


@pytest.mark.parametrize("way", ["session", "basic", "token"])
def test_djangos_ways_of_logging_in_stand_beside_ours(project, pair, user, password, way):
    project.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    project.MIDDLEWARE = SESSIONS
    client = APIClient()
    header = {}
    if way == "session":
        client.force_login(user)
    elif way == "basic":
        credentials = base64.b64encode(f"{user.username}:{password}".encode()).decode()
        header = {"HTTP_AUTHORIZATION": f"Basic {credentials}"}
    else:
        header = {"HTTP_AUTHORIZATION": f"Bearer {pair['access']}"}
    response = client.get("/three-ways/", **header)
    assert (response.status_code, response.json()) == (200, {"id": user.pk})


def test_form_encoded_refresh_answers_an_access_token(client, pair):
    response = client.post(
        "/accounts/token/refresh/",
        urlencode({"refresh": pair["refresh"]}),
        content_type="application/x-www-form-urlencoded",
    )
    assert (response.status_code, list(response.json())) == (200, ["access"])


@pytest.mark.parametrize("algorithm", ["HS256", "RS256"])
def test_id_of_a_token_is_a_short_key_for_any_cache(project, user, algorithm):
    if algorithm == "RS256":
        project.SIMPLE_JWT = {
            "ALGORITHM": algorithm,
            "SIGNING_KEY": keys.PRIVATE[algorithm],
            "VERIFYING_KEY": keys.PUBLIC[algorithm],
        }
    token = RefreshToken.for_user(user).access_token
    assert uuid.UUID(token["jti"]).hex == token["jti"]
    assert list(memcache_key_warnings(f":1:{token['jti']}")) == []


def test_get_validated_token_returns_the_token(pair):
    token = JWTAuthentication().get_validated_token(pair["access"])
    assert str(token.token) == pair["access"]


@pytest.mark.parametrize("bad", [lambda pair: pair["refresh"], lambda _: "garbage"])
def test_get_validated_token_raises_for_any_other(pair, bad):
    with pytest.raises(InvalidToken):
        JWTAuthentication().get_validated_token(bad(pair))


@pytest.mark.parametrize(("after", "status"), [(4, 200), (6, 401)], ids=["within", "beyond"])
def test_access_token_lives_for_its_lifetime(project, pair, ask, after, status):
    with freeze_time(timedelta(minutes=after)):
        assert ask("/protected/", pair["access"]).status_code == status
