"""Why a project's settings or applications cannot be loaded, and what to write for that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import rules
from .names import IMPORTS
from .rules import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ferrojwt.django.project import Failure, Project

    from .rules import Finding
    from .settings_source import SettingsSource

_ALIASES = "import ferrojwt.compat; ferrojwt.compat.install()  # the first lines of settings.py"
# By the text of the exception, the first that fits.
_FIXES = (
    (re.compile(r"No module named '(rest_framework_simplejwt|rest_framework_jwt|jwt)\b"), _ALIASES),
    # What djangorestframework-jwt imports, and Django 4 has removed.
    (re.compile(r"cannot import name '(smart_text|ugettext(_lazy)?)'"), _ALIASES),
    (re.compile(r"No module named '(django|rest_framework)'"), "pip install 'ferrojwt[django]'"),
    (re.compile(r"No module named '([\w.]+)'"), "Install it in this environment, or correct it."),
)
_NAME = re.compile(r"name '(\w+)' is not defined")


def failures_of(project: Project, source: SettingsSource) -> Iterator[Finding]:
    """Return what kept the project from being loaded, with the reason."""
    if project.settings_failure is not None:
        failure = project.settings_failure
        yield rules.NO_SETTINGS.broken(
            _place(failure, source),
            f"{project.settings_module} cannot be imported, and was not examined: "
            f"{failure.reason}.",
            fix_for(failure),
        )
    if project.apps_failure is not None:
        failure = project.apps_failure
        yield rules.NO_APPS.broken(
            source.place_of("INSTALLED_APPS") if failure.path is None else _place(failure, source),
            f"Django cannot start, and the applications were not examined: {failure.reason}.",
            fix_for(failure),
        )


def unreadable_settings(failure: Failure, source: SettingsSource) -> Finding:
    """Return the finding for settings that are imported and make no sense."""
    return rules.NO_SETTINGS.broken(
        _place(failure, source),
        f"The settings could not be examined to the end: {failure.reason}.",
        fix_for(failure),
    )


def _place(failure: Failure, source: SettingsSource) -> Place:
    if failure.path is not None:
        return Place(failure.path, failure.line)
    return Place(source.files[0].path if source.files else source.sources.root)


def fix_for(failure: Failure) -> str:
    """Return what to write for a failure."""
    name = _NAME.search(failure.reason)
    if name and name[1] in IMPORTS:
        return IMPORTS[name[1]]
    for pattern, fix in _FIXES:
        if pattern.search(failure.reason):
            return fix
    return "Correct what the reason names; `python manage.py check` shows the whole traceback."
