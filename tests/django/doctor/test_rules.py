"""The one table of rules: each is broken by a project, kept by the same project put right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ferrojwt.django.checks.rules import RULES as CHECKS
from ferrojwt.django.doctor import examine, rules
from ferrojwt.django.doctor.names import IMPORTS
from ferrojwt.django.revocation import revoke
from tests.django.doctor.conftest import MANAGE
from tests.django.doctor.mistakes import MISTAKES, SETTINGS

DOCS = Path(__file__).parents[3] / "docs" / "DOCTOR.md"
# Of the tutorials' table, what fails loudly (and in silence), and what is a check's to find.
LOUD = {1, 2, 3, 4, 6, 12, 13, 15, 18, 20, 22, 23, 24, 27, 28, 29, 30, 31, 39, 45, 52, 56, 57, 59}
LOUD |= {60, 61, 62, 65, 66, 69, 90, 92, 95, 100}
SILENT = {7, 9, 11, 18, 35, 37, 47, 48, 51, 55, 58, 68, 69, 72, 74, 76, 85, 89, 99, 101}
CHECKED = {7, 18, 29, 35, 47, 51, 53, 55, 58, 65, 69, 76, 79, 80, 83, 86, 92}

every_mistake = pytest.mark.parametrize("name", MISTAKES)


@pytest.fixture
def found(write, run):
    """Return the findings of an id, with the files that were read."""

    def found(name, mistake, files):
        root = write(files)
        if mistake.live:
            arguments = ["--deploy"] if mistake.deploy else []
            findings = run("doctor", "--json", *arguments).report["findings"]
            return [(each["file"], each["line"] or 0) for each in findings if each["id"] == name]
        report = examine(root, sources_only=True, settings_module="settings", deploy=mistake.deploy)
        return [
            (each.place.path.relative_to(root).as_posix(), each.place.line)
            for each in report.findings
            if each.id == name
        ]

    return found


@every_mistake
def test_mistake_is_found_in_its_line(name, found):
    mistake = MISTAKES[name]
    ((file, line),) = found(name, mistake, mistake.broken)
    text = mistake.broken[file].splitlines()[line - 1] if line else None
    assert file == mistake.file
    assert text is None if mistake.line is None else text.startswith(mistake.line)


@every_mistake
def test_mistake_put_right_is_not_found(name, found):
    mistake = MISTAKES[name]
    files = {**mistake.broken, **mistake.fixed}
    files = {file: text for file, text in files.items() if text is not None}
    assert found(name, mistake, files) == []


@pytest.mark.parametrize("name", ["ferrojwt.D060", "ferrojwt.D061", "ferrojwt.D062"])
def test_revocation_by_hand_is_answered_with_revoke(name, write, run):
    write({"manage.py": MANAGE, "urls.py": "urlpatterns = []\n", "settings.py": SETTINGS})
    write(MISTAKES[name].broken)
    (fix,) = (
        each["fix"] for each in run("doctor", "--json").report["findings"] if each["id"] == name
    )
    assert fix.partition("revoke(token), of ")[2].startswith(revoke.__module__)


def test_every_rule_has_a_mistake():
    assert {rule.id for rule in rules.RULES} | rules.ROWS_OF_CHECKS.keys() == MISTAKES.keys()


def test_no_id_is_given_twice():
    ids = [rule.id for rule in (*rules.RULES, *CHECKS)]
    assert len({*ids}) == len(ids)


def test_table_lists_every_rule_of_the_module():
    assert {*rules.RULES} == {each for each in vars(rules).values() if isinstance(each, rules.Rule)}


def test_rows_of_checks_are_about_checks():
    assert rules.ROWS_OF_CHECKS.keys() <= {check.id for check in CHECKS}


def test_documentation_has_every_rule_with_title_and_rows():
    text = DOCS.read_text("utf-8")
    documented = re.findall(r"(?m)^\| `(ferrojwt\.D\d{3})` \| ([\d, ]*) \| (.+?) \| .+ \|$", text)
    assert documented == [
        (rule.id, ", ".join(map(str, rule.rows)), rule.title) for rule in rules.RULES
    ]


def test_every_row_that_fails_is_seen_or_documented_as_not_to_be_seen():
    seen = {row for rule in rules.RULES for row in rule.rows}
    seen |= {row for rows in rules.ROWS_OF_CHECKS.values() for row in rows}
    section = DOCS.read_text("utf-8").partition("## What it does not see")[2]
    unseen = {int(row) for row in re.findall(r"(?m)^\| (\d+) \| .+ \|$", section)}
    assert unseen & seen == set()
    assert (LOUD | SILENT | CHECKED) - seen == unseen


@pytest.mark.parametrize("name", IMPORTS)
def test_proposed_import_brings_the_name(name):
    from ast import parse, walk

    names = {
        (alias.asname or alias.name)
        for node in walk(parse(IMPORTS[name]))
        for alias in getattr(node, "names", ())
    }
    assert name in names or f"; {name} = " in IMPORTS[name]
