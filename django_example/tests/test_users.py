"""The user model and its manager."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_address_is_stored_in_lower_case() -> None:
    assert User.objects.create_user("User@Example.COM").email == "user@example.com"


def test_address_is_unique_whatever_its_case(user: User) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create_user(user.email.title())


def test_user_without_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_user_without_a_password_cannot_log_in() -> None:
    assert not User.objects.create_user("user@example.com").has_usable_password()


def test_superuser_has_every_permission() -> None:
    user = User.objects.create_superuser("root@example.com", "p")
    assert user.is_staff
    assert user.has_perm("accounts.delete_user")


def test_createsuperuser_asks_for_the_address_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "p")
    call_command("createsuperuser", interactive=False, email="root@example.com", verbosity=0)
    assert User.objects.get().is_superuser


def test_user_is_shown_by_address(user: User) -> None:
    assert str(user) == "user@example.com"


def test_migrations_match_the_model() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
