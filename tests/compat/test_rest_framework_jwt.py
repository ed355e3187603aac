"""`rest_framework_jwt` and a tutorial's path below `rest_framework` lead to `ferrojwt.legacy`."""

from __future__ import annotations

import pytest

INSTALL = "import ferrojwt.compat; ferrojwt.compat.install()\n"
MODULES = [
    *("authentication", "blacklist", "blacklist.models", "blacklist.views", "compat"),
    *("permissions", "serializers", "settings", "utils", "views"),
]


def test_every_module_of_drf_jwt_is_ours(run, presence):
    program = f"""
    {INSTALL}
    from tests.compat.project import start
    start("rest_framework_jwt", "rest_framework_jwt.blacklist")
    import importlib
    names = [f"rest_framework_jwt.{{module}}" for module in {MODULES}]
    OUTCOME = {{name: importlib.import_module(name).__name__ for name in names}}
    """
    result = run(program, presence)
    assert result.outcome == {
        f"rest_framework_jwt.{module}": f"ferrojwt.legacy.{module}" for module in MODULES
    }
    assert result.foreign == []


@pytest.mark.parametrize("entry", ["rest_framework_jwt.blacklist", "ferrojwt.legacy.blacklist"])
def test_blacklist_is_ours_whatever_it_is_listed_as(run, presence, entry):
    program = f"""
    {INSTALL}
    from tests.compat.project import start
    start("rest_framework_jwt", {entry!r})
    from django.apps import apps
    OUTCOME = [
        apps.get_app_config("blacklist").name,
        apps.is_installed("rest_framework_jwt.blacklist"),
        apps.is_installed("rest_framework_jwt"),
    ]
    """
    result = run(program, presence)
    assert result.outcome == ["ferrojwt.legacy.blacklist", True, True]
    assert result.foreign == []


AUTHENTICATE = """
from tests.compat.project import PASSWORD, create_user, get, post, protected_view, start
start(
    "rest_framework_jwt",
    REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [PATH]},
)
from django.urls import path
from rest_framework_jwt.views import obtain_jwt_token

urlpatterns = [path("login/", obtain_jwt_token), path("whoami/", protected_view())]
create_user()
_, body = post("/login/", username="alice", password=PASSWORD)
OUTCOME = [get("/whoami/", body["token"]), get("/whoami/", "a.b.c")[0]]
"""


@pytest.mark.parametrize(
    "path",
    [
        "rest_framework_jwt.authentication.JSONWebTokenAuthentication",
        "rest_framework.authentication.JSONWebTokenAuthentication",
    ],
)
def test_log_in_and_call(run, presence, path):
    result = run(f"{INSTALL}PATH = {path!r}\n{AUTHENTICATE}", presence)
    assert result.outcome == [[200, {"name": "alice"}], 401]
    assert result.foreign == []


def test_class_is_lent_to_rest_framework_and_can_be_imported(run):
    program = f"""
    {INSTALL}
    from tests.compat.project import start
    start("rest_framework_jwt")
    from rest_framework.authentication import JSONWebTokenAuthentication
    import rest_framework_jwt.authentication
    OUTCOME = (
        JSONWebTokenAuthentication
        is rest_framework_jwt.authentication.JSONWebTokenAuthentication
    )
    """
    assert run(program).outcome is True


def test_class_is_not_lent_where_the_name_is_not_installed(run):
    program = """
    import ferrojwt.compat
    ferrojwt.compat.install("jwt", "rest_framework_simplejwt")
    from tests.compat.project import start
    start()
    from rest_framework import authentication
    OUTCOME = hasattr(authentication, "JSONWebTokenAuthentication")
    """
    assert run(program).outcome is False
