"""The system checks: what each finds, what it leaves alone, and where they run."""

from __future__ import annotations

import importlib
import re
import sys
import types
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core import cache as django_cache
from django.core.checks.registry import registry
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models
from django.urls import include, path
from rest_framework.renderers import BrowsableAPIRenderer

import ferrojwt
from ferrojwt.django import checks, revocation
from ferrojwt.django.checks import rules
from ferrojwt.django.checks.project import BLACKLIST_APP, THROTTLE_SCOPES
from ferrojwt.drf.views import TokenBlacklistView, token_blacklist
from tests.django.conftest import AUTHENTICATION, JWT

DOCS = Path(__file__).parents[2] / "docs"
KEYS = Path(__file__).parents[1] / "vectors" / "keys"
NOT_CALLABLE = 1
REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://localhost"}
LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
DUMMY = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}


@pytest.fixture(autouse=True)
def project_of_its_own(settings, monkeypatch):
    """The blacklist app is not installed, and what other tests keep in a cache is shared."""
    installed = {*settings.INSTALLED_APPS} - {BLACKLIST_APP}
    monkeypatch.setattr("django.apps.apps.is_installed", installed.__contains__)
    settings.CACHES = {"default": REDIS}
    settings.ROOT_URLCONF = "tests.django.urls"


def pem(name):
    return (KEYS / f"{name}.pem").read_text("utf-8")


def found(deploy=False):
    return checks.check_deployment() if deploy else checks.check_project()


def ids(deploy=False):
    return [message.id for message in found(deploy)]


@pytest.fixture
def set_quietly(project_of_its_own):
    """Set SIMPLE_JWT without the signal, at which simplejwt would raise for such a value.

    It ends with the settings of the project that the test has of its own.
    """
    return lambda value: setattr(django_settings, "SIMPLE_JWT", value)


def only(deploy=False):
    (message,) = found(deploy)
    return message


# Names


def test_default_project_has_no_findings():
    assert found() + found(deploy=True) == []


def test_settings_spelled_out_in_simplejwts_documentation_have_no_findings(settings):
    settings.SIMPLE_JWT = {
        "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
        "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
        "ROTATE_REFRESH_TOKENS": False,
        "BLACKLIST_AFTER_ROTATION": False,
        "UPDATE_LAST_LOGIN": False,
        "ALGORITHM": "HS256",
        "SIGNING_KEY": settings.SECRET_KEY,
        "VERIFYING_KEY": "",
        "AUDIENCE": None,
        "ISSUER": None,
        "JSON_ENCODER": None,
        "JWK_URL": None,
        "LEEWAY": 0,
        "AUTH_HEADER_TYPES": ("Bearer",),
        "AUTH_HEADER_NAME": "HTTP_AUTHORIZATION",
        "USER_ID_FIELD": "id",
        "USER_ID_CLAIM": "user_id",
        "USER_AUTHENTICATION_RULE": (
            "rest_framework_simplejwt.authentication.default_user_authentication_rule"
        ),
        "AUTH_TOKEN_CLASSES": ("rest_framework_simplejwt.tokens.AccessToken",),
        "TOKEN_TYPE_CLAIM": "token_type",
        "JTI_CLAIM": "jti",
        "SLIDING_TOKEN_LIFETIME": timedelta(minutes=5),
        "TOKEN_OBTAIN_SERIALIZER": (
            "rest_framework_simplejwt.serializers.TokenObtainPairSerializer"
        ),
    }
    assert found() + found(deploy=True) == []


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("ACCESS_TOKEN_LIVETIME", "ACCESS_TOKEN_LIFETIME"),
        ("access_token_lifetime", "ACCESS_TOKEN_LIFETIME"),
        ("ROTATE_REFRESH_TOKEN", "ROTATE_REFRESH_TOKENS"),
        ("AUTH_HEADER_TYPS", "AUTH_HEADER_TYPES"),
    ],
)
def test_misspelt_name_is_found_with_the_nearest_right_one(settings, name, right):
    settings.SIMPLE_JWT = {name: 1}
    message = only()
    assert (message.id, message.hint) == ("ferrojwt.W001", f"Did you mean {right!r}?")
    assert repr(name) in message.msg


@pytest.mark.parametrize("name", ["XYZZY", 42, None, ("a",)])
def test_unknown_name_is_to_be_removed(settings, name):
    settings.SIMPLE_JWT = {name: 1}
    assert (only().id, only().hint) == ("ferrojwt.W001", "Remove it.")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("AUTH_HEADER_TYPE", "Use 'AUTH_HEADER_TYPES' instead."),
        ("AUTH_TOKEN_CLASS", "Use 'AUTH_TOKEN_CLASSES' instead."),
        ("SECRET_KEY", "Use 'SIGNING_KEY' instead."),
        ("TOKEN_BACKEND_CLASS", "Remove it."),
    ],
)
def test_removed_name_is_an_error_with_its_successor(set_quietly, name, hint):
    set_quietly({name: "x"})
    assert (only().id, only().hint) == ("ferrojwt.E004", hint)


# Values


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACCESS_TOKEN_LIFETIME", 300),
        ("REFRESH_TOKEN_LIFETIME", timedelta(0)),
        ("SLIDING_TOKEN_LIFETIME", timedelta(seconds=-1)),
        ("ROTATE_REFRESH_TOKENS", "yes"),
        ("UPDATE_LAST_LOGIN", 1),
        ("ALGORITHM", "none"),
        ("ALGORITHM", None),
        ("SIGNING_KEY", 42),
        ("AUDIENCE", 1),
        ("AUDIENCE", []),
        ("ISSUER", ["house"]),
        ("JSON_ENCODER", "JSONEncoder"),
        ("JWK_URL", b"https://example.com"),
        ("LEEWAY", "10"),
        ("LEEWAY", -1),
        ("LEEWAY", True),
        ("LEEWAY", float("nan")),
        ("LEEWAY", float("inf")),
        ("AUTH_HEADER_TYPES", ()),
        ("AUTH_HEADER_TYPES", ("Bearer Token",)),
        ("AUTH_HEADER_TYPES", ("Träger",)),
        ("AUTH_HEADER_TYPES", None),
        ("AUTH_HEADER_NAME", "Authorization"),
        ("AUTH_HEADER_NAME", "HTTP_X-TOKEN"),
        ("USER_ID_CLAIM", None),
        ("USER_AUTHENTICATION_RULE", None),
        ("AUTH_TOKEN_CLASSES", "ferrojwt.drf.tokens.AccessToken"),
        ("AUTH_TOKEN_CLASSES", ()),
        ("JTI_CLAIM", 1),
        ("TOKEN_OBTAIN_SERIALIZER", None),
        ("CHECK_USER_IS_ACTIVE", None),
    ],
)
def test_wrong_value_is_an_error_that_says_what_it_takes(settings, name, value):
    settings.SIMPLE_JWT = {name: value}
    (message,) = [each for each in found() if each.id == "ferrojwt.E002"]
    assert f"SIMPLE_JWT[{name!r}]" in message.msg
    assert message.hint.startswith("It must be ")


def test_misspelt_algorithm_is_found_with_the_nearest_right_one(settings):
    settings.SIMPLE_JWT = {"ALGORITHM": "hs-256"}
    assert only().hint.endswith("Did you mean 'HS256'?")


def test_key_in_the_wrong_place_is_not_shown(settings):
    settings.SIMPLE_JWT = {"ALGORITHM": settings.SECRET_KEY, "ISSUER": [settings.SECRET_KEY]}
    assert ids() == ["ferrojwt.E002", "ferrojwt.E002"]
    assert settings.SECRET_KEY[:8] not in str(found())


@pytest.mark.parametrize("value", ["nowhere.Class", "ferrojwt.drf.tokens.NoSuchToken"])
@pytest.mark.parametrize(
    "name", ["JSON_ENCODER", "USER_AUTHENTICATION_RULE", "TOKEN_OBTAIN_SERIALIZER"]
)
def test_path_that_leads_nowhere_is_an_error(settings, name, value):
    settings.SIMPLE_JWT = {name: value}
    assert only().id == "ferrojwt.E003"
    assert repr(value) in only().msg


def test_one_of_several_paths_that_leads_nowhere_is_an_error(settings):
    settings.SIMPLE_JWT = {
        "AUTH_TOKEN_CLASSES": ["ferrojwt.drf.tokens.AccessToken", "nowhere.Class"]
    }
    assert only().id == "ferrojwt.E003"


def test_path_that_leads_to_something_else_is_an_error(settings):
    settings.SIMPLE_JWT = {"USER_AUTHENTICATION_RULE": f"{__name__}.NOT_CALLABLE"}
    assert only().id == "ferrojwt.E002"


# Places


@pytest.mark.parametrize("value", [[], "x", 1])
def test_settings_other_than_a_dict_are_an_error(set_quietly, value):
    set_quietly(value)
    assert ids() == ["ferrojwt.E001"]


def test_settings_inside_rest_framework_are_honoured_with_a_warning(settings):
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "SIMPLE_JWT": {"ACCESS_TOKEN_LIVETIME": 1},
    }
    assert ids() == ["ferrojwt.W002", "ferrojwt.W001"]
    assert "Move it out" in found()[0].hint


def test_settings_inside_rest_framework_beside_others_are_not_read(settings):
    settings.SIMPLE_JWT = {}
    settings.REST_FRAMEWORK = {"SIMPLE_JWT": {"ACCESS_TOKEN_LIVETIME": 1}}
    assert only().id == "ferrojwt.W002"
    assert "is not read there" in only().msg


def test_settings_loose_in_rest_framework_are_found(settings):
    settings.REST_FRAMEWORK = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=420), "UPLOADED": 1}
    assert only().id == "ferrojwt.W003"
    assert "ACCESS_TOKEN_LIFETIME." in only().msg


# Keys


@pytest.mark.parametrize(
    ("algorithm", "length", "is_short"),
    [
        ("HS256", 31, True),
        ("HS256", 32, False),
        ("HS384", 47, True),
        ("HS384", 48, False),
        ("HS512", 63, True),
        ("HS512", 64, False),
    ],
)
def test_secret_shorter_than_the_hash_is_found(settings, algorithm, length, is_short):
    settings.SIMPLE_JWT = {"ALGORITHM": algorithm, "SIGNING_KEY": "k" * length}
    assert ids() == (["ferrojwt.W004"] if is_short else [])


@pytest.mark.parametrize(("fallbacks", "found_ids"), [(["k" * 31], ["ferrojwt.W004"]), ([""], [])])
def test_short_fallback_key_is_found_where_it_verifies(settings, fallbacks, found_ids):
    settings.SECRET_KEY = "k" * 64
    settings.SECRET_KEY_FALLBACKS = fallbacks
    assert ids() == found_ids
    settings.SIMPLE_JWT = {"SIGNING_KEY": "s" * 64}
    assert ids() == []


def test_tokens_without_types_are_found(settings):
    settings.SIMPLE_JWT = {"TOKEN_TYPE_CLAIM": None}
    assert only().id == "ferrojwt.W011"


def test_short_secret_key_is_found_where_it_signs(settings):
    settings.SECRET_KEY = "k" * 31
    assert only().id == "ferrojwt.W004"
    assert only().msg.startswith("SECRET_KEY, which signs the tokens, is too short.")
    settings.SIMPLE_JWT = {"SIGNING_KEY": "k" * 64}
    assert ids() == []


@pytest.mark.parametrize("key", [None, "", b""])
def test_empty_secret_is_an_error(settings, key):
    settings.SIMPLE_JWT = {"SIGNING_KEY": key}
    assert only().id == "ferrojwt.E006"


def test_empty_secret_key_is_an_error(settings):
    settings.SECRET_KEY = ""
    assert only().id == "ferrojwt.E006"


@pytest.mark.parametrize("name", ["rsa-2048.pub", "P-256", "ed25519.pub", "certificate"])
def test_asymmetric_key_as_secret_is_an_error(settings, name):
    settings.SIMPLE_JWT = {"SIGNING_KEY": pem(name)}
    assert only().id == "ferrojwt.E006"


@pytest.mark.parametrize(
    ("algorithm", "name"),
    [("RS256", "rsa-2048"), ("PS256", "rsa-2048"), ("ES256", "P-256"), ("EdDSA", "ed25519")],
)
def test_pair_of_keys_has_no_findings(settings, algorithm, name):
    settings.SIMPLE_JWT = {
        "ALGORITHM": algorithm,
        "SIGNING_KEY": pem(name),
        "VERIFYING_KEY": pem(f"{name}.pub"),
    }
    assert ids() == []


def test_service_that_only_verifies_has_no_findings(settings):
    settings.SIMPLE_JWT = {"ALGORITHM": "RS256", "VERIFYING_KEY": pem("rsa-2048.pub")}
    assert ids() == []
    settings.SIMPLE_JWT = {"ALGORITHM": "RS256", "JWK_URL": "https://example.com/jwks.json"}
    assert ids() == []


@pytest.mark.parametrize("verifying", [None, ""])
def test_asymmetric_algorithm_without_any_key_is_an_error(settings, verifying):
    settings.SIMPLE_JWT = {"ALGORITHM": "ES256", "VERIFYING_KEY": verifying}
    assert only().id == "ferrojwt.E007"


def test_asymmetric_algorithm_without_verifying_key_is_found(settings):
    settings.SIMPLE_JWT = {"ALGORITHM": "ES256", "SIGNING_KEY": pem("P-256")}
    assert only().id == "ferrojwt.W006"


@pytest.mark.parametrize(
    "keys",
    [
        {"SIGNING_KEY": pem("P-256.pub"), "VERIFYING_KEY": pem("P-256.pub")},
        {"SIGNING_KEY": pem("P-384"), "VERIFYING_KEY": pem("P-256.pub")},
        {"SIGNING_KEY": pem("encrypted"), "VERIFYING_KEY": pem("P-256.pub")},
        {"SIGNING_KEY": pem("P-256"), "VERIFYING_KEY": "hunter2-hunter2-hunter2"},
        {"SIGNING_KEY": "hunter2-hunter2-hunter2", "VERIFYING_KEY": pem("P-256.pub")},
        {"VERIFYING_KEY": object()},
    ],
    ids=["public", "curve", "encrypted", "garbage", "garbage-private", "object"],
)
def test_key_that_does_not_serve_is_an_error_and_not_shown(settings, keys):
    settings.SIMPLE_JWT = {"ALGORITHM": "ES256", **keys}
    assert only().id == "ferrojwt.E006"
    for key in keys.values():
        lines = [line for line in str(key).splitlines() if line and not line.startswith("-----")]
        assert not any(line[:16] in str(only()) for line in lines)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_private_key_that_cannot_be_read_is_not_called_public(settings, algorithm):
    settings.SIMPLE_JWT = {
        "ALGORITHM": algorithm,
        "SIGNING_KEY": "hunter2-hunter2-hunter2",
        "VERIFYING_KEY": pem("rsa-2048.pub"),
    }
    assert only().id == "ferrojwt.E006"
    assert "PEM" in only().msg
    assert "public" not in only().msg


def test_short_rsa_key_is_found(settings):
    pytest.importorskip("cryptography", reason="such a key is not native")
    settings.SIMPLE_JWT = {"ALGORITHM": "RS256", "VERIFYING_KEY": pem("rsa-1024.pub")}
    assert only().id == "ferrojwt.W004"


def test_key_object_has_no_findings(settings):
    key = ferrojwt.get_algorithm_by_name("ES256").prepare_key(pem("P-256"))
    public = ferrojwt.get_algorithm_by_name("ES256").prepare_key(pem("P-256.pub"))
    settings.SIMPLE_JWT = {"ALGORITHM": "ES256", "SIGNING_KEY": key, "VERIFYING_KEY": public}
    assert ids() == []


def test_wrong_algorithm_is_reported_once(settings):
    settings.SIMPLE_JWT = {"ALGORITHM": "XS256", "SIGNING_KEY": ""}
    assert ids() == ["ferrojwt.E002"]


# Users


def test_field_that_several_users_may_share_is_found(settings):
    settings.SIMPLE_JWT = {"USER_ID_FIELD": "email"}
    assert only().id == "ferrojwt.W012"
    assert "'email'" in only().msg


@pytest.mark.parametrize("name", ["id", "pk", "username"])
def test_unique_field_has_no_findings(settings, name):
    settings.SIMPLE_JWT = {"USER_ID_FIELD": name}
    assert ids() == []


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        ([models.UniqueConstraint(fields=["email"], name="one")], []),
        ([models.UniqueConstraint(fields=["email", "id"], name="two")], ["ferrojwt.W012"]),
    ],
)
def test_field_that_a_constraint_makes_unique_has_no_findings(
    settings, monkeypatch, constraints, expected
):
    settings.SIMPLE_JWT = {"USER_ID_FIELD": "email"}
    monkeypatch.setattr(get_user_model()._meta, "total_unique_constraints", constraints)
    assert ids() == expected


def test_field_that_users_do_not_have_is_an_error(settings):
    settings.SIMPLE_JWT = {"USER_ID_FIELD": "uuid"}
    assert only().id == "ferrojwt.E009"


@pytest.mark.parametrize("model", ["nowhere.User", "User"])
def test_project_without_users_has_no_findings_about_them(settings, model):
    settings.SIMPLE_JWT = {"USER_ID_FIELD": "uuid"}
    settings.AUTH_USER_MODEL = model
    assert ids() == []


# Applications


def test_blacklisting_without_the_app_is_an_error(settings):
    settings.SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
    assert only().id == "ferrojwt.E005"
    assert BLACKLIST_APP in only().hint


class LogOutView(TokenBlacklistView):
    """A project's own."""


def urls(patterns):
    module = types.ModuleType("shop.urls")
    module.urlpatterns = patterns
    return module


def flat(view):
    return [path("log-out/", view)]


def nested(view):
    return [path("api/", include([path("auth/", include([path("log-out/", view)]))]))]


@pytest.mark.parametrize(
    "view", [TokenBlacklistView.as_view(), token_blacklist, LogOutView.as_view()]
)
@pytest.mark.parametrize("patterns", [flat, nested])
def test_blacklist_view_without_the_app_is_an_error(settings, view, patterns):
    settings.ROOT_URLCONF = urls(patterns(view))
    assert only().id == "ferrojwt.E010"
    assert "log-out/" in only().msg
    assert BLACKLIST_APP in only().hint


def test_blacklist_view_with_the_app_has_no_findings(settings, monkeypatch):
    settings.ROOT_URLCONF = urls(nested(token_blacklist))
    monkeypatch.setattr("django.apps.apps.is_installed", lambda name: name == BLACKLIST_APP)
    assert ids() == []


def test_rotation_without_the_app_is_found(settings):
    settings.SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True}
    assert only().id == "ferrojwt.W005"


def test_rotation_with_the_app_has_no_findings(settings, monkeypatch):
    settings.SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
    monkeypatch.setattr("django.apps.apps.is_installed", lambda name: name == BLACKLIST_APP)
    assert ids() == []


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([JWT, AUTHENTICATION], ["ferrojwt.E008"]),
        ([AUTHENTICATION, JWT], []),
        ([JWT], []),
        ([AUTHENTICATION], []),
    ],
)
def test_middleware_whose_user_is_replaced_is_an_error(settings, order, expected):
    settings.MIDDLEWARE = order
    assert ids() == expected


# Renderers


class PlainJSONRenderer:
    """Has a media type and no format."""

    media_type = "application/json"


@pytest.mark.parametrize(
    "renderers",
    [
        ["rest_framework.renderers.BrowsableAPIRenderer"],
        ("rest_framework.renderers.BrowsableAPIRenderer",),
        [BrowsableAPIRenderer],
        [],
    ],
)
def test_renderers_that_write_no_json_are_found(settings, renderers):
    settings.REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": renderers}
    assert only().id == "ferrojwt.W014"
    assert "JSONRenderer" in only().hint


@pytest.mark.parametrize(
    "rest_framework",
    [
        {
            "DEFAULT_RENDERER_CLASSES": [
                "rest_framework.renderers.BrowsableAPIRenderer",
                "rest_framework.renderers.JSONRenderer",
            ]
        },
        {"DEFAULT_RENDERER_CLASSES": [BrowsableAPIRenderer, PlainJSONRenderer]},
        {"DEFAULT_RENDERER_CLASSES": ["nowhere.Renderer"]},
        {"DEFAULT_RENDERER_CLASSES": None},
        {},
        None,
    ],
)
def test_other_renderers_have_no_findings(settings, rest_framework):
    settings.REST_FRAMEWORK = rest_framework
    assert ids() == []


# Rate limits


@pytest.mark.parametrize("scope", THROTTLE_SCOPES)
def test_rates_without_a_number_of_proxies_are_found_for_deployment(settings, scope):
    settings.REST_FRAMEWORK = {"DEFAULT_THROTTLE_RATES": {scope: "10/min"}}
    assert only(deploy=True).id == "ferrojwt.W013"
    assert scope in only(deploy=True).msg
    assert ids() == []


@pytest.mark.parametrize(
    "rest_framework",
    [
        {"NUM_PROXIES": 0, "DEFAULT_THROTTLE_RATES": {"token_obtain": "10/min"}},
        {"NUM_PROXIES": 2, "DEFAULT_THROTTLE_RATES": {"token_obtain": "10/min"}},
        {"DEFAULT_THROTTLE_RATES": {"token_obtain": None, "uploads": "10/min"}},
        {"DEFAULT_THROTTLE_RATES": None},
        {},
    ],
)
def test_rates_of_known_clients_have_no_findings(settings, rest_framework):
    settings.REST_FRAMEWORK = rest_framework
    assert ids(deploy=True) == []


# Caches


@pytest.fixture
def project_module(monkeypatch):
    """Pretend that the project has a module with these globals."""

    def make(**members):
        module = types.ModuleType("shop.revocation")
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, "shop.revocation", module)

    return make


@pytest.mark.parametrize("backend", [LOCAL, DUMMY])
@pytest.mark.parametrize("name", ["cache", "caches"])
def test_revocation_in_a_cache_of_each_process_is_found(settings, project_module, backend, name):
    settings.CACHES = {"default": backend}
    project_module(jwt=ferrojwt, **{name: getattr(django_cache, name)})
    (message,) = [each for each in found() if "shop.revocation" in each.msg]
    assert message.id == "ferrojwt.W007"


@pytest.mark.parametrize("ours", [ferrojwt, ferrojwt.decode, ferrojwt.PyJWT])
def test_modules_functions_and_classes_of_ours_are_handling_tokens(settings, project_module, ours):
    settings.CACHES = {"default": LOCAL}
    project_module(ours=ours, cache=django_cache.cache)
    assert any("shop.revocation" in message.msg for message in found())


@pytest.mark.parametrize("ours", [revocation, revocation.revoke, revocation.is_revoked])
def test_our_revocation_in_a_cache_of_each_process_is_found(settings, project_module, ours):
    settings.CACHES = {"default": LOCAL}
    project_module(ours=ours)
    assert any("shop.revocation" in message.msg for message in found())


@pytest.mark.parametrize("backend", ["db.DatabaseCache", "filebased.FileBasedCache"])
@pytest.mark.parametrize("options", [{}, {"OPTIONS": {"CULL_FREQUENCY": 10}}])
@pytest.mark.parametrize(
    "members", [{"revoke": revocation.revoke}, {"jwt": ferrojwt, "cache": django_cache.cache}]
)
def test_revocation_in_a_cache_that_keeps_few_entries_is_found(
    settings, project_module, backend, options, members, tmp_path
):
    path = f"django.core.cache.backends.{backend}"
    settings.CACHES = {"default": {"BACKEND": path, "LOCATION": str(tmp_path), **options}}
    project_module(**members)
    (message,) = [each for each in found() if "shop.revocation" in each.msg]
    assert message.id == "ferrojwt.W007"
    assert "300 entries" in message.msg
    assert "MAX_ENTRIES" in message.hint


@pytest.mark.parametrize("backend", ["db.DatabaseCache", "filebased.FileBasedCache"])
def test_revocation_in_a_cache_that_keeps_many_entries_has_no_findings(
    settings, project_module, backend, tmp_path
):
    path = f"django.core.cache.backends.{backend}"
    options = {"MAX_ENTRIES": 1_000_000}
    settings.CACHES = {"default": {"BACKEND": path, "LOCATION": str(tmp_path), "OPTIONS": options}}
    project_module(revoke=revocation.revoke)
    assert [message for message in found() if "shop.revocation" in message.msg] == []


@pytest.fixture
def module_that_names_its_cache(tmp_path, monkeypatch):
    """A module of the project that keeps revocations in a cache of their own."""
    (tmp_path / "shop_logout.py").write_text(
        "from ferrojwt.django.revocation import revoke\n"
        "def log_out(token):\n"
        "    revoke(token, using='revocations')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "shop_logout", raising=False)
    yield importlib.import_module("shop_logout")
    del sys.modules["shop_logout"]


@pytest.mark.usefixtures("module_that_names_its_cache")
def test_our_revocation_in_a_cache_of_its_own_has_no_findings(settings):
    settings.CACHES = {"default": LOCAL, "revocations": REDIS}
    assert [message for message in found() if "shop_logout" in message.msg] == []


@pytest.mark.usefixtures("module_that_names_its_cache")
def test_our_revocation_in_a_forgetful_cache_of_its_own_is_found(settings):
    settings.CACHES = {"default": LOCAL, "revocations": LOCAL}
    (message,) = [each for each in found() if "shop_logout" in each.msg]
    assert message.id == "ferrojwt.W007"


def test_our_revocation_in_a_shared_cache_has_no_findings(settings, project_module):
    settings.CACHES = {"default": REDIS, "pages": LOCAL}
    project_module(revoke=revocation.revoke)
    assert [message for message in found() if "shop.revocation" in message.msg] == []


def test_revocation_in_a_shared_cache_has_no_findings(settings, project_module):
    settings.CACHES = {"default": REDIS}
    project_module(jwt=ferrojwt, cache=django_cache.cache)
    assert ids() == []


def test_revocation_in_the_one_shared_cache_of_several_has_no_findings(settings, project_module):
    settings.CACHES = {"default": LOCAL, "tokens": REDIS}
    project_module(jwt=ferrojwt, caches=django_cache.caches)
    assert [message for message in found() if "shop.revocation" in message.msg] == []


@pytest.mark.parametrize("members", [{"cache": django_cache.cache}, {"jwt": ferrojwt}])
def test_cache_and_tokens_apart_have_no_findings(settings, project_module, members):
    settings.CACHES = {"default": LOCAL}
    project_module(**members)
    assert [message for message in found() if "shop.revocation" in message.msg] == []


def test_urls_that_cannot_be_imported_are_left_to_djangos_own_check(settings):
    settings.ROOT_URLCONF = "nowhere.urls"
    settings.MIDDLEWARE = ["nowhere.Middleware"]
    assert found() == []


# Deployment


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({"ACCESS_TOKEN_LIFETIME": timedelta(minutes=60)}, "ferrojwt.W008"),
        ({"SLIDING_TOKEN_LIFETIME": timedelta(hours=2)}, "ferrojwt.W008"),
        ({"REFRESH_TOKEN_LIFETIME": timedelta(days=365)}, "ferrojwt.W009"),
        ({"SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=91)}, "ferrojwt.W009"),
        ({"REFRESH_TOKEN_LIFETIME": timedelta(minutes=5)}, "ferrojwt.W010"),
    ],
)
def test_absurd_lifetime_is_found_where_it_is_deployed(settings, setting, expected):
    settings.SIMPLE_JWT = setting
    assert ids(deploy=True) == [expected]
    assert ids() == []


@pytest.mark.parametrize(
    "setting",
    [
        {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=30)},
        {"REFRESH_TOKEN_LIFETIME": timedelta(days=90)},
        {"ACCESS_TOKEN_LIFETIME": 300},
    ],
)
def test_usual_lifetime_has_no_findings(settings, setting):
    settings.SIMPLE_JWT = setting
    assert ids(deploy=True) == []


# Where they run


def test_checks_are_registered_with_django():
    everything = registry.get_checks(include_deployment_checks=True)
    assert checks.check_project in everything
    assert checks.check_deployment in everything
    assert checks.check_deployment not in registry.get_checks()


@pytest.mark.parametrize("label", ["ferrojwt_drf", "token_blacklist"])
def test_each_application_registers_them(monkeypatch, label):
    monkeypatch.setattr(registry, "registered_checks", set())
    apps.get_app_config(label).ready()
    assert registry.registered_checks == {checks.check_project}


def test_registering_twice_changes_nothing():
    before = len(registry.get_checks(include_deployment_checks=True))
    checks.register()
    assert len(registry.get_checks(include_deployment_checks=True)) == before


def test_check_command_stops_at_an_error(settings):
    settings.SIMPLE_JWT = {"LEEWAY": "1"}
    with pytest.raises(SystemCheckError, match=r"ferrojwt\.E002"):
        call_command("check", tags=[checks.TAG])


def test_check_can_be_silenced(settings, capsys):
    settings.SIMPLE_JWT = {"LEEWAY": "1"}
    settings.SILENCED_SYSTEM_CHECKS = ["ferrojwt.E002"]
    call_command("check", tags=[checks.TAG])


@pytest.fixture
def without_app(monkeypatch):
    """A project in which nothing has registered the checks, before its first request."""
    monkeypatch.setattr(registry, "registered_checks", set())
    monkeypatch.setattr(checks.report_without_app, "has_run", False)


@pytest.mark.parametrize("path", ["/required/", "/drf/whoami/"])
@pytest.mark.usefixtures("without_app")
def test_project_without_the_app_gets_the_findings_logged_once(call, project, caplog, path):
    project.SIMPLE_JWT = {"ACCESS_TOKEN_LIVETIME": 1, "ROTATE_REFRESH_TOKENS": True}
    project.SILENCED_SYSTEM_CHECKS = ["ferrojwt.W005"]
    for _ in range(2):
        call(path)
    (record,) = [each for each in caplog.records if each.name == "ferrojwt.checks"]
    assert record.levelname == "WARNING"
    assert record.getMessage() == (
        "ferrojwt.W001: SIMPLE_JWT has no setting 'ACCESS_TOKEN_LIVETIME'; it has no effect. "
        "Did you mean 'ACCESS_TOKEN_LIFETIME'?"
    )


def test_project_with_the_app_gets_nothing_logged(call, project, caplog, monkeypatch):
    monkeypatch.setattr(checks.report_without_app, "has_run", False)
    project.SIMPLE_JWT = {"ACCESS_TOKEN_LIVETIME": 1}
    call("/required/")
    assert [each for each in caplog.records if each.name == "ferrojwt.checks"] == []


# One table


def test_documentation_lists_exactly_the_rules():
    page = (DOCS / "CHECKS.md").read_text("utf-8")
    rows = re.findall(r"(?m)^\| `(ferrojwt\.\w+)` \| (.+?) \| (.+) \|$", page)
    assert [(row[0], row[1]) for row in rows] == [(rule.id, rule.title) for rule in rules.RULES]


def test_every_rule_is_in_the_table():
    defined = {value for value in vars(rules).values() if isinstance(value, rules.Rule)}
    assert defined == {*rules.RULES}
    assert len({rule.id for rule in rules.RULES}) == len(rules.RULES)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.id)
def test_every_rule_is_tested(rule):
    legacy = Path(__file__).parents[1] / "legacy" / "test_checks.py"
    assert rule.id in Path(__file__).read_text("utf-8") + legacy.read_text("utf-8")


def test_key_in_the_place_of_a_name_is_not_shown(settings):
    settings.SIMPLE_JWT = {"8x!k2=0123456789-0123456789": 1}
    (message,) = [each for each in found() if "no setting" in each.msg]
    assert "'8x!k'… (27 characters)" in message.msg
    assert "0123456789" not in message.msg + message.hint
