"""The doctor: finds in a project what is known to go wrong with tokens, and says what to write.

It reads the settings as Django has them, and the project's own sources as text.  No code of the
project is run but what Django itself imports at its start; with ``sources_only`` none at all.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ferrojwt.django.project import failure_of, load_project, settings_module_of

from .claims import find_claims
from .failures import failures_of, unreadable_settings
from .jwt_calls import find_calls
from .jwt_results import find_results
from .layout import find_in_layout
from .names import find_names_not_imported
from .other_projects import leave_out_other_projects
from .report import Report
from .revocation import find_revocations
from .rules import RULES
from .settings_source import (
    SettingsSource,
    find_in_settings_source,
    find_user_models,
)
from .sources import MOST_FILES, read_sources
from .views import find_closed_registrations, find_in_views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ferrojwt.django.project import InstallAliases

    from .rules import Finding
    from .sources import Sources

__all__ = ["Report", "examine"]

_CACHE_CHECK = "ferrojwt.W007"
_FOR_DEPLOYMENT = {rule.id for rule in RULES if rule.deploy}


def examine(
    root: Path,
    *,
    settings_module: str | None = None,
    deploy: bool = False,
    sources_only: bool = False,
    install_aliases: InstallAliases | None = None,
) -> Report:
    """Examine the project in a directory, and report what was found.

    settings_module, install_aliases: see :func:`ferrojwt.django.project.load_project`.
    deploy: whether findings are wanted that matter where the project is deployed only.
    sources_only: whether to import nothing of the project; the settings are then read as text.

    Raises NoProjectError where nothing names the settings.
    """
    project = None if sources_only else load_project(root, settings_module, install_aliases)
    sources = read_sources(root)
    name = project.settings_module if project else settings_module or settings_module_of(root)
    leave_out_other_projects(sources, name or "")
    source = SettingsSource(sources, name or "")
    findings = [*sources.unreadable, *_in_sources(sources), *find_in_settings_source(source)]
    if project is not None and project.settings_failure is None:
        try:
            findings += _in_loaded_settings(source, deploy=deploy)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - as settings may have any value
            findings.append(unreadable_settings(failure_of(root, error), source))
        findings = _without_silenced(findings)
    else:
        findings += find_revocations(sources, forgetful_cache=None)
        if source.files and not source.has("AUTH_USER_MODEL"):
            findings += find_user_models(source)
    if project is not None:
        findings += failures_of(project, source)
    wanted = {each for each in findings if deploy or each.id not in _FOR_DEPLOYMENT}
    report = Report(root, name, len(sources.files), sorted(wanted, key=_by_place))
    if sources.is_cut:
        report.notes.append(f"There are more than {MOST_FILES} files; the others were not read.")
    if sources_only:
        report.notes.append("The settings were not imported (--sources-only).")
    return report


def _in_sources(sources: Sources) -> Iterator[Finding]:
    root = sources.root
    on_path = {root} | {Path(entry) for entry in sys.path if root in Path(entry).parents}
    yield from find_in_layout(
        sources, sorted(folder for folder in on_path if "site-packages" not in folder.parts)
    )
    yield from find_calls(sources)
    yield from find_results(sources)
    yield from find_in_views(sources)
    yield from find_names_not_imported(sources)
    for file in sources.files:
        yield from find_claims(file)


def _in_loaded_settings(source: SettingsSource, *, deploy: bool) -> list[Finding]:
    # It imports Django, which need not be there for the rest.
    from . import live_settings, loading  # noqa: PLC0415

    found = live_settings.run_checks(source, deploy=deploy)
    if live_settings.are_applications_loaded():
        found += loading.find_in_loading(source)
    has_told = any(each.id == _CACHE_CHECK for each in found)
    cache = None if has_told else live_settings.forgetful_cache()
    found += find_revocations(source.sources, forgetful_cache=cache)
    found += live_settings.find_in_settings(source)
    if deploy:
        found += live_settings.find_for_deployment(source)
    if live_settings.names_no_user_model():
        found += find_user_models(source)
    if live_settings.asks_for_tokens():
        found += find_closed_registrations(source.sources)
    return found


def _without_silenced(findings: list[Finding]) -> list[Finding]:
    from . import live_settings  # noqa: PLC0415 - as above

    return [each for each in findings if not live_settings.is_silenced(each)]


def _by_place(finding: Finding) -> tuple[str, int, str, str]:
    return str(finding.place.path), finding.place.line, finding.id, finding.message
