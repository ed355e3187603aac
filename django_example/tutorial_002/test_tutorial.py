"""Tutorial 002: what its text does in Postman."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ferrojwt as jwt
import pytest
from django.core.management import call_command
from django.urls import reverse

from tutorial_002.models import CustomUser

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-battery"
JANE = {
    "email": "jane@example.com",
    "username": "jane",
    "first_name": "Jane",
    "password": PASSWORD,
    "password2": PASSWORD,
}


def post(client: Client, name: str, **body: Any) -> Any:
    return client.post(reverse(f"accounts:{name}"), body, "application/json")


def me(client: Client, authorization: str) -> Any:
    return client.get("/accounts/me/", headers={"authorization": authorization})


@pytest.fixture
def user() -> CustomUser:
    return CustomUser.objects.create_user("jane", "jane@example.com", PASSWORD, first_name="Jane")


@pytest.fixture
def pair(client: Client, user: CustomUser) -> dict[str, str]:
    response = post(client, "token_obtain_pair", email=user.email, password=PASSWORD)
    assert response.status_code == 200
    pair: dict[str, str] = response.json()
    return pair


def test_registration_creates_a_user_who_logs_in_by_address(client: Client) -> None:
    response = post(client, "register", **JANE)
    assert response.status_code == 201
    assert CustomUser.objects.get().first_name == "Jane"
    response = post(client, "token_obtain_pair", email="jane@example.com", password=PASSWORD)
    assert sorted(response.json()) == ["access", "refresh"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password2": "another-horse-battery"}, "password"),
        ({"password": "123456", "password2": "123456"}, "password"),
        ({"username": "correct-horse-batteri"}, "password"),
        ({"email": "no address"}, "email"),
        ({"first_name": ""}, "first_name"),
        ({"username": "jane\0"}, "username"),
    ],
)
def test_unsound_registration_is_400_and_names_the_field(
    client: Client, change: dict[str, str], field: str
) -> None:
    response = post(client, "register", **{**JANE, **change})
    assert response.status_code == 400
    assert list(response.json()) == [field]


@pytest.mark.parametrize(
    ("change", "field"), [({"username": "joan"}, "email"), ({"email": "joan@a.de"}, "username")]
)
def test_address_and_user_name_are_unique(
    client: Client, user: CustomUser, change: dict[str, str], field: str
) -> None:
    response = post(client, "register", **{**JANE, **change})
    assert response.status_code == 400
    assert list(response.json()) == [field]


@pytest.mark.parametrize("name", ["register", "token_obtain_pair"])
def test_eleventh_attempt_within_a_minute_is_429(client: Client, name: str) -> None:
    statuses = [post(client, name).status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]


def test_log_in_by_user_name_is_400(client: Client, user: CustomUser) -> None:
    response = post(client, "token_obtain_pair", username="jane", password=PASSWORD)
    assert response.json() == {"email": ["This field is required."]}


def test_access_token_is_sent_with_the_header_type_of_the_settings(
    client: Client, pair: dict[str, str]
) -> None:
    response = me(client, f"JWT {pair['access']}")
    assert response.status_code == 200
    assert response.json() == {"email": "jane@example.com", "first_name": "Jane"}


def test_other_header_type_is_401_and_the_challenge_names_the_right_one(
    client: Client, pair: dict[str, str]
) -> None:
    response = me(client, f"Bearer {pair['access']}")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("JWT ")


def test_claims_have_the_names_of_the_settings(user: CustomUser, pair: dict[str, str]) -> None:
    claims = jwt.decode(pair["access"], options={"verify_signature": False})
    assert claims["user_id"] == str(user.pk)
    assert claims["token_type"] == "access"
    assert claims["exp"] - claims["iat"] == 300


def test_refresh_answers_both_tokens_anew(client: Client, pair: dict[str, str]) -> None:
    response = post(client, "token_refresh", refresh=pair["refresh"])
    assert response.status_code == 200
    assert sorted(response.json()) == ["access", "refresh"]
    assert response.json()["refresh"] != pair["refresh"]
    assert me(client, f"JWT {response.json()['access']}").status_code == 200


def test_refresh_token_that_has_been_replaced_is_refused(
    client: Client, pair: dict[str, str]
) -> None:
    successor = post(client, "token_refresh", refresh=pair["refresh"]).json()["refresh"]
    response = post(client, "token_refresh", refresh=pair["refresh"])
    assert response.status_code == 401
    assert response.json()["detail"] == "Token is blacklisted"
    assert post(client, "token_refresh", refresh=successor).status_code == 200


def test_refresh_token_of_a_deleted_user_is_401(
    client: Client, user: CustomUser, pair: dict[str, str]
) -> None:
    user.delete()
    assert post(client, "token_refresh", refresh=pair["refresh"]).status_code == 401


def test_log_out_ends_the_refresh_token(client: Client, pair: dict[str, str]) -> None:
    assert post(client, "token_blacklist", refresh=pair["refresh"]).status_code == 200
    assert post(client, "token_refresh", refresh=pair["refresh"]).status_code == 401


def test_view_without_permissions_of_its_own_is_closed(client: Client) -> None:
    assert client.get("/accounts/me/").status_code == 401


def test_superuser_is_created_with_address_and_user_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    names = {"email": "root@example.com", "username": "root"}
    call_command("createsuperuser", interactive=False, verbosity=0, **names)
    assert CustomUser.objects.get().is_superuser


def test_system_check_finds_nothing() -> None:
    call_command("check", fail_level="WARNING")


def test_migrations_match_the_model() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
