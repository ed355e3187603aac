"""docs/SETTINGS.md lists every setting, with its default."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest

from ferrojwt.drf.settings import DEFAULTS

PAGE = (Path(__file__).parents[2] / "docs" / "SETTINGS.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `([A-Z_0-9]+)` \|(.+)\|$", PAGE, re.MULTILINE))
SPOKEN = {timedelta(minutes=5): "5 minutes", timedelta(days=1): "1 day"}


def test_every_setting_is_listed_and_nothing_else():
    assert ROWS.keys() == DEFAULTS.keys()


@pytest.mark.parametrize("name", DEFAULTS)
def test_default_is_the_one_in_the_code(name):
    cells = [cell.strip() for cell in ROWS[name].split(" | ")]
    default = cells[0] if name.endswith("_SERIALIZER") else cells[1]
    if name == "SIGNING_KEY":
        assert default == "`settings.SECRET_KEY`"
    elif isinstance(DEFAULTS[name], timedelta):
        assert default == SPOKEN[DEFAULTS[name]]
    else:
        assert ast.literal_eval(default.strip("`")) == DEFAULTS[name]


@pytest.mark.parametrize("scope", ["token_obtain", "token_refresh", "token_verify"])
def test_sensible_rates_are_those_of_the_example(scope):
    (rate,) = re.findall(rf'^\| `{scope}` \|.*`"(.+)"` \|$', PAGE, re.MULTILINE)
    example = Path(__file__).parents[2] / "django_example" / "config" / "settings.py"
    assert f'"{scope}": "{rate}"' in example.read_text("utf-8")
