"""The command ``delete_stale_tokens``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ferrojwt.legacy.blacklist.models import BlacklistedToken


class Command(BaseCommand):
    """Deletes the rows of blacklisted tokens that have expired."""

    help = "Deletes the rows of blacklisted tokens that have expired."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Delete them."""
        BlacklistedToken.objects.delete_stale_tokens()
