"""The Django application; listing it in ``INSTALLED_APPS`` is optional."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ferrojwt.django import checks


class FerrojwtDrfConfig(AppConfig):
    """Application ``ferrojwt.drf``, labelled ``ferrojwt_drf``; it has no models."""

    name = "ferrojwt.drf"
    label = "ferrojwt_drf"
    verbose_name = _("JSON Web Tokens")

    def ready(self) -> None:
        """Register the system checks."""
        checks.register()
