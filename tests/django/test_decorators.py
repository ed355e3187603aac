"""`@jwt_required`: who gets past it, and what the others are told."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import get_user_model
from django.test import RequestFactory

from tests.django import urls
from tests.drf import minted
from tests.drf.minted import ABSENT
from tests.drf.test_authentication import TWO_CLASSES
from tests.drf.test_bad_input import UNUSABLE_EXPIRIES, UNUSABLE_TOKENS, UNUSABLE_USER_IDS
from tests.drf.test_bad_input import with_claim_text as claim_text

VIEWS = [
    "/required/",
    "/async/required/",
    "/class/required/",
    "/async/class/required/",
    "/async/wrapped/required/",
]
every_view = pytest.mark.parametrize("path", VIEWS)
JTI = "0123456789abcdef0123456789abcdef"


@pytest.fixture(params=["wsgi", "asgi"])
def visit(request, call, acall):
    """Call a view through either handler."""
    return call if request.param == "wsgi" else async_to_sync(acall)


@pytest.fixture(autouse=True)
def no_middleware(project):
    project.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]


@every_view
@pytest.mark.django_db(transaction=True)
def test_good_token_is_let_in_with_user_and_claims(visit, token, user, path):
    response = visit(path, token=token)
    assert (response.status_code, response.json()) == (200, {"id": user.pk, "jti": JTI, "args": []})


@every_view
@pytest.mark.django_db(transaction=True)
def test_post_needs_no_csrf_token(visit, token, path):
    assert visit(path, token=token, method="post").status_code == 200


@every_view
@pytest.mark.parametrize("header", [None, "", "Basic YTpi"])
def test_request_without_token_is_told_to_bring_one(visit, path, header):
    response = visit(path, header)
    assert (response.status_code, response.json()) == (
        401,
        {"detail": "Authentication credentials were not provided."},
    )
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


@every_view
def test_refused_token_is_401_with_the_reason(visit, path):
    response = visit(path, token="garbage")
    assert response.status_code == 401
    assert response.json() == {
        "detail": "Given token not valid for any token type",
        "code": "token_not_valid",
        "messages": [
            {"token_class": "AccessToken", "token_type": "access", "message": "Token is invalid"}
        ],
    }


@pytest.mark.parametrize("language", ["en", "de"])
def test_challenge_says_why_in_ascii(call, language):
    header = call("/required/", token="garbage", HTTP_ACCEPT_LANGUAGE=language)["WWW-Authenticate"]
    assert header == (
        'Bearer realm="api", error="invalid_token", error_description="Token is invalid"'
    )


@pytest.mark.parametrize("token", [None, "garbage"])
def test_refusal_is_not_for_shared_caches(call, token):
    assert call("/required/", token=token)["Vary"] == "Authorization"


def test_good_answer_is_not_for_shared_caches(call, token):
    assert call("/required/", token=token)["Vary"] == "Authorization"


def test_vary_names_the_header_of_the_settings(call, project):
    project.SIMPLE_JWT = {"AUTH_HEADER_NAME": "HTTP_X_ACCESS_TOKEN"}
    assert call("/required/")["Vary"] == "X-Access-Token"


def test_one_query_finds_the_user(call, token, django_assert_num_queries):
    with django_assert_num_queries(1):
        call("/required/", token=token)


def test_arguments_reach_the_view(token):
    request = RequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}")
    assert b'"args": ["a"]' in urls.required(request, "a").content


def test_view_keeps_its_name_and_kind():
    assert (urls.required.__name__, urls.required.__doc__) == ("required", "Greet.")
    assert not inspect.iscoroutinefunction(urls.required)


def test_user_can_be_awaited_in_a_synchronous_view(token, user):
    request = RequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}")
    urls.required(request)
    assert async_to_sync(request.auser)() == user


@pytest.mark.django_db(transaction=True)
def test_example_of_the_documentation_works(token, user):
    page = (Path(__file__).parents[2] / "docs" / "DJANGO.md").read_text("utf-8")
    names = {}
    exec(re.findall(r"(?s)```python\n(.*?)```", page)[0], names)  # noqa: S102 - it is ours
    request = RequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}")
    response = async_to_sync(names["whoami"])(request)
    assert json.loads(response.content) == {"id": user.pk, "expires": minted.FAR}


# The same rules as in Django REST framework


def both(call, **credentials):
    return call("/drf/whoami/", **credentials), call("/required/", **credentials)


def same_refusal(call, **credentials):
    theirs, ours = both(call, **credentials)
    assert (ours.status_code, ours.json()) == (theirs.status_code, theirs.json())
    assert ours.status_code == 401


@pytest.mark.parametrize("name", UNUSABLE_TOKENS)
@pytest.mark.usefixtures("user")
def test_unusable_token_is_refused_as_in_drf(call, name):
    same_refusal(call, token=UNUSABLE_TOKENS[name]("access"))


@pytest.mark.parametrize("name", UNUSABLE_EXPIRIES)
@pytest.mark.usefixtures("user")
def test_unusable_expiry_is_refused_as_in_drf(call, name):
    same_refusal(call, token=claim_text("exp", UNUSABLE_EXPIRIES[name])("access"))


@pytest.mark.parametrize("name", UNUSABLE_USER_IDS)
@pytest.mark.usefixtures("user")
def test_unusable_user_id_is_refused_as_in_drf(call, name):
    same_refusal(call, token=claim_text("user_id", UNUSABLE_USER_IDS[name])("access"))


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer a b", "Bearer \u00e9", "Bearer \ud800", "bearer x", "Bearer a\0b"]
)
def test_bad_header_is_refused_as_in_drf(call, header):
    same_refusal(call, header=header)


def test_refresh_token_is_refused_as_in_drf(call, user):
    same_refusal(call, token=minted.refresh(user_id=str(user.pk)))


def test_token_without_user_is_refused_as_in_drf(call, user):
    same_refusal(call, token=minted.access(user_id=ABSENT))


def test_deleted_user_is_refused_as_in_drf(call, token, user):
    user.delete()
    same_refusal(call, token=token)


def test_inactive_user_is_refused_as_in_drf(call, token):
    get_user_model().objects.update(is_active=False)
    same_refusal(call, token=token)


def test_user_rule_is_applied_as_in_drf(call, token, project):
    project.SIMPLE_JWT = {
        "USER_AUTHENTICATION_RULE": "tests.drf.test_authentication.refuse_everybody"
    }
    same_refusal(call, token=token)


def test_each_token_class_gives_its_reason_as_in_drf(call, project):
    project.SIMPLE_JWT = TWO_CLASSES
    same_refusal(call, token="garbage")


@pytest.mark.parametrize(
    "setting",
    [
        TWO_CLASSES,
        {"AUTH_HEADER_TYPES": "JWT"},
        {"AUTH_HEADER_TYPES": ("JWT", "Bearer")},
        {"AUTH_HEADER_NAME": "HTTP_X_TOKEN"},
        {"USER_ID_CLAIM": "sub"},
        {"TOKEN_TYPE_CLAIM": None},
        {"JTI_CLAIM": None},
        {"AUDIENCE": "shop"},
        {"ISSUER": "house"},
        {"ALGORITHM": "HS512"},
        {"SIGNING_KEY": "k" * 64},
        {"CHECK_REVOKE_TOKEN": True},
        {"CHECK_USER_IS_ACTIVE": False},
    ],
    ids=str,
)
def test_settings_decide_as_in_drf(call, user, project, setting):
    tokens = [
        minted.token(minted.claims(kind, user_id=str(user.pk))) for kind in ("access", "refresh")
    ]
    project.SIMPLE_JWT = setting
    for token in tokens:
        theirs, ours = both(call, token=token)
        assert ours.status_code == theirs.status_code


@pytest.mark.parametrize("claim", [ABSENT, None, 1, [], "", "0" * 32, "\u00e9", "\ud800"])
def test_token_of_before_a_password_change_is_refused(call, user, project, claim):
    project.SIMPLE_JWT = {"CHECK_REVOKE_TOKEN": True}
    response = call("/required/", token=minted.access(user_id=str(user.pk), hash_password=claim))
    assert (response.status_code, response.json()) == (
        401,
        {"detail": "The user's password has been changed.", "code": "password_changed"},
    )


def test_token_of_the_present_password_is_accepted(call, user, project):
    project.SIMPLE_JWT = {"CHECK_REVOKE_TOKEN": True}
    claim = hashlib.md5(user.password.encode(), usedforsecurity=False).hexdigest().upper()
    token = minted.access(user_id=str(user.pk), hash_password=claim)
    assert call("/required/", token=token).status_code == 200
    user.set_password("another")
    user.save()
    assert call("/required/", token=token).status_code == 401
