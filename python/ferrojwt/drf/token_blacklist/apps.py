"""The Django application ``ferrojwt.drf.token_blacklist``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ferrojwt.django import checks


class TokenBlacklistConfig(AppConfig):
    """Labelled ``token_blacklist``, which the names of the tables begin with."""

    name = "ferrojwt.drf.token_blacklist"
    label = "token_blacklist"
    verbose_name = _("Token Blacklist")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        checks.register()
