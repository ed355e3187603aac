"""The views that hand out no tokens, and the error answers."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from django.urls import resolve

from accounts.management.commands.create_demo_user import DEMO_EMAIL

if TYPE_CHECKING:
    from django.test import Client


@pytest.mark.parametrize("header", [None, "Bearer a.b.c", "Basic dXNlcjpwdw=="])
def test_public_view_greets_whatever_the_header(client: Client, header: str | None) -> None:
    headers = {"authorization": header} if header else {}
    response = client.get("/api/public/", headers=headers)
    assert response.status_code == 200
    assert response.json() == {"message": "Hello, everyone."}


def test_protected_view_without_a_token_is_401(client: Client) -> None:
    response = client.get("/api/protected/")
    assert response.status_code == 401
    assert response.json() == {"detail": "Authentication credentials were not provided."}


def test_401_names_the_scheme(client: Client) -> None:
    response = client.get("/api/protected/")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_index_lists_endpoints_that_exist(client: Client) -> None:
    for endpoint in client.get("/").json().values():
        assert resolve(endpoint.split()[1])


def test_index_is_a_page_for_browsers(client: Client) -> None:
    response = client.get("/", headers={"accept": "text/html,*/*;q=0.8"})
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert DEMO_EMAIL in response.content.decode()


@pytest.mark.django_db
def test_page_loads_scripts_and_styles_from_files_of_the_site_only(client: Client) -> None:
    response = client.get("/", headers={"accept": "text/html"})
    policy = dict(
        directive.split(" ", 1) for directive in response["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    page = response.content.decode()
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(files) == 3
    for path in files:
        with closing(client.get(path)) as answer:
            assert answer.status_code == 200
    assert not re.search(r"//|<style|style=|<script>|\son\w+=", page)


@pytest.mark.parametrize("path", ["/static/", "/static/nowhere.js", "/static/../manage.py"])
def test_static_file_that_does_not_exist_is_404_in_json(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json() == {"detail": "Not found."}


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/api/", "/api/nowhere/", "/api/token", "/api/%00/", "/api/%ff/"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_unknown_path_is_404_in_json(client: Client, path: str, method: str) -> None:
    response = client.generic(method, path)
    assert response.status_code == 404
    assert response.json() == {"detail": "Not found."}


@pytest.mark.parametrize("host", ["evil.example.com", "a b", "127.0.0.1:x", "[::1", "", "\xe9"])
def test_host_that_is_not_allowed_is_400_in_json(client: Client, host: str) -> None:
    response = client.get("/api/public/", HTTP_HOST=host)
    assert response.status_code == 400
    assert response.json() == {"detail": "Bad request."}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("GET", "/api/register/"),
        ("GET", "/api/token/"),
        ("PUT", "/api/token/refresh/"),
        ("DELETE", "/api/token/verify/"),
        ("POST", "/api/public/"),
        ("BREW", "/api/public/"),
    ],
)
def test_other_method_is_405_in_json(client: Client, method: str, path: str) -> None:
    response = client.generic(method, path)
    assert response.status_code == 405
    assert "not allowed" in response.json()["detail"]


def test_other_method_on_the_page_is_405_in_json_for_browsers_too(client: Client) -> None:
    response = client.post("/", headers={"accept": "text/html"})
    assert response.status_code == 405
    assert "not allowed" in response.json()["detail"]


def test_other_method_without_a_token_is_401_on_the_protected_view(client: Client) -> None:
    assert client.post("/api/protected/").status_code == 401


@pytest.mark.parametrize("accept", ["text/csv", "application/xml"])
def test_asking_for_another_format_is_406_in_json(client: Client, accept: str) -> None:
    response = client.get("/api/public/", headers={"accept": accept})
    assert response.status_code == 406
    assert "detail" in response.json()


def test_crash_is_500_in_json_without_the_reason(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        message = "a private reason"
        raise RuntimeError(message)

    monkeypatch.setattr("accounts.views.PublicView.get", crash)
    response = client.get("/api/public/")
    assert response.status_code == 500
    assert response.json() == {"detail": "Server error."}
