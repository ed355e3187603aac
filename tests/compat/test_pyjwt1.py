"""`install(pyjwt1=True)` puts PyJWT 1.x's conventions behind the name `jwt`, and nowhere else."""

from __future__ import annotations

import pytest

INSTALL = "import ferrojwt.compat; ferrojwt.compat.install(pyjwt1=True)\n"
KEY = "k" * 32


def test_calls_of_the_tutorial_work(run, presence):
    program = f"""
    {INSTALL}
    import jwt
    token = jwt.encode({{"id": 1}}, {KEY!r}).decode("utf-8")
    OUTCOME = [type(token).__name__, jwt.decode(token, {KEY!r})]
    """
    result = run(program, presence)
    assert result.outcome == ["str", {"id": 1}]
    assert result.foreign == []


def test_modules_and_classes_are_those_of_ferrojwt(run):
    program = f"""
    {INSTALL}
    import jwt.algorithms, jwt.exceptions
    from jwt.api_jwt import decode
    import ferrojwt
    OUTCOME = [
        jwt.algorithms is ferrojwt.algorithms,
        jwt.DecodeError is ferrojwt.DecodeError,
        jwt.exceptions.DecodeError is ferrojwt.DecodeError,
        jwt.PyJWT is ferrojwt.PyJWT,
        decode is ferrojwt.decode,
    ]
    """
    assert run(program).outcome == [True] * 5


def test_everything_can_be_imported_by_a_star(run):
    program = f"{INSTALL}from jwt import *\nOUTCOME = [encode.__module__, DecodeError.__module__]"
    assert run(program).outcome == ["ferrojwt.legacy.pyjwt1", "ferrojwt.exceptions"]


def test_functions_can_be_patched_and_the_module_reloaded(run):
    program = f"""
    {INSTALL}
    import importlib, jwt
    from unittest import mock
    with mock.patch("jwt.decode", return_value="patched"), mock.patch("jwt.PyJWK") as key_class:
        OUTCOME = [jwt.decode("", ""), jwt.PyJWK is key_class]
    OUTCOME += [importlib.reload(jwt) is jwt, "PyJWK" in vars(jwt)]
    """
    assert run(program).outcome == ["patched", True, True, False]


def test_libraries_that_are_installed_are_served_as_ever(run):
    # A real one, which calls `jwt.decode` from its own modules.
    program = f"""
    {INSTALL}
    import jwt
    from tests.compat.project import start
    start()
    from rest_framework_simplejwt.backends import TokenBackend
    backend = TokenBackend("HS256", {KEY!r})
    token = backend.encode({{"a": 1}})
    OUTCOME = [type(token).__name__, backend.decode(token)]
    """.replace("pyjwt1=True", '"jwt", pyjwt1=True')
    result = run(program)
    assert result.outcome == ["str", {"a": 1}]
    assert result.names["rest_framework_simplejwt"] == "rest_framework_simplejwt"


def test_without_the_option_nothing_changes(run):
    program = f"""
    import ferrojwt.compat
    ferrojwt.compat.install()
    import jwt
    token = jwt.encode({{}}, {KEY!r})
    try:
        jwt.decode(token, {KEY!r})
    except jwt.DecodeError as error:
        OUTCOME = [type(token).__name__, str(error)[:46]]
    """
    assert run(program).outcome == ["str", "It is required that you pass in a value for th"]


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True)])
def test_calls_that_contradict_each_other_are_refused(run, first, second):
    program = f"""
    import ferrojwt.compat
    ferrojwt.compat.install(pyjwt1={first})
    ferrojwt.compat.install(pyjwt1={first})
    import jwt
    try:
        ferrojwt.compat.install(pyjwt1={second})
    except ValueError as error:
        OUTCOME = str(error)
    """
    assert "with another value of pyjwt1" in run(program).outcome


def test_option_needs_the_name_that_it_is_about():
    import ferrojwt.compat

    with pytest.raises(ValueError, match="add it to the names"):
        ferrojwt.compat.install("rest_framework_simplejwt", pyjwt1=True)
