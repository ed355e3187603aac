"""What Django imports with the first request only: the URLs, and the classes of REST_FRAMEWORK."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error as DatabaseError
from django.urls import get_resolver
from django.utils.module_loading import import_string

from ferrojwt.django.project import failure_of

from . import rules
from .failures import fix_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rules import Finding
    from .settings_source import SettingsSource

_CLASSES = re.compile(r"\w+_CLASS(ES)?")
# The rule about it knows more than that it cannot be imported.
_TOLD = "rest_framework.authentication.JSONWebTokenAuthentication"
_BY_DRF = "for API setting"


def find_in_loading(source: SettingsSource) -> Iterator[Finding]:
    """Import them, and find what cannot be; the applications have to be loaded."""
    classes = [*_classes(source)]
    yield from classes
    for finding in _urls(source):
        # Views import Django REST framework, which then says the same of its classes.
        if not (classes and _BY_DRF in finding.message):
            yield finding


def _urls(source: SettingsSource) -> Iterator[Finding]:
    root = getattr(settings, "ROOT_URLCONF", None)
    if not root:
        return
    try:
        _ = get_resolver(root).url_patterns
    except DatabaseError:
        # A module asks a database that need not be there for the doctor.
        return
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the project's modules may raise anything
        failure = failure_of(source.sources.root, error)
        yield rules.NO_URLS.broken(
            source.place_of("ROOT_URLCONF")
            if failure.path is None
            else rules.Place(failure.path, failure.line),
            f"{root} cannot be imported, and every request ends in 500: {failure.reason}.",
            fix_for(failure),
        )


def _classes(source: SettingsSource) -> Iterator[Finding]:
    configured = getattr(settings, "REST_FRAMEWORK", None)
    for name, value in configured.items() if isinstance(configured, dict) else ():
        if not _CLASSES.fullmatch(str(name)):
            continue
        for path in value if isinstance(value, (list, tuple)) else [value]:
            if not isinstance(path, str) or path == _TOLD:
                continue
            try:
                import_string(path)
            except DatabaseError:
                continue
            except (Exception, SystemExit) as error:  # noqa: BLE001 - as above
                failure = failure_of(source.sources.root, error)
                yield rules.NO_CLASS.broken(
                    source.place_of("REST_FRAMEWORK", name),
                    f"{path!r} cannot be imported, and every view of Django REST framework fails: "
                    f"{failure.reason}.",
                    fix_for(failure),
                )
