"""The one table of settings, and everybody who goes by it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ferrojwt.algorithms import get_default_algorithms
from ferrojwt.django import kinds
from ferrojwt.django.conf import api_settings
from ferrojwt.django.settings_table import BY_NAME, REMOVED, SETTINGS
from ferrojwt.drf import settings as drf_settings
from ferrojwt.drf.backends import ALLOWED_ALGORITHMS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "python" / "ferrojwt"
every_setting = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)


def test_no_setting_is_listed_twice():
    assert len(BY_NAME) == len(SETTINGS)


@every_setting
def test_default_is_a_value_that_the_setting_takes(setting):
    assert setting.kind.accepts(setting.default)


@every_setting
def test_kind_refuses_something(setting):
    # No value of any kind is a list with a number in it.
    assert not setting.kind.accepts([1])


def test_reader_knows_exactly_these_settings():
    assert {setting.name: setting.default for setting in SETTINGS} == drf_settings.DEFAULTS
    assert api_settings.defaults is drf_settings.DEFAULTS
    assert drf_settings.api_settings is api_settings


def test_reader_imports_exactly_what_is_marked_so():
    marked = {each.name for each in SETTINGS if each.kind.paths is kinds.Paths.ON_ACCESS}
    assert {*drf_settings.IMPORT_STRINGS} == {*api_settings.import_strings} == marked


def test_names_that_the_code_reads_are_in_the_table():
    read = {
        node.attr
        for path in PACKAGE.rglob("*.py")
        # It has a table of its own.
        if PACKAGE / "legacy" not in path.parents
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "api_settings"
        and node.attr.isupper()
    }
    assert read <= BY_NAME.keys()
    assert read


def test_removed_names_are_not_in_the_table_and_their_successors_are():
    assert not REMOVED.keys() & BY_NAME.keys()
    assert {name for name in REMOVED.values() if name} <= BY_NAME.keys()


def test_algorithms_are_those_of_the_backend_and_all_sign():
    assert {*kinds.ALGORITHMS} == ALLOWED_ALGORITHMS
    assert {*kinds.ALGORITHMS} <= get_default_algorithms().keys() - {"none"}


def test_algorithms_are_those_of_simplejwt():
    upstream = pytest.importorskip("rest_framework_simplejwt.backends")
    assert {*kinds.ALGORITHMS} == upstream.ALLOWED_ALGORITHMS
