"""The ``SIMPLE_JWT`` settings under simplejwt's module name; see :mod:`ferrojwt.django.conf`."""

from __future__ import annotations

from ferrojwt.django.conf import (
    APISettings,
    api_settings,
    at_use,
    import_path,
    setting_at_use,
)
from ferrojwt.django.settings_table import DEFAULTS, IMPORT_STRINGS, REMOVED

# The names of the early releases, as simplejwt has them here.
REMOVED_SETTINGS = tuple(REMOVED)

__all__ = [
    "DEFAULTS",
    "IMPORT_STRINGS",
    "REMOVED_SETTINGS",
    "APISettings",
    "api_settings",
    "at_use",
    "import_path",
    "setting_at_use",
]
