"""`dev.py`, the one entry for people and for CI, and the locks that it installs."""

import ast
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "dev.py"
LOCKS = ["build", "bare", "test", "lint"]

posix_only = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")


def tool(folder: Path, name: str, prints: str, exits: int = 0) -> None:
    """Put a stand-in for a tool into the folder."""
    script = folder / name
    script.write_text(f"#!/bin/sh\necho '{prints}'\nexit {exits}\n", "utf-8")
    script.chmod(0o755)


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """Return a folder with stand-ins for all that is needed, the only one on the path."""
    tool(tmp_path, "cc", "cc 13.2.0")
    tool(tmp_path, "cargo", "cargo 1.95.0 (f2d3ce0bd 2026-03-21)")
    tool(tmp_path, "rustc", "rustc 1.95.0 (59807616e 2026-04-14)")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    return tmp_path


# Other Pythons


@posix_only
def test_python_is_found_by_its_name(tmp_path, monkeypatch):
    tool(tmp_path, "python3.12", "Python 3.12.1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert dev.interpreter("3.12") == "python3.12"


@posix_only
def test_python_is_found_among_pyenvs_where_its_shim_does_not_run(tmp_path, monkeypatch):
    tool(tmp_path, "python3.12", "pyenv: python3.12: command not found", exits=127)
    folder = tmp_path / "versions" / "3.12.1" / "bin"
    folder.mkdir(parents=True)
    tool(folder, "python", "Python 3.12.1")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert dev.interpreter("3.12") == str(folder / "python")


def test_missing_python_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    with pytest.raises(dev.FailedError, match=r"python3\.12"):
        dev.interpreter("3.12")


def test_matrix_has_every_python_of_the_metadata():
    classifiers = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert list(dev.DJANGOS) == classifiers


def test_oldest_python_is_tested_with_the_oldest_framework_of_the_metadata():
    (oldest,) = re.findall(
        r'"djangorestframework>=([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8")
    )
    assert dev.frameworks("3.10", "5.2") == ["django==5.2.*", f"djangorestframework=={oldest}"]
    assert dev.frameworks("3.13", "6") == ["django==6.*"]


# An older Python


def test_older_python_parses_the_script():
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))
    assert "from __future__" not in SCRIPT.read_text("utf-8")


def test_older_python_is_told(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    with pytest.raises(SystemExit) as exit_info:
        runpy.run_path(str(SCRIPT))
    assert exit_info.value.code == 2
    assert "Python 3.10 or newer is needed, this is 3.9" in capsys.readouterr().err


def test_oldest_python_is_the_package_metadatas():
    (oldest,) = re.findall(
        r'(?m)^requires-python = ">=(\d+)\.(\d+)"', (ROOT / "pyproject.toml").read_text("utf-8")
    )
    assert f"sys.version_info < ({', '.join(oldest)})" in SCRIPT.read_text("utf-8")


# A machine that lacks something


@posix_only
@pytest.mark.usefixtures("tools")
def test_complete_machine_lacks_nothing():
    assert dev.missing_tools() == []


def test_bare_machine_is_told_all_that_is_missing_and_exits_with_2(tmp_path):
    env = {**os.environ, "PATH": str(tmp_path), "CARGO_HOME": str(tmp_path)}
    env.pop("CC", None)
    result = subprocess.run(
        [sys.executable, SCRIPT, "test"], env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert re.findall(r"missing: (cargo|rustc) \d", result.stderr) == ["cargo", "rustc"]
    assert ("missing: a C compiler" in result.stderr) == (os.name == "posix")
    assert "https://rustup.rs" in result.stderr


@posix_only
def test_old_rust_is_missing_and_its_version_shown(tools):
    tool(tools, "rustc", "rustc 1.70.0 (90c541806 2023-05-31)")
    (missing,) = dev.missing_tools()
    assert missing.startswith("rustc")
    assert "rustc 1.70.0" in missing


@posix_only
def test_compiler_that_does_not_run_is_missing(tools):
    tool(tools, "cc", "no developer tools were found", exits=1)
    (missing,) = dev.missing_tools()
    assert "C compiler" in missing


@posix_only
def test_compiler_may_be_named_by_cc(tools, monkeypatch):
    (tools / "cc").unlink()
    tool(tools, "mycc", "mycc 1.0")
    monkeypatch.setenv("CC", "mycc -m64")
    assert dev.missing_tools() == []


@posix_only
@pytest.mark.usefixtures("tools")
def test_python_without_ensurepip_is_told_the_package(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name != "ensurepip" or None)
    (missing,) = dev.missing_tools()
    assert "ensurepip" in missing
    assert "python3-venv" in missing


# The commands


@pytest.mark.parametrize("argv", [[], ["tset"], ["lint", "--fix"], ["setup", "now"]])
def test_unknown_command_or_argument_exits_with_2(argv, capsys):
    with pytest.raises(SystemExit) as exit_info:
        dev.main(argv)
    assert exit_info.value.code == 2
    assert "usage: dev.py" in capsys.readouterr().err


def test_arguments_of_pytest_are_passed_on():
    command, options = dev.parse(["test", "tests/core", "-k", "leeway", "-x"])
    assert command is dev.test
    assert options == ["tests/core", "-k", "leeway", "-x"]


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md", ".ci/run"])
def test_commands_that_the_page_names_exist(page):
    names = re.findall(r"python3 dev\.py ([a-z][a-z-]*)", (ROOT / page).read_text("utf-8"))
    assert names
    for name in names:
        dev.parse([name])


def test_all_steps_run_and_all_failures_are_told():
    def fail(name):
        raise dev.FailedError(name)

    ran = []
    with pytest.raises(dev.FailedError) as exc_info:
        dev.run_each(lambda: fail("first"), lambda: ran.append("second"), lambda: fail("third"))
    assert ran == ["second"]
    assert exc_info.value.args == ("first", "third")


def test_command_that_fails_is_named(capfd):
    with pytest.raises(dev.FailedError, match="import nowhere"):
        dev.run(sys.executable, "-c", "import nowhere")
    assert "ModuleNotFoundError" in capfd.readouterr().err


@pytest.fixture
def lock_file(tmp_path):
    """Return an input of a step, whose stamp is kept beside it."""
    path = tmp_path / "test.txt"
    path.write_text("django==5.2", "utf-8")
    return path


def test_step_is_done_once_for_the_same_inputs(lock_file):
    runs = []
    for _ in range(2):
        dev.unless_done(lock_file.with_suffix(".stamp"), [lock_file], lambda: runs.append(1))
    assert runs == [1]


def test_step_is_done_again_for_other_inputs(lock_file):
    runs = []
    dev.unless_done(lock_file.with_suffix(".stamp"), [lock_file], lambda: runs.append(1))
    lock_file.write_text("django==6.0", "utf-8")
    dev.unless_done(lock_file.with_suffix(".stamp"), [lock_file], lambda: runs.append(2))
    assert runs == [1, 2]


def test_step_that_failed_is_tried_again(lock_file):
    stamp = lock_file.with_suffix(".stamp")
    with pytest.raises(ZeroDivisionError):
        dev.unless_done(stamp, [lock_file], lambda: 1 / 0)
    assert dev.unless_done(stamp, [lock_file], lambda: None)


@pytest.mark.parametrize(("ci", "bare_runs"), [("true", 1), ("", 0)])
def test_tests_run_without_cryptography_too_in_ci(monkeypatch, ci, bare_runs):
    ran = []
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(dev, "prepare", lambda *groups: None)
    monkeypatch.setattr(dev, "run", lambda *command, **keywords: None)
    monkeypatch.setattr(dev, "test_bare", lambda: ran.append("bare"))
    dev.test()
    assert len(ran) == bare_runs


def test_stray_variables_do_not_reach_the_tools(monkeypatch):
    stray = ["CONDA_PREFIX", "DJANGO_SETTINGS_MODULE", "PYTHONHOME", "PYTHONPATH"]
    for name in stray:
        monkeypatch.setenv(name, "elsewhere")
    assert not dev.environment().keys() & set(stray)


# The audit


@posix_only
@pytest.mark.parametrize(
    ("report", "says"),
    [
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', "known of 1 packages"),
        ('{"dependencies": [{"name": "a", "skip_reason": "no answer"}]}', "SKIPPED 1, for which"),
        ("no report", "test.txt: SKIPPED, no advisories can be had: no report"),
    ],
)
def test_audit_says_what_is_not_known(report, says, tmp_path, monkeypatch, capsys):
    tool(tmp_path, "python", report)
    monkeypatch.setattr(dev, "PYTHON", tmp_path / "python")
    dev.audit_lock(Path("test.txt"))
    assert says in capsys.readouterr().out


@posix_only
def test_audit_fails_over_a_vulnerability(tmp_path, monkeypatch):
    report = '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1"}]}]}'
    tool(tmp_path, "python", report, exits=1)
    monkeypatch.setattr(dev, "PYTHON", tmp_path / "python")
    with pytest.raises(dev.FailedError, match=r"audit of test\.txt: a 1: CVE-1"):
        dev.audit_lock(Path("test.txt"))


# The locks


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_and_hashes_every_line_and_names_no_source(name):
    lock = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    statements = re.sub(r"\\\n", "", re.sub(r"(?m)^ *#.*\n", "", lock)).splitlines()
    assert statements
    assert [line for line in statements if not re.match(r"\S+==\S+.* --hash=sha256:", line)] == []
    assert "://" not in lock


def test_locks_agree_on_what_they_share():
    pinned = [versions(name) for name in LOCKS]
    for this in pinned:
        for other in pinned:
            shared = this.keys() & other.keys()
            assert {name: this[name] for name in shared} == {name: other[name] for name in shared}


def test_bare_lock_is_the_tests_without_cryptography():
    bare, test = versions("bare"), versions("test")
    assert "cryptography" not in bare
    assert {**test, **bare} == test
    assert {"cffi", "cryptography", "pycparser"} <= test.keys() - bare.keys()


def versions(name: str) -> dict[str, set[str]]:
    """Return each project's versions in the lock; there are two where Pythons differ."""
    pinned = {}
    lock = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    for project, version in re.findall(r"(?m)^(\S+)==(\S+)", lock):
        pinned.setdefault(project, set()).add(version)
    return pinned
