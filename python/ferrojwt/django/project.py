"""The Django project that a command is about: found by its ``manage.py``, which is not run."""

from __future__ import annotations

import ast
import contextlib
import importlib
import os
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    # Called with the arguments that `ferrojwt.compat.install` has in manage.py.
    InstallAliases = Callable[..., object]

_VARIABLE = "DJANGO_SETTINGS_MODULE"
_MOST_WORDS = 300


class NoProjectError(Exception):
    """There is no project where one was looked for; ``args[0]`` says what to do."""


@dataclass(frozen=True)
class Failure:
    """Why something of the project cannot be imported.

    path, line: the last line of the project that ran, None and 0 where none did.
    """

    reason: str
    path: Path | None
    line: int


@dataclass(frozen=True)
class Project:
    """A project, and how far it could be loaded.

    root: the directory of ``manage.py``.
    settings_failure, apps_failure: None where the settings, or the applications, are loaded.
    """

    root: Path
    settings_module: str
    settings_failure: Failure | None = None
    apps_failure: Failure | None = None


def default_root() -> Path:
    """Return the directory of the ``manage.py`` that runs, or the current one."""
    program = Path(sys.argv[0])
    return program.resolve().parent if program.name == "manage.py" else Path.cwd()


def load_project(
    root: Path, settings_module: str | None = None, install_aliases: InstallAliases | None = None
) -> Project:
    """Import a project's settings and its applications.

    settings_module: goes before ``DJANGO_SETTINGS_MODULE``, and this before ``manage.py``.
    install_aliases: called where ``manage.py`` calls ``ferrojwt.compat.install``.

    Raises NoProjectError where nothing names the settings.  What fails to import is in the result.
    """
    manage = root / "manage.py"
    name = settings_module or settings_module_of(root)
    if name is None:
        raise NoProjectError(
            f"{manage} does not say which settings to use; name them: --settings config.settings"
            if manage.exists()
            else f"There is no manage.py in {root}. Name the directory that has it, or the "
            "settings module with --settings."
        )
    return _load(root, name, lambda: _install(_parsed(manage), install_aliases))


def settings_module_of(root: Path) -> str | None:
    """Return what ``DJANGO_SETTINGS_MODULE``, or else ``manage.py``, names; None without either."""
    return os.environ.get(_VARIABLE) or _named_in(_parsed(root / "manage.py"))


def _load(root: Path, name: str, install: Callable[[], None]) -> Project:
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    os.environ[_VARIABLE] = name
    try:
        install()
        importlib.import_module(name)
        conf = importlib.import_module("django.conf")
        # Django's own rules for settings apply when they are first asked for.
        _ = conf.settings.INSTALLED_APPS
    except (Exception, SystemExit) as error:  # noqa: BLE001 - settings may raise anything
        return Project(root, name, settings_failure=failure_of(root, error))
    try:
        importlib.import_module("django").setup()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - as above
        return Project(root, name, apps_failure=failure_of(root, error))
    return Project(root, name)


def _parsed(path: Path) -> ast.Module | None:
    try:
        return ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None


def _named_in(tree: ast.Module | None) -> str | None:
    """Return what ``manage.py`` sets the variable to, where it does so with a literal."""
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Call) and len(node.args) == 2:  # noqa: PLR2004 - name and value
            name, value = node.args
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            name, value = node.targets[0].slice, node.value
        else:
            continue
        if (
            isinstance(name, ast.Constant)
            and name.value == _VARIABLE
            and isinstance(value, ast.Constant)
            and isinstance(value.value, str)
        ):
            return value.value
    return None


def _install(tree: ast.Module | None, install_aliases: InstallAliases | None) -> None:
    """Do what ``manage.py`` does with a call of ``ferrojwt.compat.install``."""
    if install_aliases is None or tree is None or not any(map(_imports_compat, ast.walk(tree))):
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if "install" in {getattr(node.func, "attr", None), getattr(node.func, "id", None)}:
            with contextlib.suppress(ValueError):
                positional = [ast.literal_eval(each) for each in node.args]
                named = {
                    each.arg: ast.literal_eval(each.value) for each in node.keywords if each.arg
                }
                install_aliases(*positional, **named)


def _imports_compat(node: ast.AST) -> bool:
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return False
    home = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    return any(f"{home}{alias.name}.".startswith("ferrojwt.compat.") for alias in node.names)


def failure_of(root: Path, error: BaseException) -> Failure:
    """Return why something of the project in ``root`` failed."""
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:_MOST_WORDS]
    if isinstance(error, SyntaxError) and error.filename:
        return Failure(reason, Path(error.filename), error.lineno or 0)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if root in path.parents and "site-packages" not in path.parts:
            return Failure(reason, path, frame.lineno or 0)
    return Failure(reason, None, 0)
