"""docs/SETTINGS.md and docs/LEGACY.md list every setting, with its default."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest

from ferrojwt.drf import settings
from ferrojwt.legacy import settings as legacy_settings

ROOT = Path(__file__).parents[2]
TABLES = {"SETTINGS.md": settings.DEFAULTS, "LEGACY.md": legacy_settings.DEFAULTS}
PAGES = {page: (ROOT / "docs" / page).read_text("utf-8") for page in TABLES}
ROWS = {
    page: dict(re.findall(r"^\| `([A-Z_0-9]+)` \|(.+)\|$", text, re.MULTILINE))
    for page, text in PAGES.items()
}
SPOKEN = {
    timedelta(minutes=5): "5 minutes",
    timedelta(days=1): "1 day",
    timedelta(days=7): "7 days",
}


@pytest.mark.parametrize("page", TABLES)
def test_every_setting_is_listed_and_nothing_else(page):
    assert ROWS[page].keys() == TABLES[page].keys()


@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page, table in TABLES.items() for name in table]
)
def test_default_is_the_one_in_the_code(page, name):
    in_code = TABLES[page][name]
    cells = [cell.strip() for cell in ROWS[page][name].split(" | ")]
    default = cells[0] if name.endswith("_SERIALIZER") else cells[1]
    if name in {"SIGNING_KEY", "JWT_SECRET_KEY"}:
        assert default == "`settings.SECRET_KEY`"
    elif isinstance(in_code, timedelta):
        assert default == SPOKEN[in_code]
    else:
        assert ast.literal_eval(default.strip("`")) == in_code


@pytest.mark.parametrize("scope", ["token_obtain", "token_refresh", "token_verify"])
def test_sensible_rates_are_those_of_the_example(scope):
    (rate,) = re.findall(rf'^\| `{scope}` \|.*`"(.+)"` \|$', PAGES["SETTINGS.md"], re.MULTILINE)
    example = ROOT / "django_example" / "config" / "settings.py"
    assert f'"{scope}": "{rate}"' in example.read_text("utf-8")
