"""What docs/MIGRATING.md promises to projects on the two libraries."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from rest_framework.test import APIRequestFactory

import ferrojwt as jwt
from ferrojwt.drf.authentication import JWTAuthentication
from ferrojwt.drf.exceptions import InvalidToken
from ferrojwt.drf.tokens import AccessToken, RefreshToken
from ferrojwt.legacy import views
from ferrojwt.legacy.settings import DEFAULTS

PAGE = (Path(__file__).parents[2] / "docs" / "MIGRATING.md").read_text("utf-8")
SECTION = PAGE[PAGE.index("## From drf-jwt and djangorestframework-jwt") :]


def snippet(number):
    blocks = re.findall(r"(?ms)^ +```python\n(.+?)^ +```", SECTION)
    return re.sub(r"(?m)^ {3}", "", blocks[number])


@pytest.fixture
def older_token(user):
    """A token with the claims of djangorestframework-jwt."""
    claims = {"user_id": user.pk, "username": "alice", "email": "", "exp": 1 << 33}
    return jwt.encode(claims, django_settings.SECRET_KEY)


def test_tokens_of_djangorestframework_jwt_are_accepted_under_their_prefix(
    settings, whoami, client, older_token
):
    written = {}
    exec(snippet(0), written)  # noqa: S102 - our own page
    settings.JWT_AUTH = written["JWT_AUTH"]
    assert whoami(header=f"JWT {older_token}").status_code == 200
    response = client.post("/api-token-verify/", {"token": older_token})
    assert response.json() == {"pk": None, "token": older_token}


def test_settings_for_clients_of_djangorestframework_jwt_are_its_defaults():
    assert '"JWT_AUTH_HEADER_PREFIX": "JWT"' in snippet(0)
    assert '"JWT_ALLOW_REFRESH": False' in snippet(0)
    assert {"JWT_AUTH_HEADER_PREFIX", "JWT_ALLOW_REFRESH"} <= DEFAULTS.keys()


@pytest.mark.parametrize(("password", "status"), [("right", 200), ("wrong", 400)])
def test_subclass_answers_200_to_clients_that_insist(user, password, status):
    user.set_password("right")
    user.save()
    written = {}
    exec(snippet(1), written)  # noqa: S102 - our own page
    request = APIRequestFactory().post("/", {"username": "alice", "password": password})
    assert issubclass(written["ObtainView"], views.ObtainJSONWebTokenView)
    assert written["ObtainView"].as_view()(request).status_code == status


def test_tokens_of_the_other_layer_are_refused_by_each(whoami, user, token):
    for other in (AccessToken.for_user(user), RefreshToken.for_user(user)):
        assert whoami(other).json() == {"detail": "Invalid token."}
    with pytest.raises(InvalidToken):
        JWTAuthentication().get_validated_token(token)


def test_token_has_what_drf_jwt_verifies(token):
    upstream = pytest.importorskip("jwt")
    claims = upstream.decode(
        token, django_settings.SECRET_KEY, algorithms=["HS256"], options={"require": ["exp"]}
    )
    assert claims["username"] == "alice"


def test_modules_are_imported_by_upstreams_names_below_ours():
    for name in ("authentication", "serializers", "settings", "utils", "views", "test"):
        importlib.import_module(f"ferrojwt.legacy.{name}")
        assert f"ferrojwt.legacy.{name}" in sys.modules
