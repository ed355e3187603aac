"""The Django application ``ferrojwt.legacy``; it brings the command ``obtain_token``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from . import checks


class FerrojwtLegacyConfig(AppConfig):
    """Labelled ``ferrojwt_legacy``; it has no models."""

    name = "ferrojwt.legacy"
    label = "ferrojwt_legacy"
    verbose_name = _("JSON Web Tokens")

    def ready(self) -> None:
        """Register the system checks."""
        checks.register()
