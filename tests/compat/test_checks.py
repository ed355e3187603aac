"""A project that runs on the aliases is told by `manage.py check` what is wrong with it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.compat.conftest import execute

PROMISES = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
CHECK = """
    from django.core.checks import run_checks
    OUTCOME = [message.id for message in run_checks(include_deployment_checks=False)]
    OUTCOME = [each for each in OUTCOME if each.startswith("ferrojwt.")]
"""


def program(*applications, install="install()", **settings):
    return f"""
    import ferrojwt.compat; ferrojwt.compat.{install}
    import sys, types
    sys.modules["shop_urls"] = types.ModuleType("shop_urls")
    sys.modules["shop_urls"].urlpatterns = []
    import django
    from django.conf import settings
    settings.configure(
        SECRET_KEY="k" * 64,
        ROOT_URLCONF="shop_urls",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", *{applications!r}],
        **{settings!r},
    )
    django.setup()
    {CHECK}
    """


def test_check_command_stops_at_an_error(tmp_path):
    lines = """
    '''Settings.'''
    from __future__ import annotations
    import ferrojwt.compat

    ferrojwt.compat.install()

    SECRET_KEY = "k" * 64
    INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"]
    SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
    """
    (tmp_path / "settings.py").write_text(dedent(lines))
    result = execute(["-m", "django", "check", "--settings", "settings"], tmp_path)
    assert result.returncode == 1
    assert "(ferrojwt.E005)" in result.stderr
    assert "'ferrojwt.drf.token_blacklist'" in result.stderr


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"SIMPLE_JWT": PROMISES}, ["ferrojwt.E005"]),
        ({"REST_FRAMEWORK": {"SIMPLE_JWT": {"LEEWAY": 1}}}, ["ferrojwt.W002"]),
        ({"JWT_AUTH": {"JWT_VERIFY": False}}, ["ferrojwt.E023"]),
        ({}, []),
    ],
)
def test_project_without_our_applications_is_checked(run, settings, expected):
    assert run(program(**settings)).outcome == expected


@pytest.mark.parametrize(
    "application", ["rest_framework_simplejwt", "ferrojwt.drf", "ferrojwt.django"]
)
def test_project_with_an_application_is_told_once(run, application):
    assert run(program(application, SIMPLE_JWT=PROMISES)).outcome == ["ferrojwt.E005"]


def test_layer_that_is_not_installed_is_not_checked(run):
    settings = {"SIMPLE_JWT": PROMISES, "JWT_AUTH": {"JWT_VERIFY": False}}
    assert run(program(install="install('jwt')", **settings)).outcome == []
    only_simplejwt = program(install="install('rest_framework_simplejwt')", **settings)
    assert run(only_simplejwt).outcome == ["ferrojwt.E005"]


def test_project_without_jwt_auth_is_not_checked_for_its_keys(run):
    settings = {"SECRET_KEY": "short", "SIMPLE_JWT": {"SIGNING_KEY": "s" * 64}}
    assert run(program(**settings).replace('SECRET_KEY="k" * 64,', "")).outcome == []


def test_what_is_checked_at_start_is_not_logged_at_the_first_request(run):
    lines = """
    import logging
    logged = []
    logging.getLogger("ferrojwt.checks").addFilter(logged.append)
    from ferrojwt.drf.authentication import JWTAuthentication
    JWTAuthentication()
    OUTCOME.append(len(logged))
    """
    assert run(program(SIMPLE_JWT=PROMISES) + lines).outcome == ["ferrojwt.E005", 0]
