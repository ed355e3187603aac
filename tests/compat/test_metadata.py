"""`importlib.metadata.version` answers what we match, while nobody else can answer."""

from __future__ import annotations

import pytest

INSTALL = "import ferrojwt.compat; ferrojwt.compat.install()\n"
ASK = """
from importlib.metadata import PackageNotFoundError, version
def ask(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None
"""


@pytest.mark.parametrize(
    ("name", "version"),
    [
        *((spelling, "2.15.1") for spelling in ("PyJWT", "pyjwt", "PYJWT")),
        ("djangorestframework-simplejwt", "5.5.1"),
        ("djangorestframework_simplejwt", "5.5.1"),
        ("DjangoRestFramework.SimpleJWT", "5.5.1"),
        ("drf-jwt", "1.19.2"),
        ("Py-JWT", None),
    ],
)
def test_matched_version_where_the_distribution_is_absent(run, name, version):
    assert run(f"{INSTALL}{ASK}OUTCOME = ask({name!r})", "absent").outcome == version


def test_distribution_that_is_installed_speaks_for_itself(run, tmp_path):
    program = f"""
import sys, pathlib
folder = pathlib.Path({str(tmp_path)!r}) / "pyjwt-2.9.0.dist-info"
folder.mkdir()
(folder / "METADATA").write_text("Metadata-Version: 2.1\\nName: PyJWT\\nVersion: 2.9.0\\n")
sys.path.insert(0, str(folder.parent))
{INSTALL}{ASK}OUTCOME = ask("PyJWT")
"""
    assert run(program).outcome == "2.9.0"


def test_nothing_is_answered_without_install(run):
    program = f"import ferrojwt.compat\n{ASK}OUTCOME = ask('PyJWT')"
    assert run(program, "absent").outcome is None


def test_nothing_is_answered_for_names_that_are_not_installed(run):
    program = f"""
import ferrojwt.compat
ferrojwt.compat.install("rest_framework_simplejwt")
{ASK}OUTCOME = [ask("PyJWT"), ask("djangorestframework-simplejwt")]"""
    assert run(program, "absent").outcome == [None, "5.5.1"]


@pytest.mark.parametrize("first", ["", "ferrojwt.compat.install()"])
def test_it_can_be_switched_off(run, first):
    program = f"""
import ferrojwt.compat
{first}
ferrojwt.compat.install(metadata=False)
{ASK}OUTCOME = ask("PyJWT")"""
    assert run(program, "absent").outcome is None


def test_lists_of_what_is_installed_leave_it_out(run):
    program = f"""
{INSTALL}
from importlib.metadata import distributions
OUTCOME = [d.metadata["Name"] for d in distributions() if d.metadata["Name"].lower() == "pyjwt"]"""
    assert run(program, "absent").outcome == []


def test_metadata_can_be_read_in_full(run):
    program = f"""
{INSTALL}
from importlib.metadata import distribution
found = distribution("pyjwt")
OUTCOME = [found.metadata["Name"], found.requires, list(found.entry_points), found.files]"""
    assert run(program, "absent").outcome == ["PyJWT", None, [], None]
