"""The browsable API: the same answers and refusals as HTML pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from conftest import PASSWORD

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from accounts.models import User

pytestmark = pytest.mark.django_db

HTML = {"accept": "text/html"}
FORM = "application/x-www-form-urlencoded"
ENDPOINTS = [
    "/api/token/",
    "/api/token/refresh/",
    "/api/token/verify/",
    "/api/token/blacklist/",
    "/api/register/",
]
GARBAGE: list[Any] = [
    "\ud800",
    "\0",
    "<script>alert(1)</script>",
    "x" * 100_000,
    None,
    7,
    10**400,
    ["\ud800"],
    {"\ud800": "\ud800"},
]


def post_form(client: Client, path: str, form: str) -> HttpResponse:
    return client.post(path, form, FORM, headers=HTML)


def test_log_in_page_has_a_form(client: Client) -> None:
    page = client.get("/api/token/", headers=HTML).content.decode()
    assert 'name="email"' in page
    assert 'type="password"' in page


def test_form_logs_in(client: Client, user: User) -> None:
    response = post_form(client, "/api/token/", f"email={user.email}&password={PASSWORD}")
    assert response.status_code == 200
    assert "&quot;access&quot;" in response.content.decode()


def test_password_is_not_sent_back(client: Client, user: User) -> None:
    response = post_form(client, "/api/token/", f"email={user.email}&password=a-wrong-password")
    assert response.status_code == 401
    assert "a-wrong-password" not in response.content.decode()


def test_protected_view_without_a_token_is_401(client: Client) -> None:
    assert client.get("/api/protected/", headers=HTML).status_code == 401


@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("value", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_in_a_field_is_4xx(client: Client, path: str, value: Any) -> None:
    names = ("email", "password", "token", "refresh")
    body = json.dumps(dict.fromkeys(names, value))
    response = client.post(path, body, "application/json", headers=HTML)
    assert 400 <= response.status_code < 500
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("body", ['"\\ud800"', "[]", "null", "7", "[" * 100_000, "{", ""])
def test_body_that_is_no_object_is_4xx(client: Client, path: str, body: str) -> None:
    response = client.post(path, body, "application/json", headers=HTML)
    assert 400 <= response.status_code < 500


@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("form", ["", "%00=%00&email=%ED%A0%80", "a" * 1000, "&" * 2000])
def test_garbage_in_a_form_is_4xx(client: Client, path: str, form: str) -> None:
    assert 400 <= post_form(client, path, form).status_code < 500


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("path", ENDPOINTS)
def test_other_method_is_405(client: Client, path: str, method: str) -> None:
    assert getattr(client, method)(path, headers=HTML).status_code == 405
