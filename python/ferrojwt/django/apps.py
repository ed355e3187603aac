"""The Django application ``ferrojwt.django``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from . import checks


class FerrojwtConfig(AppConfig):
    """Labelled ``ferrojwt``; it has no models."""

    name = "ferrojwt.django"
    label = "ferrojwt"
    verbose_name = _("JSON Web Tokens")

    def ready(self) -> None:
        """Register the system checks."""
        checks.register()
