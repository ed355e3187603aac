"""The create_demo_user command."""

from __future__ import annotations

import re
import stat
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from accounts.models import User

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def create_demo_user() -> dict[str, str]:
    """Run the command; return the printed credentials as the body of a log-in."""
    out = StringIO()
    call_command("create_demo_user", stdout=out)
    printed = re.fullmatch(r"e-mail:   (\S+)\npassword: (\S+)\n", out.getvalue())
    assert printed is not None
    return {"email": printed[1], "password": printed[2]}


def log_in(client: Client, credentials: dict[str, str]) -> int:
    return client.post("/api/token/", credentials, "application/json").status_code


def test_printed_credentials_log_in(client: Client) -> None:
    assert log_in(client, create_demo_user()) == 200


def test_second_run_prints_the_same_credentials() -> None:
    assert create_demo_user() == create_demo_user()


def test_second_run_creates_no_second_user() -> None:
    create_demo_user()
    create_demo_user()
    assert User.objects.count() == 1


def test_two_installations_have_different_passwords(settings, tmp_path: Path) -> None:
    first = create_demo_user()
    settings.DATA_DIR = tmp_path / "other"
    assert create_demo_user()["password"] != first["password"]


def test_run_takes_over_an_address_that_was_registered_before(client: Client) -> None:
    User.objects.create_user("demo@example.com", "somebody-else's", is_active=False)
    assert log_in(client, create_demo_user()) == 200


def test_demo_user_has_no_privileges() -> None:
    create_demo_user()
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_password_file_is_for_the_owner_only(data_dir: Path) -> None:
    create_demo_user()
    assert stat.S_IMODE((data_dir / "demo_password").stat().st_mode) == 0o600
