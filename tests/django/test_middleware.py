"""`JWTMiddleware`: whose request it is, for views that ask."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync, iscoroutinefunction
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client

from ferrojwt.django.middleware import JWTMiddleware
from tests.django.conftest import AUTHENTICATION, JWT
from tests.drf.test_bad_input import MEGABYTE, UNUSABLE_TOKENS, UNUSABLE_USER_IDS
from tests.drf.test_bad_input import with_claim_text as claim_text

ASKING = ["/whoami/", "/async/whoami/", "/async/whoami/awaited/"]
SESSIONS = "django.contrib.sessions.middleware.SessionMiddleware"

asking = pytest.mark.parametrize("path", ASKING)
both_kinds = pytest.mark.parametrize("path", ["/public/", "/async/public/"])


@pytest.fixture(params=["wsgi", "asgi"])
def visit(request, call, acall):
    """Call a view through either handler."""
    return call if request.param == "wsgi" else async_to_sync(acall)


def asks_before_the_view(get_response):
    """Middleware that asks for the user on the way in."""

    def middleware(request):
        request.seen = request.user.pk
        return get_response(request)

    return middleware


def asks_after_the_view(get_response):
    """Middleware that asks for the user on the way out, to write it into a log."""

    def middleware(request):
        response = get_response(request)
        response["X-Seen"] = str(request.user.pk)
        return response

    return middleware


@asking
@pytest.mark.django_db(transaction=True)
def test_view_that_asks_gets_the_user_of_the_token(visit, token, user, path):
    response = visit(path, token=token)
    assert (response.status_code, response.json()) == (200, {"id": user.pk, "anonymous": False})


@asking
@pytest.mark.parametrize("header", [None, "", "Basic YTpi", "Bearerabc x"])
def test_view_that_asks_gets_an_anonymous_user_without_token(visit, path, header):
    response = visit(path, header)
    assert (response.status_code, response.json()) == (200, {"id": None, "anonymous": True})


@asking
@pytest.mark.parametrize("header", ["Bearer garbage", "Bearer", "Bearer a b"])
def test_view_that_asks_ends_in_401_with_a_bad_token(visit, path, header):
    response = visit(path, header)
    assert response.status_code == 401
    assert response["Content-Type"] == "application/json"
    assert response["WWW-Authenticate"].startswith('Bearer realm="api", error="invalid_')
    assert response.json()["code"] in {"token_not_valid", "bad_authorization_header"}


@both_kinds
def test_view_that_does_not_ask_is_not_disturbed_by_a_bad_token(visit, path):
    assert visit(path, token="garbage").content == b"hello"


def test_view_that_does_not_ask_costs_no_query(call, token, django_assert_num_queries):
    with django_assert_num_queries(0):
        call("/public/", token=token)


def test_view_that_asks_costs_one_query(call, token, django_assert_num_queries):
    with django_assert_num_queries(1):
        call("/whoami/", token=token)


def test_user_asked_for_while_rendering_ends_in_401(call, token, user):
    assert call("/template/", token=token).content == str(user.pk).encode()
    assert call("/template/", token="garbage").status_code == 401


def test_view_that_catches_everything_ends_in_401(call):
    assert call("/careless/", token="garbage").status_code == 401


def test_login_required_lets_the_holder_of_a_token_in(call, token):
    assert call("/login-required/", token=token).status_code == 200
    assert call("/login-required/", token="garbage").status_code == 401
    assert call("/login-required/").status_code == 302


@pytest.mark.parametrize("handler", ["wsgi", "asgi"])
def test_login_required_middleware_ends_in_401(call, acall, project, handler):
    project.MIDDLEWARE = [JWT, "django.contrib.auth.middleware.LoginRequiredMiddleware"]
    visit = call if handler == "wsgi" else async_to_sync(acall)
    response = visit("/public/", token="garbage")
    assert (response.status_code, response["Content-Type"]) == (401, "application/json")
    assert visit("/public/").status_code == 302


def test_middleware_that_asks_before_the_view_ends_in_401(call, project, token):
    project.MIDDLEWARE = [JWT, f"{__name__}.asks_before_the_view"]
    assert call("/public/", token="garbage").status_code == 401
    assert call("/public/", token=token).status_code == 200


@pytest.mark.parametrize("path", ["/public/", "/whoami/"])
def test_middleware_that_asks_afterwards_sees_nobody(call, project, path):
    project.MIDDLEWARE = [f"{__name__}.asks_after_the_view", JWT]
    response = call(path, token="garbage")
    assert response["X-Seen"] == "None"
    assert response.status_code == (401 if path == "/whoami/" else 200)


def test_middleware_that_asks_afterwards_sees_the_user(call, project, token, user):
    project.MIDDLEWARE = [f"{__name__}.asks_after_the_view", JWT]
    assert call("/public/", token=token)["X-Seen"] == str(user.pk)


def test_refusal_of_the_project_itself_stays_a_403(call, project):
    project.MIDDLEWARE = [JWT, f"{__name__}.forbids"]
    assert call("/public/", token="garbage").status_code == 403


def forbids(get_response):
    return lambda request: HttpResponse(status=403)


@pytest.mark.parametrize("name", UNUSABLE_TOKENS)
@pytest.mark.usefixtures("user")
def test_unusable_token_is_401(call, name):
    assert call("/whoami/", token=UNUSABLE_TOKENS[name]("access")).status_code == 401


@pytest.mark.parametrize("name", UNUSABLE_USER_IDS)
@pytest.mark.usefixtures("user")
def test_unusable_user_id_is_401(call, name):
    token = claim_text("user_id", UNUSABLE_USER_IDS[name])("access")
    assert call("/whoami/", token=token).status_code == 401


@pytest.mark.parametrize(
    "header", ["Bearer \ud800", "Bearer \u65e5", "Bearer a\0b", "Bearer " + MEGABYTE, MEGABYTE]
)
def test_no_header_is_a_500(call, header):
    assert call("/whoami/", header).status_code in {200, 401}


def test_inactive_user_is_401(call, token):
    get_user_model().objects.update(is_active=False)
    assert call("/whoami/", token=token).json()["code"] == "user_inactive"


# Beside sessions


@pytest.fixture
def session(project, user):
    project.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    project.MIDDLEWARE = [SESSIONS, AUTHENTICATION, JWT]
    project.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    client = Client()
    client.force_login(get_user_model().objects.create_user(username="carol"))
    return client


def test_session_is_left_alone_without_a_token(session):
    carol = get_user_model().objects.get(username="carol")
    assert session.get("/whoami/").json() == {"id": carol.pk, "anonymous": False}


def test_session_is_left_alone_with_another_scheme(session):
    carol = get_user_model().objects.get(username="carol")
    assert session.get("/whoami/", HTTP_AUTHORIZATION="Basic YTpi").json()["id"] == carol.pk


def test_token_wins_over_the_session(session, token, user):
    response = session.get("/whoami/", HTTP_AUTHORIZATION=f"Bearer {token}")
    assert response.json()["id"] == user.pk


def test_bad_token_does_not_fall_back_to_the_session(session):
    assert session.get("/whoami/", HTTP_AUTHORIZATION="Bearer garbage").status_code == 401


# Beside Django REST framework


def test_drf_view_decides_for_itself(call, token, user):
    assert call("/drf/whoami/", token=token).json() == {"id": user.pk}
    assert call("/drf/whoami/", token="garbage").status_code == 401
    assert call("/drf/whoami/").status_code == 401


# Beside caches


@pytest.mark.parametrize("path", ["/whoami/", "/public/"])
@pytest.mark.parametrize("with_token", [True, False])
def test_response_varies_on_the_header(call, request, path, with_token):
    token = request.getfixturevalue("token") if with_token else None
    assert call(path, token=token)["Vary"] == "Authorization"


def test_page_cached_for_one_user_is_not_served_to_another(call, project, token, user):
    project.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    project.MIDDLEWARE = [
        "django.middleware.cache.UpdateCacheMiddleware",
        JWT,
        "django.middleware.cache.FetchFromCacheMiddleware",
    ]
    assert call("/whoami/").json()["id"] is None
    assert call("/whoami/", token=token).json()["id"] == user.pk
    assert call("/whoami/").json()["id"] is None
    assert call("/whoami/", token="garbage").status_code == 401


# Its place in the chain


def test_asynchronous_chain_stays_asynchronous():
    async def get_response(request):
        return HttpResponse()

    assert iscoroutinefunction(JWTMiddleware(get_response))
    assert not iscoroutinefunction(JWTMiddleware(lambda request: HttpResponse()))
