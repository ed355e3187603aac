"""What Django makes of the aliases: applications, migrations, commands, settings."""

from __future__ import annotations

import pytest

INSTALL = "import ferrojwt.compat; ferrojwt.compat.install()\n"
THEIRS = "rest_framework_simplejwt.token_blacklist"
OURS = "ferrojwt.drf.token_blacklist"


@pytest.mark.parametrize("entry", [THEIRS, f"{THEIRS}.apps.TokenBlacklistConfig", OURS])
def test_application_is_ours_whatever_it_is_listed_as(run, presence, entry):
    program = f"""
    {INSTALL}
    from tests.compat.project import start
    start({entry!r})
    from io import StringIO
    from django.apps import apps
    from django.core.management import call_command, get_commands
    app = apps.get_app_config("token_blacklist")
    changes = StringIO()
    call_command("makemigrations", "token_blacklist", "--check", "--dry-run", stdout=changes)
    call_command("flushexpiredtokens")
    OUTCOME = [
        app.name,
        app.models_module.OutstandingToken.__module__,
        get_commands()["flushexpiredtokens"],
        apps.is_installed({THEIRS!r}),
        apps.is_installed({OURS!r}),
        changes.getvalue().strip(),
    ]
    """
    result = run(program, presence)
    assert result.outcome == [
        OURS,
        f"{OURS}.models",
        OURS,
        True,
        True,
        "No changes detected in app 'token_blacklist'",
    ]
    assert result.foreign == []


def test_application_that_is_not_listed_is_not_installed(run):
    program = f"""
    {INSTALL}
    from tests.compat.project import start
    start("rest_framework_simplejwt")
    from django.apps import apps
    names = ["rest_framework_simplejwt", {THEIRS!r}, "rest_framework", "nowhere"]
    OUTCOME = [apps.is_installed(name) for name in names]
    """
    assert run(program).outcome == [True, False, True, False]


def test_install_after_django_was_loaded_is_in_time(run):
    program = f"""
    import django.apps, rest_framework
    {INSTALL}
    from tests.compat.project import start
    start({THEIRS!r})
    from django.apps import apps
    OUTCOME = apps.is_installed({THEIRS!r})
    """
    assert run(program).outcome is True


def test_same_application_under_both_names_is_refused_by_django(run):
    program = f"""
    {INSTALL}
    from tests.compat.project import start
    from django.core.exceptions import ImproperlyConfigured
    try:
        start({THEIRS!r}, {OURS!r})
    except ImproperlyConfigured as error:
        OUTCOME = str(error)
    """
    assert run(program).outcome == "Application labels aren't unique, duplicates: token_blacklist"


def test_dotted_paths_in_settings_resolve(run, presence):
    program = f"""
    {INSTALL}
    from tests.compat.project import start
    start(
        REST_FRAMEWORK={{
            "DEFAULT_AUTHENTICATION_CLASSES": [
                "rest_framework_simplejwt.authentication.JWTAuthentication"
            ]
        }},
        SIMPLE_JWT={{"AUTH_TOKEN_CLASSES": ("rest_framework_simplejwt.tokens.SlidingToken",)}},
    )
    from rest_framework.settings import api_settings
    from rest_framework_simplejwt.settings import api_settings as jwt_settings
    (scheme,), (kind,) = (
        api_settings.DEFAULT_AUTHENTICATION_CLASSES,
        jwt_settings.AUTH_TOKEN_CLASSES,
    )
    OUTCOME = [scheme.__module__, kind.__module__]
    """
    result = run(program, presence)
    assert result.outcome == ["ferrojwt.drf.authentication", "ferrojwt.drf.tokens"]
    assert result.foreign == []


def test_rest_framework_is_left_as_it_is_but_for_one_name(run):
    program = f"""
    {INSTALL}
    from tests.compat.project import start
    start()
    import inspect
    from rest_framework import authentication
    try:
        authentication.Nowhere
    except AttributeError as error:
        OUTCOME = [str(error), type(authentication.__loader__).__name__]
        OUTCOME += [len(inspect.getsource(authentication)) > 1000]
    """
    assert run(program).outcome == [
        "module 'rest_framework.authentication' has no attribute 'Nowhere'",
        "SourceFileLoader",
        True,
    ]


def test_version_of_simplejwt_is_there(run):
    program = f"""
    {INSTALL}
    import rest_framework_simplejwt, ferrojwt
    OUTCOME = rest_framework_simplejwt.__version__ == ferrojwt.__version__
    """
    assert run(program).outcome is True
