"""The system checks of JWT_AUTH: what each finds, what it leaves alone, and where they run."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.checks.registry import registry
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from ferrojwt.legacy import checks
from tests.core import keys

SECRET = "s" * 64
NOT_CALLABLE = 1


def found():
    return checks.check_legacy()


def only():
    (message,) = found()
    return message


def test_project_without_jwt_auth_has_no_findings():
    assert found() == []


def test_settings_spelled_out_in_drf_jwts_documentation_have_no_findings(settings):
    settings.JWT_AUTH = {
        "JWT_SECRET_KEY": settings.SECRET_KEY,
        "JWT_GET_USER_SECRET_KEY": None,
        "JWT_PRIVATE_KEY": None,
        "JWT_PUBLIC_KEY": None,
        "JWT_ALGORITHM": "HS256",
        "JWT_INSIST_ON_KID": False,
        "JWT_TOKEN_ID": "include",
        "JWT_AUDIENCE": None,
        "JWT_ISSUER": None,
        "JWT_ENCODE_HANDLER": "rest_framework_jwt.utils.jwt_encode_payload",
        "JWT_DECODE_HANDLER": "rest_framework_jwt.utils.jwt_decode_token",
        "JWT_PAYLOAD_HANDLER": "rest_framework_jwt.utils.jwt_create_payload",
        "JWT_PAYLOAD_GET_USERNAME_HANDLER": (
            "rest_framework_jwt.utils.jwt_get_username_from_payload_handler"
        ),
        "JWT_PAYLOAD_INCLUDE_USER_ID": True,
        "JWT_VERIFY": True,
        "JWT_VERIFY_EXPIRATION": True,
        "JWT_LEEWAY": 0,
        "JWT_EXPIRATION_DELTA": timedelta(seconds=300),
        "JWT_ALLOW_REFRESH": True,
        "JWT_REFRESH_EXPIRATION_DELTA": timedelta(days=7),
        "JWT_AUTH_HEADER_PREFIX": "Bearer",
        "JWT_RESPONSE_PAYLOAD_HANDLER": "rest_framework_jwt.utils.jwt_create_response_payload",
        "JWT_AUTH_COOKIE": None,
        "JWT_AUTH_COOKIE_DOMAIN": None,
        "JWT_AUTH_COOKIE_PATH": "/",
        "JWT_AUTH_COOKIE_SECURE": True,
        "JWT_AUTH_COOKIE_SAMESITE": "Lax",
        "JWT_IMPERSONATION_COOKIE": None,
        "JWT_DELETE_STALE_BLACKLISTED_TOKENS": False,
    }
    assert found() == []


@pytest.mark.parametrize("value", [[], "JWT_SECRET_KEY", 1])
def test_jwt_auth_that_is_no_dict_is_an_error(settings, value):
    settings.JWT_AUTH = value
    assert (only().id, only().hint) == ("ferrojwt.E020", "Write JWT_AUTH = {…}.")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("JWT_EXPIRATION_DELTTA", "Did you mean 'JWT_EXPIRATION_DELTA'?"),
        ("jwt_leeway", "Did you mean 'JWT_LEEWAY'?"),
        ("XYZZY", "Remove it."),
        (7, "Remove it."),
    ],
)
def test_unknown_name_is_found(settings, name, hint):
    settings.JWT_AUTH = {name: 1}
    assert (only().id, only().hint) == ("ferrojwt.W020", hint)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JWT_EXPIRATION_DELTA", 300),
        ("JWT_ALGORITHM", "none"),
        ("JWT_ALGORITHM", ["HS256", "HS257"]),
        ("JWT_ALGORITHM", []),
        ("JWT_TOKEN_ID", "sometimes"),
        ("JWT_LEEWAY", "5"),
        ("JWT_AUTH_HEADER_PREFIX", "Bearer "),
        ("JWT_AUTH_COOKIE_SAMESITE", "lax"),
        ("JWT_ALLOW_REFRESH", "yes"),
        ("JWT_PAYLOAD_HANDLER", None),
        ("JWT_PAYLOAD_HANDLER", f"{__name__}.NOT_CALLABLE"),
    ],
)
def test_wrong_value_is_an_error(settings, name, value):
    settings.JWT_AUTH = {name: value}
    assert only().id == "ferrojwt.E021"
    assert only().hint.startswith("It must ")


def test_value_is_not_shown(settings):
    settings.JWT_AUTH = {"JWT_LEEWAY": SECRET}
    assert SECRET not in only().msg + only().hint


def test_path_that_leads_nowhere_is_an_error(settings):
    settings.JWT_AUTH = {"JWT_PAYLOAD_HANDLER": "rest_framework_jwt.utils.nothing"}
    assert only().id == "ferrojwt.E022"
    assert "rest_framework_jwt.utils.nothing" in only().msg


@pytest.mark.parametrize(
    ("name", "rule"), [("JWT_VERIFY", "ferrojwt.E023"), ("JWT_VERIFY_EXPIRATION", "ferrojwt.W023")]
)
def test_verification_that_is_switched_off_is_found(settings, name, rule):
    settings.JWT_AUTH = {name: False}
    assert only().id == rule
    settings.JWT_AUTH = {name: True}
    assert found() == []


def test_settings_at_the_top_level_belong_into_jwt_auth(settings):
    settings.JWT_EXPIRATION_DELTA = timedelta(hours=1)
    settings.JWT_ALLOW_REFRESH = True
    message = only()
    assert message.id == "ferrojwt.W021"
    assert "JWT_ALLOW_REFRESH, JWT_EXPIRATION_DELTA" in message.msg
    assert message.hint == "Move them into it: JWT_AUTH = {'JWT_ALLOW_REFRESH': …}."


def test_other_names_at_the_top_level_are_the_projects_own(settings):
    settings.JWT_SOMETHING = 1
    assert found() == []


@pytest.mark.parametrize(("entry", "value"), [("JWT_LEEWAY", 5), ("JWT_AUTH", {"JWT_LEEWAY": 5})])
def test_settings_inside_rest_framework_are_found(settings, entry, value):
    settings.REST_FRAMEWORK = {entry: value}
    assert only().id == "ferrojwt.W022"
    assert entry in only().msg


@pytest.mark.parametrize(
    ("jwt_auth", "name"),
    [
        ({"JWT_SECRET_KEY": ""}, "JWT_AUTH['JWT_SECRET_KEY'] is empty."),
        ({"JWT_SECRET_KEY": [SECRET, b""]}, "JWT_AUTH['JWT_SECRET_KEY'] is empty."),
        ({"JWT_SECRET_KEY": keys.PUBLIC["RS256"]}, "cannot be used with HS256"),
        (
            {"JWT_ALGORITHM": "RS256", "JWT_PRIVATE_KEY": keys.PRIVATE["RS256"]},
            "JWT_AUTH['JWT_PUBLIC_KEY'] is empty.",
        ),
        (
            {
                "JWT_ALGORITHM": "RS256",
                "JWT_PRIVATE_KEY": keys.PUBLIC["RS256"],
                "JWT_PUBLIC_KEY": {"a": keys.PUBLIC["RS256"]},
            },
            "JWT_AUTH['JWT_PRIVATE_KEY'] cannot be used with RS256",
        ),
    ],
)
def test_unfit_key_is_an_error(settings, jwt_auth, name):
    settings.JWT_AUTH = jwt_auth
    assert only().id == "ferrojwt.E006"
    assert name in only().msg


def test_short_secret_is_found(settings):
    settings.JWT_AUTH = {"JWT_SECRET_KEY": {"a": SECRET, "b": "short"}}
    assert only().id == "ferrojwt.W004"


def test_secrets_of_users_cannot_be_checked(settings):
    settings.JWT_AUTH = {"JWT_SECRET_KEY": "", "JWT_GET_USER_SECRET_KEY": len}
    assert found() == []


def test_short_secret_key_is_found_where_it_signs(settings):
    settings.SECRET_KEY = "short"
    assert "SECRET_KEY, which signs the tokens," in only().msg


def test_check_command_runs_them(settings):
    assert checks.check_legacy in registry.get_checks()
    settings.JWT_AUTH = {"JWT_VERIFY": False}
    with pytest.raises(SystemCheckError, match=r"ferrojwt\.E023"):
        call_command("check")


@pytest.mark.parametrize("is_registered", [True, False])
def test_findings_are_logged_once_where_no_app_is_registered(
    settings, whoami, token, caplog, monkeypatch, is_registered
):
    monkeypatch.setattr(checks.report_without_app, "has_run", False)
    monkeypatch.setattr(
        registry, "registered_checks", {checks.check_legacy} if is_registered else set()
    )
    settings.JWT_AUTH = {"JWT_LEEEWAY": 1}
    for _ in range(2):
        whoami(token)
    logged = [each for each in caplog.records if each.name == "ferrojwt.checks"]
    assert [each.getMessage()[:13] for each in logged] == ["ferrojwt.W020"] * (not is_registered)


def test_key_in_the_place_of_a_name_is_not_shown(settings):
    settings.JWT_AUTH = {"8x!k2=0123456789-0123456789": 1}
    (message,) = [each for each in found() if "no setting" in each.msg]
    assert "'8x!k'… (27 characters)" in message.msg
    assert "0123456789" not in message.msg + message.hint
