"""Tutorial 003: tokens in code, the middleware, protected views, refresh and revocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from ferrojwt.drf.authentication import JWTAuthentication
from ferrojwt.drf.exceptions import InvalidToken
from ferrojwt.drf.tokens import RefreshToken

from tutorial_003.conftest import get, post

if TYPE_CHECKING:
    from django.test import Client

    from tutorial_003.models import User

PROTECTED = ["/protected/", "/api/protected/"]
# With the page that redirects whom the middleware does not know.
WANTING_A_USER = [*PROTECTED, "/account/"]


@pytest.mark.parametrize("path", WANTING_A_USER)
def test_pair_made_in_code_opens_every_view(client: Client, user: User, path: str) -> None:
    refresh_token = RefreshToken.for_user(user)
    response = get(client, path, str(refresh_token.access_token))
    assert response.status_code == 200
    assert "jane" in response.json()["message"]


@pytest.mark.parametrize("path", PROTECTED)
def test_protected_view_without_a_token_is_401_in_json(client: Client, path: str) -> None:
    response = get(client, path)
    assert response.status_code == 401
    assert response.json() == {"detail": "Authentication credentials were not provided."}


@pytest.mark.parametrize("path", WANTING_A_USER)
def test_bad_token_is_401_wherever_a_user_is_wanted(client: Client, path: str) -> None:
    assert get(client, path, "a.b.c").status_code == 401


def test_account_page_sends_strangers_to_log_in(client: Client) -> None:
    response = get(client, "/account/")
    assert response.status_code == 302
    assert response["Location"] == "/api/login/?next=/account/"


@pytest.mark.parametrize("token", [None, "a.b.c"])
def test_unprotected_view_answers_everybody(client: Client, token: str | None) -> None:
    assert get(client, "/unprotected/", token).status_code == 200


def test_anonymous_request_reaches_log_in(client: Client, pair: dict[str, str]) -> None:
    assert pair["access"]


def test_api_root_is_answered(client: Client) -> None:
    assert sorted(get(client, "/api/").json()) == ["login", "register"]


def test_programs_are_answered_with_json_and_browsers_with_html(client: Client) -> None:
    assert client.get("/api/")["Content-Type"] == "application/json"
    html = client.get("/api/", headers={"accept": "text/html"})
    assert html["Content-Type"].startswith("text/html")


def test_refresh_by_form_answers_a_working_access_token(
    client: Client, pair: dict[str, str]
) -> None:
    response = client.post(
        "/api/token/refresh/",
        f"refresh={pair['refresh']}",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 200
    assert get(client, "/protected/", response.json()["access"]).status_code == 200


def test_refresh_token_that_has_been_replaced_is_refused(
    client: Client, pair: dict[str, str]
) -> None:
    post(client, "/api/token/refresh/", refresh=pair["refresh"])
    assert post(client, "/api/token/refresh/", refresh=pair["refresh"]).status_code == 401


@pytest.mark.parametrize("path", WANTING_A_USER)
def test_log_out_ends_the_access_token_at_once(
    client: Client, pair: dict[str, str], path: str
) -> None:
    response = post(client, "/api/logout/", pair["access"], refresh=pair["refresh"])
    assert response.status_code == 200
    assert get(client, path, pair["access"]).status_code == 401


def test_log_out_ends_the_refresh_token(client: Client, pair: dict[str, str]) -> None:
    post(client, "/api/logout/", pair["access"], refresh=pair["refresh"])
    assert post(client, "/api/token/refresh/", refresh=pair["refresh"]).status_code == 401


def test_log_out_with_a_bad_refresh_token_ends_the_access_token(
    client: Client, pair: dict[str, str]
) -> None:
    assert post(client, "/api/logout/", pair["access"], refresh="a.b.c").status_code == 401
    assert get(client, "/protected/", pair["access"]).status_code == 401


def test_log_out_without_a_token_is_401(client: Client, pair: dict[str, str]) -> None:
    assert post(client, "/api/logout/", refresh=pair["refresh"]).status_code == 401


def test_other_sessions_of_the_user_stay(client: Client, user: User, pair: dict[str, str]) -> None:
    other = str(RefreshToken.for_user(user).access_token)
    post(client, "/api/logout/", pair["access"], refresh=pair["refresh"])
    assert get(client, "/protected/", other).status_code == 200


def test_validation_in_code_knows_revoked_tokens(client: Client, pair: dict[str, str]) -> None:
    authentication = JWTAuthentication()
    assert authentication.get_validated_token(pair["access"].encode())
    post(client, "/api/logout/", pair["access"], refresh=pair["refresh"])
    with pytest.raises(InvalidToken, match="Token is revoked"):
        authentication.get_validated_token(pair["access"].encode())


@pytest.mark.parametrize("path", WANTING_A_USER)
def test_token_with_an_empty_id_is_401(client: Client, user: User, path: str) -> None:
    token = RefreshToken.for_user(user).access_token
    token["jti"] = ""
    assert get(client, path, str(token)).status_code == 401


def test_system_check_finds_nothing() -> None:
    call_command("check", fail_level="WARNING")


def test_migrations_match_the_model() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
