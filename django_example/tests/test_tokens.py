"""Logging in, refreshing and verifying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import PASSWORD

if TYPE_CHECKING:
    from conftest import Forge
    from django.http import HttpResponse
    from django.test import Client

    from accounts.models import User

pytestmark = pytest.mark.django_db


def post(client: Client, path: str, **body: Any) -> HttpResponse:
    return client.post(path, body, "application/json")


def protected(client: Client, token: str) -> HttpResponse:
    return client.get("/api/protected/", headers={"authorization": f"Bearer {token}"})


def test_log_in_answers_a_refresh_and_an_access_token(client: Client, user: User) -> None:
    response = post(client, "/api/token/", email=user.email, password=PASSWORD)
    assert response.status_code == 200
    assert sorted(response.json()) == ["access", "refresh"]


def test_log_in_ignores_the_case_of_the_address(client: Client, user: User) -> None:
    response = post(client, "/api/token/", email=user.email.upper(), password=PASSWORD)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "credentials",
    [
        pytest.param({"email": "user@example.com", "password": "wrong"}, id="wrong password"),
        pytest.param({"email": "other@example.com", "password": PASSWORD}, id="unknown address"),
    ],
)
def test_wrong_credentials_are_refused_without_telling_which(
    client: Client, user: User, credentials: dict[str, str]
) -> None:
    response = post(client, "/api/token/", **credentials)
    assert response.status_code == 401
    assert response.json() == {"detail": "No active account found with the given credentials"}


def test_inactive_user_cannot_log_in(client: Client, user: User) -> None:
    user.is_active = False
    user.save()
    response = post(client, "/api/token/", email=user.email, password=PASSWORD)
    assert response.status_code == 401
    assert response.json() == {"detail": "No active account found with the given credentials"}


def test_access_token_opens_the_protected_view(
    client: Client, user: User, pair: dict[str, str]
) -> None:
    response = protected(client, pair["access"])
    assert response.status_code == 200
    assert response.json() == {"id": user.pk, "email": user.email}


def test_refresh_token_does_not_open_the_protected_view(
    client: Client, pair: dict[str, str]
) -> None:
    response = protected(client, pair["refresh"])
    assert response.status_code == 401
    assert response.json()["code"] == "token_not_valid"


def test_refresh_answers_a_working_access_token(client: Client, pair: dict[str, str]) -> None:
    response = post(client, "/api/token/refresh/", refresh=pair["refresh"])
    assert response.status_code == 200
    assert list(response.json()) == ["access"]
    assert protected(client, response.json()["access"]).status_code == 200


def test_log_out_ends_the_refresh_token(client: Client, pair: dict[str, str]) -> None:
    assert post(client, "/api/token/blacklist/", refresh=pair["refresh"]).status_code == 200
    response = post(client, "/api/token/refresh/", refresh=pair["refresh"])
    assert response.status_code == 401
    assert response.json() == {"detail": "Token is blacklisted", "code": "token_not_valid"}


def test_access_token_does_not_refresh(client: Client, pair: dict[str, str]) -> None:
    response = post(client, "/api/token/refresh/", refresh=pair["access"])
    assert response.status_code == 401
    assert response.json() == {"detail": "Token has wrong type", "code": "token_not_valid"}


@pytest.mark.parametrize("kind", ["access", "refresh"])
def test_verify_accepts_both_kinds(client: Client, pair: dict[str, str], kind: str) -> None:
    response = post(client, "/api/token/verify/", token=pair[kind])
    assert response.status_code == 200
    assert response.json() == {}


def test_verify_refuses_a_changed_signature(client: Client, pair: dict[str, str]) -> None:
    head, claims, signature = pair["access"].split(".")
    response = post(client, "/api/token/verify/", token=f"{head}.{claims}.{signature[::-1]}")
    assert response.status_code == 401
    assert response.json() == {"detail": "Token is invalid", "code": "token_not_valid"}


def test_expired_access_token_is_refused(client: Client, user: User, forge: Forge) -> None:
    response = protected(client, forge("access", user, exp=1))
    assert response.status_code == 401
    assert response.json()["messages"][0]["message"] == "Token is expired"


def test_expired_refresh_token_is_refused(client: Client, user: User, forge: Forge) -> None:
    response = post(client, "/api/token/refresh/", refresh=forge("refresh", user, exp=1))
    assert response.status_code == 401
    assert response.json() == {"detail": "Token is expired", "code": "token_not_valid"}


def test_token_of_another_secret_is_refused(
    client: Client, pair: dict[str, str], settings: Any
) -> None:
    settings.SIMPLE_JWT = {**settings.SIMPLE_JWT, "SIGNING_KEY": "k" * 64}
    assert protected(client, pair["access"]).status_code == 401


def test_access_token_of_a_deleted_user_is_refused(
    client: Client, user: User, pair: dict[str, str]
) -> None:
    user.delete()
    response = protected(client, pair["access"])
    assert response.status_code == 401
    assert response.json()["code"] == "user_not_found"


def test_access_token_of_an_inactive_user_is_refused(
    client: Client, user: User, pair: dict[str, str]
) -> None:
    user.is_active = False
    user.save()
    response = protected(client, pair["access"])
    assert response.status_code == 401
    assert response.json()["code"] == "user_inactive"


def test_refresh_token_of_a_deleted_user_is_refused(
    client: Client, user: User, pair: dict[str, str]
) -> None:
    user.delete()
    response = post(client, "/api/token/refresh/", refresh=pair["refresh"])
    assert response.status_code == 401
    assert response.json()["detail"] == "No active account found for the given token."


def test_refresh_token_of_an_inactive_user_is_refused(
    client: Client, user: User, pair: dict[str, str]
) -> None:
    user.is_active = False
    user.save()
    response = post(client, "/api/token/refresh/", refresh=pair["refresh"])
    assert response.status_code == 401
    assert response.json()["detail"] == "No active account found for the given token."


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/api/token/", ["email", "password"]),
        ("/api/token/refresh/", ["refresh"]),
        ("/api/token/verify/", ["token"]),
    ],
)
def test_missing_field_is_named(client: Client, path: str, fields: list[str]) -> None:
    response = post(client, path)
    assert response.status_code == 400
    assert response.json() == {name: ["This field is required."] for name in fields}


def test_eleventh_login_within_a_minute_is_429(client: Client, user: User) -> None:
    body = {"email": user.email, "password": "a-guess"}
    statuses = [client.post("/api/token/", body, "application/json").status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
