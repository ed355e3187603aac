"""``manage.py create_demo_user``: a user to try the example with."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.models import User
from config.private_file import read_or_create

DEMO_EMAIL = "demo@example.com"


class Command(BaseCommand):
    """Create the demo user if needed and print the e-mail address and password.

    The password is random and kept beside the database, readable by the owner only.
    A password printed in the documentation would open every server that forgot to
    remove the demo user. Run again, the command prints the same password.
    """

    help = "Create the demo user if needed; print the e-mail address and password."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make sure that the printed e-mail address and password log in."""
        password = read_or_create(
            settings.DATA_DIR / "demo_password", lambda: secrets.token_urlsafe(12)
        )
        user = User.objects.filter(email=DEMO_EMAIL).first()
        if user is None:
            User.objects.create_user(DEMO_EMAIL, password)
        elif not user.is_active or not user.check_password(password):
            # Someone else may have registered the address before. The tokens of that user name
            # the old id, and must not become the demo user's.
            user.delete()
            User.objects.create_user(DEMO_EMAIL, password)
        self.stdout.write(f"e-mail:   {DEMO_EMAIL}\npassword: {password}")
