"""Every name of simplejwt's modules is there."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

upstream = pytest.importorskip(
    "rest_framework_simplejwt",
    reason="djangorestframework-simplejwt, whose names ours are compared with, is not installed",
)

MODULES = "authentication backends exceptions models serializers settings state tokens utils views"
MODULES = [*MODULES.split(), "token_blacklist.models"]
# docs/COMPATIBILITY.md says why; and a type variable of internal use.
MISSING = {"USER_SETTINGS", "reload_api_settings", "T"}


def defined(module):
    """The names that a module of simplejwt defines, methods and attributes of classes included."""
    path = Path(upstream.__file__).parent / f"{module.replace('.', '/')}.py"
    return set(names(ast.parse(path.read_text("utf-8"))))


def names(node):
    for statement in node.body:
        if isinstance(statement, (ast.If, ast.Try)):
            yield from names(statement)
        elif isinstance(statement, ast.ClassDef):
            yield statement.name
            yield from (f"{statement.name}.{name}" for name in names(statement))
        elif isinstance(statement, ast.FunctionDef):
            yield statement.name
        elif isinstance(statement, ast.Assign):
            yield from (target.id for target in statement.targets if isinstance(target, ast.Name))
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            yield statement.target.id


def is_public(name):
    return not any(part.startswith("_") for part in name.split("."))


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_there(module):
    ours = importlib.import_module(f"ferrojwt.drf.{module}")
    wanted = {name for name in defined(module) if is_public(name)} - MISSING
    assert wanted
    assert {name for name in wanted if not is_there(ours, name)} == set()


def is_there(module, name):
    found = module
    for part in name.split("."):
        if part == "Meta":
            # Django takes it away.
            return True
        if not hasattr(found, part):
            # A serializer's fields are declared.
            return part in getattr(found, "_declared_fields", {}) or part in {
                field.name for field in getattr(getattr(found, "_meta", None), "fields", ())
            }
        found = getattr(found, part)
    return True


def test_settings_of_simplejwt_have_the_same_defaults():
    from rest_framework_simplejwt.settings import DEFAULTS as THEIRS

    from ferrojwt.drf.settings import DEFAULTS, api_settings

    for name, default in THEIRS.items():
        if name == "SIGNING_KEY":
            assert default == api_settings.SIGNING_KEY
        elif isinstance(default, (str, tuple)):
            text = repr(default).replace("rest_framework_simplejwt.", "ferrojwt.drf.")
            assert repr(DEFAULTS[name]) == text
        else:
            assert DEFAULTS[name] == default
