"""The tests' own means can tell ferrojwt from the packages that it stands in for."""

from __future__ import annotations

import pytest


def test_real_package_is_reported(run):
    result = run("import jwt; OUTCOME = jwt.decode.__module__")
    assert result.outcome == "jwt.api_jwt"
    assert result.names == {"jwt": "jwt"}
    assert any(file.endswith("jwt/api_jwt.py") for file in result.foreign)


@pytest.mark.parametrize("package", ["jwt", "rest_framework_simplejwt", "rest_framework_jwt"])
def test_hidden_package_cannot_be_imported(run, package):
    program = f"""
    try:
        import {package}
    except ModuleNotFoundError as error:
        OUTCOME = error.name
    """
    assert run(program, "absent").outcome == package


def test_hidden_package_has_no_metadata(run):
    program = """
    from importlib.metadata import PackageNotFoundError, version
    try:
        OUTCOME = version("PyJWT")
    except PackageNotFoundError:
        OUTCOME = "none"
    """
    assert run(program, "absent").outcome == "none"
    assert run(program, "present").outcome == "2.15.1"
