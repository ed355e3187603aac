"""The Django application ``ferrojwt.legacy.blacklist``."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ferrojwt.legacy import checks

from .signals import connect


class BlacklistedTokenConfig(AppConfig):
    """Labelled ``blacklist``, which the name of the table begins with."""

    name = "ferrojwt.legacy.blacklist"
    label = "blacklist"
    verbose_name = _("Token Blacklist")
    # That of the first migration, whatever the project has as its default.
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        """Register the system checks, and what deletes stale rows."""
        checks.register()
        connect(self.get_model("BlacklistedToken"))
