"""The manager of the user model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import BaseUserManager

if TYPE_CHECKING:
    from accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Creates users and finds them by e-mail address, whatever its case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Save and return a user; without a password nobody can log in as that user.

        Raises ValueError if ``email`` is empty, IntegrityError if it is taken.
        """
        if not email:
            message = "A user needs an e-mail address."
            raise ValueError(message)
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Save and return a user with every permission."""
        return self.create_user(email, password, **fields, is_staff=True, is_superuser=True)

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user whose e-mail address is ``username``; this is how log-in finds one."""
        return self.get(email=self.normalize_email(username))

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Return the address in lower case: one mailbox must not become two accounts."""
        return (email or "").lower()
