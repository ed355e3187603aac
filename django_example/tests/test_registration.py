"""POST /api/register/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rest_framework.validators import UniqueValidator

from accounts.models import User
from accounts.serializers import RegisterSerializer

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

pytestmark = pytest.mark.django_db

NEW = {"email": "new@example.com", "password": "a-rather-odd-phrase"}


def register(client: Client, body: Any) -> HttpResponse:
    return client.post("/api/register/", body, "application/json")


def test_registration_answers_201_with_the_id_and_the_address(client: Client) -> None:
    response = register(client, NEW)
    assert response.status_code == 201
    assert response.json() == {"id": User.objects.get().pk, "email": NEW["email"]}


def test_registered_user_can_log_in(client: Client) -> None:
    register(client, NEW)
    assert client.post("/api/token/", NEW, "application/json").status_code == 200


def test_eleventh_registration_within_a_minute_is_429(client: Client) -> None:
    statuses = [register(client, {}).status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]


def test_password_is_stored_as_a_hash(client: Client) -> None:
    register(client, NEW)
    stored = User.objects.get().password
    assert NEW["password"] not in stored
    assert User.objects.get().check_password(NEW["password"])


def test_password_is_taken_with_its_spaces(client: Client) -> None:
    register(client, {**NEW, "password": f"  {NEW['password']} "})
    assert User.objects.get().check_password(f"  {NEW['password']} ")


@pytest.mark.parametrize("field", ["id", "is_staff", "is_superuser", "is_active"])
def test_other_fields_of_the_user_are_ignored(client: Client, field: str) -> None:
    register(client, {**NEW, field: 77})
    user = User.objects.get()
    assert (user.pk != 77, user.is_staff, user.is_superuser, user.is_active) == (
        True,
        False,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("aB3$x", "too short"),
        ("password123", "too common"),
        ("8402759163", "entirely numeric"),
        ("new@example.com", "too similar to the email address"),
        ("x" * 129, "no more than 128 characters"),
    ],
)
def test_weak_password_is_refused(client: Client, password: str, complaint: str) -> None:
    response = register(client, {**NEW, "password": password})
    assert response.status_code == 400
    assert complaint in " ".join(response.json()["password"])


def test_refused_registration_creates_no_user(client: Client) -> None:
    register(client, {**NEW, "password": "12345"})
    assert not User.objects.exists()


@pytest.mark.parametrize("email", [NEW["email"], "NEW@example.com", " new@Example.COM "])
def test_second_registration_of_an_address_is_refused(client: Client, email: str) -> None:
    register(client, NEW)
    response = register(client, {**NEW, "email": email})
    assert response.status_code == 400
    assert response.json() == {"email": ["A user with that email address already exists."]}


def test_registration_that_loses_a_race_for_an_address_is_refused(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The other request saves its user after this one has looked.
    monkeypatch.setattr(UniqueValidator, "__call__", lambda *_: None)
    response = register(client, {**NEW, "email": user.email})
    assert response.status_code == 400
    assert response.json() == {"email": ["A user with that email address already exists."]}


@pytest.mark.parametrize(
    "email",
    [
        "",
        "new",
        "new@",
        "@example.com",
        "a b@example.com",
        "new@example.com\n.org",
        None,
        7,
        [],
        {},
    ],
)
def test_malformed_address_is_refused(client: Client, email: Any) -> None:
    response = register(client, {**NEW, "email": email})
    assert response.status_code == 400
    assert list(response.json()) == ["email"]


def test_overlong_address_is_refused(client: Client) -> None:
    response = register(client, {**NEW, "email": f"new@{'a.' * 150}example.com"})
    assert response.status_code == 400
    assert list(response.json()) == ["email"]


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ({}, ["email", "password"]),
        ({"email": NEW["email"]}, ["password"]),
        ({"password": NEW["password"]}, ["email"]),
    ],
)
def test_missing_field_is_named(client: Client, body: dict[str, str], missing: list[str]) -> None:
    response = register(client, body)
    assert response.status_code == 400
    assert response.json() == {name: ["This field is required."] for name in missing}


def test_answer_never_holds_the_password(client: Client) -> None:
    assert NEW["password"] not in register(client, NEW).content.decode()


def test_expired_token_in_the_header_does_not_stop_a_newcomer(client: Client) -> None:
    response = client.post(
        "/api/register/", NEW, "application/json", headers={"authorization": "Bearer a.b.c"}
    )
    assert response.status_code == 201


def test_serializer_does_not_show_the_password(user: User) -> None:
    assert "password" not in RegisterSerializer(user).data
