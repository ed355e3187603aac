"""The command ``obtain_token``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from ferrojwt.legacy.settings import api_settings

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Prints a new token of a user; only while ``DEBUG`` is on."""

    help = "Prints a new token of a user, for use during development."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the user's primary key."""
        parser.add_argument("pk", help="the user's primary key")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the token; ends with status 1 when there is none to print."""
        try:
            self.stdout.write(self._token(options["pk"]))
        except CommandError as error:
            self.stderr.write(f"Unable to obtain token because {error}")
            sys.exit(1)

    def _token(self, pk: str) -> str:
        if not settings.DEBUG:
            raise CommandError("obtain_token requires DEBUG=True.")
        try:
            user = get_user_model()._default_manager.filter(pk=pk).first()
        except (ValidationError, ValueError, OverflowError):
            user = None
        if user is None:
            raise CommandError("there is no user with the given pk.")
        token: str = api_settings.JWT_ENCODE_HANDLER(api_settings.JWT_PAYLOAD_HANDLER(user))
        return token
