"""`docs/TUTORIALS.md` has a row for everything the tutorials write, and a test for nearly each."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

from ferrojwt.django.doctor import rules

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "TUTORIALS.md"

# What no library can mend, and the page shows how to write instead.
SHOWN = {4, 13, 20, 24, 27, 39, 45, 54, 56, 57, 59, 60, 61, 62, 72, 90, 95, 96, 100}
# An access token that is revoked before it expires.
OPEN = {82, 101}
# A reader's own upgrades.
NOT_OURS = {88}


class Row(NamedTuple):
    number: int
    tutorial: str
    ours: str
    last: str

    @property
    def tests(self):
        return re.findall(r"`([^`]+\.py)::(\w+)`", self.last)


def rows():
    """Every line of a table that begins with a number."""
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and cells[0].isdigit():
            yield Row(int(cells[0]), *cells[1:])


@lru_cache
def functions_in(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


ROWS = list(rows())
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))


def test_page_has_the_hundred_and_one_rows_in_order():
    assert [row.number for row in ROWS] == list(range(1, 102))


@each_row
def test_row_says_what_the_tutorial_writes_and_what_ours_does(row):
    assert row.tutorial
    assert row.ours


@each_row
def test_row_names_tests_that_exist(row):
    for path, name in row.tests:
        assert name.startswith("test_")
        assert name in functions_in(path)


@each_row
def test_row_whose_slip_doctor_finds_says_so(row):
    found = any(row.number in rule.rows for rule in rules.RULES)
    assert row.number not in SHOWN or found == ("doctor" in row.ours)


@each_row
def test_row_has_a_test_unless_it_needs_none(row):
    assert ("shown here" in row.last) == (row.number in SHOWN)
    assert (row.last == "open") == (row.number in OPEN)
    assert (row.last == "not ours") == (row.number in NOT_OURS)
    assert row.tests or row.number in SHOWN | OPEN | NOT_OURS
