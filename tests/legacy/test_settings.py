"""How JWT_AUTH is read."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ferrojwt.legacy import settings_table, utils
from ferrojwt.legacy.settings import DEFAULTS, IMPORT_STRINGS, APISettings, api_settings

PACKAGE = Path(settings_table.__file__).parent
every_setting = pytest.mark.parametrize(
    "setting", settings_table.SETTINGS, ids=lambda setting: setting.name
)


def handler(*args):
    return args


@every_setting
def test_default_is_a_value_that_the_setting_takes(setting):
    if setting.default is not None:
        assert setting.kind.accepts(setting.default)


@every_setting
def test_kind_refuses_something(setting):
    assert not setting.kind.accepts([1])


def test_names_that_the_code_reads_are_in_the_table():
    read = {
        node.attr
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "api_settings"
        and node.attr.isupper()
    }
    unread = {"JWT_PAYLOAD_GET_USER_ID_HANDLER"}
    assert read | unread == settings_table.BY_NAME.keys()


def test_values_are_the_defaults_of_drf_jwt(settings):
    upstream = pytest.importorskip("rest_framework_jwt.settings")
    del settings.JWT_AUTH
    for name, default in upstream.DEFAULTS.items():
        value = api_settings.__getattr__(name)
        if name in IMPORT_STRINGS and default is not None:
            assert f"rest_framework_jwt.utils.{value.__name__}" == default
        else:
            assert value == default


def test_override_takes_effect_at_once(settings):
    settings.JWT_AUTH = {"JWT_LEEWAY": 5}
    assert api_settings.JWT_LEEWAY == 5
    settings.JWT_AUTH = {}
    assert api_settings.JWT_LEEWAY == 0


def test_patch_holds_until_it_is_undone(settings):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api_settings, "JWT_ALGORITHM", "HS512")
        assert api_settings.JWT_ALGORITHM == "HS512"
    settings.JWT_AUTH = {"JWT_ALGORITHM": "HS384"}
    assert api_settings.JWT_ALGORITHM == "HS384"


def test_patch_that_is_undone_by_setting_the_former_value_is_forgotten(settings):
    mine = APISettings()
    former = mine.JWT_ALGORITHM
    mine.JWT_ALGORITHM = "HS512"
    mine.JWT_ALGORITHM = former
    settings.JWT_AUTH = {"JWT_ALGORITHM": "HS384"}
    assert mine.JWT_ALGORITHM == "HS384"


def test_reload_forgets_what_was_set():
    mine = APISettings()
    mine.JWT_LEEWAY = 7
    mine.reload()
    assert mine.JWT_LEEWAY == 0


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'JWT_NOTHING' is not a JWT_AUTH setting"):
        _ = api_settings.JWT_NOTHING
    with pytest.raises(AttributeError):
        del api_settings.JWT_NOTHING


@pytest.mark.parametrize("value", [handler, f"{__name__}.handler"])
def test_handler_is_a_callable_or_its_path(settings, value):
    settings.JWT_AUTH = {"JWT_PAYLOAD_HANDLER": value}
    assert api_settings.JWT_PAYLOAD_HANDLER("user") == ("user",)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("jwt_create_payload", "jwt_create_payload"),
        ("jwt_payload_handler", "jwt_create_payload"),
    ],
)
def test_paths_of_upstreams_lead_here(settings, name, function):
    settings.JWT_AUTH = {"JWT_PAYLOAD_HANDLER": f"rest_framework_jwt.utils.{name}"}
    assert api_settings.JWT_PAYLOAD_HANDLER is getattr(utils, function)


def test_path_that_leads_nowhere_names_the_setting(settings):
    settings.JWT_AUTH = {"JWT_PAYLOAD_HANDLER": "nowhere.handler"}
    with pytest.raises(ImportError, match=r"'nowhere\.handler' for JWT_AUTH\['JWT_PAYLOAD"):
        _ = api_settings.JWT_PAYLOAD_HANDLER


@pytest.mark.parametrize("absent", [None, {}])
def test_entries_of_rest_framework_are_read_where_jwt_auth_is_absent(settings, absent):
    settings.JWT_AUTH = absent
    settings.REST_FRAMEWORK = {"JWT_LEEWAY": 9, "PAGE_SIZE": 3}
    assert api_settings.user_settings == {"JWT_LEEWAY": 9}
    assert api_settings.JWT_LEEWAY == 9
    settings.JWT_AUTH = {"JWT_ALGORITHM": "HS512"}
    assert api_settings.JWT_LEEWAY == 0


def test_rest_framework_that_is_no_dict_is_left_alone(settings):
    settings.REST_FRAMEWORK = None
    assert api_settings.user_settings == {}


def test_jwt_auth_that_is_no_dict_is_an_error(settings):
    settings.JWT_AUTH = ["JWT_LEEWAY"]
    with pytest.raises(ImproperlyConfigured, match="JWT_AUTH must be a dict"):
        _ = api_settings.JWT_LEEWAY


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("JWT_EXPIRATION_DELTA", 300, "a datetime.timedelta"),
        ("JWT_REFRESH_EXPIRATION_DELTA", "7 days", "a datetime.timedelta"),
        ("JWT_TOKEN_ID", "sometimes", "'off', 'include' or 'require'"),
        ("JWT_TOKEN_ID", None, "'off', 'include' or 'require'"),
    ],
)
def test_wrong_value_that_stops_drf_jwt_is_an_error(settings, name, value, expected):
    settings.JWT_AUTH = {name: value}
    with pytest.raises(ImproperlyConfigured, match=f"must be {expected}"):
        getattr(api_settings, name)


def test_secret_key_is_read_at_use(settings):
    assert api_settings.JWT_SECRET_KEY is settings.SECRET_KEY
    settings.SECRET_KEY = "x" * 64
    assert api_settings.JWT_SECRET_KEY == "x" * 64


def test_table_has_every_name_once():
    assert len(settings_table.BY_NAME) == len(settings_table.SETTINGS) == len(DEFAULTS)
    assert DEFAULTS["JWT_EXPIRATION_DELTA"] == timedelta(minutes=5)
