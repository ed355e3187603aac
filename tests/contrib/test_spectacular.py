"""OpenAPI: what drf-spectacular says of the token views and of views that want a token."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.apps import apps
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from rest_framework import serializers

from ferrojwt.drf import integrations
from ferrojwt.drf.authentication import JWTAuthentication
from ferrojwt.drf.serializers import TokenObtainPairSerializer
from tests.contrib import urls

TEXT = {"type": "string"}


@pytest.fixture(autouse=True)
def schema_class(settings):
    """drf-spectacular describes each view, and its extensions of ours are loaded."""
    import ferrojwt.contrib.spectacular  # noqa: F401

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "drf_spectacular"]


@pytest.fixture
def schema(monkeypatch):
    """Generate the schema of the URLs, which must be valid and without a warning."""
    from drf_spectacular.openapi import AutoSchema
    from rest_framework.views import APIView

    monkeypatch.setattr(APIView, "schema", AutoSchema())

    def make(patterns=urls.urlpatterns):
        GENERATOR_STATS.reset()
        schema = SchemaGenerator(patterns=patterns).get_schema(request=None, public=True)
        assert (dict(GENERATOR_STATS._warn_cache), dict(GENERATOR_STATS._error_cache)) == ({}, {})
        validate_schema(schema)
        return schema

    return make


@pytest.fixture(params=[False, True], ids=["one-component", "split-components"])
def split(request, monkeypatch):
    """Both ways in which drf-spectacular makes components."""
    from drf_spectacular.settings import spectacular_settings

    monkeypatch.setattr(spectacular_settings, "COMPONENT_SPLIT_REQUEST", request.param)
    return request.param


def bodies(schema, path):
    """The members of a view's request and of its response, each with its type."""
    operation = schema["paths"][path]["post"]
    response = operation["responses"]["200"].get("content")
    request = _members(schema, operation["requestBody"]["content"], "readOnly")
    return request, {} if response is None else _members(schema, response, "writeOnly")


def _members(schema, content, not_in_this_direction):
    component = content["application/json"]["schema"]["$ref"].rpartition("/")[2]
    properties = schema["components"]["schemas"][component]["properties"]
    return {
        name: member["type"]
        for name, member in properties.items()
        if not member.get(not_in_this_direction)
    }


def strings(*names):
    return dict.fromkeys(names, "string")


@pytest.mark.parametrize(
    ("view", "request_body", "response"),
    [
        ("TokenObtainPairView", strings("username", "password"), strings("refresh", "access")),
        ("TokenRefreshView", strings("refresh"), strings("access")),
        ("TokenVerifyView", strings("token", "token_type"), {}),
        ("TokenObtainSlidingView", strings("username", "password"), strings("token")),
        ("TokenRefreshSlidingView", strings("token"), strings("token")),
        ("TokenBlacklistView", strings("refresh"), {}),
    ],
)
@pytest.mark.usefixtures("split")
def test_view_has_its_real_bodies(schema, view, request_body, response):
    assert bodies(schema(), f"/{view}/") == (request_body, response)


def test_type_of_the_token_to_verify_may_be_left_out(schema):
    assert schema()["components"]["schemas"]["TokenVerify"]["required"] == ["token"]


@pytest.mark.usefixtures("split")
def test_refresh_answers_with_a_refresh_token_where_tokens_rotate(schema, settings):
    settings.SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True}
    assert bodies(schema(), "/TokenRefreshView/") == (
        strings("refresh"),
        strings("access", "refresh"),
    )


def test_components_have_the_names_of_their_serializers(schema):
    names = schema()["components"]["schemas"].keys()
    assert {"TokenObtainPair", "TokenRefresh", "TokenVerify", "Me"} <= names


class LoginSerializer(TokenObtainPairSerializer):
    """A project's own, with one more field."""

    code = serializers.CharField(write_only=True)


def test_serializer_of_the_projects_own_keeps_its_fields(schema, settings, monkeypatch):
    monkeypatch.setattr(urls.views.TokenObtainPairView, "serializer_class", LoginSerializer)
    made = schema()
    assert bodies(made, "/TokenObtainPairView/") == (
        strings("code", "username", "password"),
        strings("refresh", "access"),
    )
    assert "Login" in made["components"]["schemas"]


def test_view_that_wants_a_token_says_so(schema):
    made = schema()
    assert made["paths"]["/me/"]["get"]["security"] == [{"jwtAuth": []}]
    assert made["components"]["securitySchemes"]["jwtAuth"] == {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
    }


def test_token_views_want_none(schema):
    made = schema()
    for path in urls.TOKEN_VIEWS:
        assert "security" not in made["paths"][path]["post"]


@pytest.mark.parametrize("types", ["Bearer", ["JWT", "Bearer"]])
def test_bearer_is_the_scheme_where_it_is_one_of_several(schema, settings, types):
    settings.SIMPLE_JWT = {"AUTH_HEADER_TYPES": types}
    assert schema()["components"]["securitySchemes"]["jwtAuth"]["scheme"] == "bearer"


def test_scheme_and_header_of_the_settings_are_described(schema, settings):
    settings.SIMPLE_JWT = {
        "AUTH_HEADER_TYPES": ("JWT",),
        "AUTH_HEADER_NAME": "HTTP_X_ACCESS_TOKEN",
    }
    scheme = schema()["components"]["securitySchemes"]["jwtAuth"]
    assert (scheme["type"], scheme["in"]) == ("apiKey", "header")
    assert scheme["name"].lower() == "x-access-token"
    assert '"JWT"' in str(scheme["description"])


class CookieAuthentication(JWTAuthentication):
    """A project's own."""


def test_subclass_has_the_scheme_too(schema, monkeypatch):
    monkeypatch.setattr(urls.MeView, "authentication_classes", [CookieAuthentication])
    assert schema()["paths"]["/me/"]["get"]["security"] == [{"jwtAuth": []}]


def test_extension_of_the_projects_own_comes_first(monkeypatch):
    registry = list(OpenApiAuthenticationExtension._registry)
    monkeypatch.setattr(OpenApiAuthenticationExtension, "_registry", registry)

    class Own(OpenApiAuthenticationExtension):
        target_class = JWTAuthentication
        name = "own"

        def get_security_definition(self, auto_schema):
            return {}

    assert isinstance(OpenApiAuthenticationExtension.get_match(JWTAuthentication()), Own)


# How the extensions come to be registered


@pytest.mark.parametrize("use", ["ferrojwt.drf.views", "ferrojwt.drf.authentication"])
@pytest.mark.parametrize("installed", [True, False])
def test_extensions_are_registered_where_spectacular_is_installed(use, installed):
    applications = ["rest_framework", *(["drf_spectacular"] if installed else [])]
    program = f"""
import importlib, sys, django
from django.conf import settings
settings.configure(
    SECRET_KEY="k" * 64,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", *{applications}],
    REST_FRAMEWORK={{
        "DEFAULT_AUTHENTICATION_CLASSES": ["ferrojwt.drf.authentication.JWTAuthentication"]
    }},
)
django.setup()
module = importlib.import_module({use!r})
if hasattr(module, "JWTAuthentication"):
    module.JWTAuthentication()
print("ferrojwt.contrib.spectacular" in sys.modules, "drf_spectacular" in sys.modules)
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert result.stdout.split() == [str(installed), str(installed)], result.stderr


def test_views_that_are_imported_early_do_not_ask_for_applications(monkeypatch):
    integrations._load.cache_clear()
    monkeypatch.setattr(apps, "ready", False)
    integrations.load_integrations()
    assert integrations._load.cache_info().misses == 0
