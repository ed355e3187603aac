"""``manage.py jwt doctor | inspect | keygen``; ``python -m ferrojwt`` has the same commands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from ferrojwt.django.commands import add_commands, run

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Finds what is wrong with the project, describes a token, makes a key."""

    help = "Finds what is wrong with the project's tokens; describes a token; makes a key."
    # The doctor is for projects that cannot pass them, as those whose URLs cannot be imported.
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's declaration

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the commands."""
        add_commands(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the command; its status is that of the process."""
        status = run(options)
        if status:
            sys.exit(status)
