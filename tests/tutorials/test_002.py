"""Tutorial 002: registration, and the settings that rotate and blacklist refresh tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from rest_framework.settings import api_settings as rest_framework_settings

from ferrojwt.drf.authentication import JWTAuthentication
from tests.drf import minted

NEWCOMER = {"username": "bob", "email": "bob@example.com", "password": "correct horse battery"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(project):
    """The project with the tutorial's settings, which name simplejwt's paths."""
    project.REST_FRAMEWORK = {
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
        "DEFAULT_AUTHENTICATION_CLASSES": ("ferrojwt.drf.authentication.JWTAuthentication",),
        "TEST_REQUEST_DEFAULT_FORMAT": "json",
    }
    project.SIMPLE_JWT = {
        "ACCESS_TOKEN_LIFETIME": timedelta(minutes=60),
        "REFRESH_TOKEN_LIFETIME": timedelta(days=10),
        "ROTATE_REFRESH_TOKENS": True,
        "BLACKLIST_AFTER_ROTATION": True,
        "ALGORITHM": "HS256",
        "SIGNING_KEY": project.SECRET_KEY,
        "VERIFYING_KEY": None,
        "AUTH_HEADER_TYPES": ("JWT",),
        "USER_ID_FIELD": "id",
        "USER_ID_CLAIM": "user_id",
        "AUTH_TOKEN_CLASSES": ("rest_framework_simplejwt.tokens.AccessToken",),
        "TOKEN_TYPE_CLAIM": "token_type",
    }
    return project


def test_newcomer_registers_and_logs_in(client):
    assert client.post("/accounts/register/", NEWCOMER).status_code == 201
    assert client.post("/accounts/token/", NEWCOMER).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": ""}, "username"),
        ({"email": "nowhere"}, "email"),
        ({"password": "1"}, "password"),
    ],
    ids=["no name", "bad address", "weak password"],
)
def test_registration_with_a_mistake_is_400_and_names_the_field(client, project, change, field):
    project.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}
    ]
    response = client.post("/accounts/register/", {**NEWCOMER, **change})
    assert (response.status_code, list(response.json())) == (400, [field])


def test_views_may_stand_in_a_namespace(client, user, password):
    credentials = {"username": user.username, "password": password}
    pair = client.post(reverse("accounts:token_obtain_pair"), credentials).json()
    answer = client.post(reverse("accounts:token_refresh"), {"refresh": pair["refresh"]})
    assert answer.status_code == 200


def test_authentication_classes_may_be_a_tuple():
    assert [JWTAuthentication] == rest_framework_settings.DEFAULT_AUTHENTICATION_CLASSES


def test_refresh_answers_both_tokens_and_spends_the_old_one(client, pair):
    answer = client.post("/accounts/token/refresh/", {"refresh": pair["refresh"]})
    assert sorted(answer.json()) == ["access", "refresh"]
    again = client.post("/accounts/token/refresh/", {"refresh": pair["refresh"]})
    assert again.status_code == 401


def test_verifying_key_none_is_no_key_for_hs256(pair, ask):
    assert ask("/protected/", header=f"JWT {pair['access']}").status_code == 200


def test_claims_are_those_of_the_settings(pair, user):
    claims = minted.payload(pair["access"])
    assert (claims["user_id"], claims["token_type"]) == (str(user.pk), "access")


def test_user_id_of_an_older_token_may_be_a_number(user, ask):
    token = minted.access(user_id=user.pk)
    assert ask("/protected/", header=f"JWT {token}").status_code == 200


def test_access_token_lives_sixty_minutes(pair):
    claims = minted.payload(pair["access"])
    assert claims["exp"] - claims["iat"] == 3600
