"""Tutorial 004: what its text promises beyond its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-battery"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("jane", password=PASSWORD)


@pytest.fixture
def pair(client: Client, user: User) -> dict[str, str]:
    pair: dict[str, str] = post(client, "/api/token/", username="jane", password=PASSWORD).json()
    return pair


def post(client: Client, path: str, **body: str) -> Any:
    return client.post(path, body, "application/json")


def get(client: Client, path: str, token: str) -> Any:
    return client.get(path, headers={"authorization": f"Bearer {token}"})


@pytest.mark.parametrize(("path", "queries"), [("/api/protected/", 1), ("/api/stateless/", 0)])
def test_view_costs_this_many_queries(
    client: Client,
    pair: dict[str, str],
    path: str,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(queries):
        assert get(client, path, pair["access"]).status_code == 200


def test_new_password_ends_both_tokens(client: Client, user: User, pair: dict[str, str]) -> None:
    user.set_password("another-horse-battery")
    user.save()
    assert get(client, "/api/protected/", pair["access"]).status_code == 401
    assert post(client, "/api/token/refresh/", refresh=pair["refresh"]).status_code == 401


def test_eleventh_log_in_within_a_minute_is_429(client: Client, user: User) -> None:
    statuses = [
        post(client, "/api/token/", username="jane", password="guess").status_code
        for _ in range(11)
    ]
    assert statuses == [401] * 10 + [429]


def test_browser_is_shown_a_form_for_user_name_and_password(client: Client) -> None:
    page = client.get("/api/token/", headers={"accept": "text/html"}).content.decode()
    assert 'name="username"' in page
    assert 'type="password"' in page


def test_form_of_the_browser_answers_the_pair(client: Client, user: User) -> None:
    page = client.post(
        "/api/token/",
        f"username=jane&password={PASSWORD}",
        content_type="application/x-www-form-urlencoded",
        headers={"accept": "text/html"},
    )
    assert page.status_code == 200
    assert "&quot;access&quot;" in page.content.decode()


def test_deeply_nested_json_is_400(client: Client) -> None:
    body = "[" * 100_000
    assert client.post("/api/token/", body, "application/json").status_code == 400


def test_system_check_finds_nothing() -> None:
    call_command("check", fail_level="WARNING")
