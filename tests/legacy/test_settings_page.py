"""docs/LEGACY.md lists every setting, with its default."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest

from ferrojwt.legacy.settings import DEFAULTS

PAGE = (Path(__file__).parents[2] / "docs" / "LEGACY.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `(JWT_\w+)` \|(.+)\|$", PAGE, re.MULTILINE))
SPOKEN = {timedelta(minutes=5): "5 minutes", timedelta(days=7): "7 days"}


def test_every_setting_is_listed_and_nothing_else():
    assert ROWS.keys() == DEFAULTS.keys()


@pytest.mark.parametrize("name", DEFAULTS)
def test_default_is_the_one_in_the_code(name):
    default = [cell.strip() for cell in ROWS[name].split(" | ")][1]
    if name == "JWT_SECRET_KEY":
        assert default == "`settings.SECRET_KEY`"
    elif isinstance(DEFAULTS[name], timedelta):
        assert default == SPOKEN[DEFAULTS[name]]
    else:
        assert ast.literal_eval(default.strip("`")) == DEFAULTS[name]
