"""Tutorial 000: what its text promises, with its imports and its calls."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import ferrojwt
import jwt
import pytest
import rest_framework.authentication
import rest_framework_jwt.authentication
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed

from tutorial_000.tokens import decode_token, encode_token

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper
    from time_machine import TimeMachineFixture

# The calls of PyJWT 1.x warn, each with the modern call; two tests below see it.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:`jwt:DeprecationWarning"),
]

PASSWORD = "password123-of-john"
DAY = timedelta(days=1)


@pytest.fixture
def user() -> User:
    return User.objects.create_user("john", password=PASSWORD)


@pytest.fixture
def token(client: Client, user: User) -> str:
    response = log_in(client)
    assert response.status_code == 200
    return str(response.json()["token"])


def log_in(client: Client, **change: Any) -> Any:
    body = {"username": "john", "password": PASSWORD, **change}
    return client.post("/api/login/", body, "application/json")


def get(client: Client, path: str, authorization: str | None) -> Any:
    headers = {} if authorization is None else {"authorization": authorization}
    return client.get(path, headers=headers)


def protected(client: Client, authorization: str | None) -> Any:
    return get(client, "/api/protected-endpoint/", authorization)


def refresh(client: Client, token: str) -> Any:
    return client.post("/api/token-refresh/", headers={"authorization": f"Bearer {token}"})


# The names


def test_names_of_the_tutorial_are_ferrojwts() -> None:
    assert jwt.ExpiredSignatureError is ferrojwt.ExpiredSignatureError
    assert (
        rest_framework.authentication.JSONWebTokenAuthentication
        is rest_framework_jwt.authentication.JSONWebTokenAuthentication
    )


def test_encoded_token_is_text_that_can_be_decoded_with_a_warning() -> None:
    token = jwt.encode({"id": 1}, settings.SECRET_KEY)
    with pytest.warns(DeprecationWarning, match=r"leave `.decode\(...\)` out"):
        text = token.decode("utf-8")
    assert text == token


def test_decoding_without_algorithms_is_hs256_with_a_warning() -> None:
    token = jwt.encode({"id": 1}, settings.SECRET_KEY)
    with pytest.warns(DeprecationWarning, match="algorithms="):
        claims = jwt.decode(token, settings.SECRET_KEY)
    assert claims == {"id": 1}


@pytest.mark.parametrize("algorithm", ["HS512", "none"])
def test_decoding_without_algorithms_does_not_believe_the_token(algorithm: str) -> None:
    key = None if algorithm == "none" else settings.SECRET_KEY
    token = jwt.encode({"id": 1}, key, algorithm=algorithm)
    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(token, settings.SECRET_KEY)


# The tutorial's client


def test_client_logs_in_and_is_granted_access(client: Client, token: str) -> None:
    response = protected(client, f"Bearer {token}")
    assert response.status_code == 200
    assert response.json() == {"message": "Access granted"}


def test_token_names_the_user_and_lives_a_day(token: str, user: User) -> None:
    claims = decode_token(token)
    assert (claims["id"], claims["username"]) == (user.pk, "john")
    assert 86_340 < claims["exp"] - timezone.now().timestamp() <= 86_400


@pytest.mark.parametrize(
    "change", [{"password": "wrong"}, {"username": "jane"}, {"username": None}, {"password": ["x"]}]
)
def test_wrong_credentials_are_400(client: Client, user: User, change: dict[str, Any]) -> None:
    assert log_in(client, **change).status_code == 400


@pytest.mark.parametrize("body", ["[]", "null", '"\\ud800"', '{"username": "\\ud800"}', "{"])
def test_body_that_is_no_log_in_is_400(client: Client, body: str) -> None:
    assert client.post("/api/login/", body, "application/json").status_code == 400


def test_eleventh_log_in_within_a_minute_is_429(client: Client, user: User) -> None:
    statuses = [log_in(client, password="guess").status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]


def test_token_is_refreshed_before_it_expires(
    client: Client, token: str, time_machine: TimeMachineFixture
) -> None:
    start = timezone.now()
    time_machine.move_to(start + DAY / 2)
    response = refresh(client, token)
    assert response.status_code == 200
    time_machine.move_to(start + DAY * 1.25)
    assert protected(client, f"Bearer {token}").status_code == 401
    assert protected(client, f"Bearer {response.json()['token']}").status_code == 200


def test_token_that_has_expired_is_neither_accepted_nor_refreshed(
    client: Client, token: str, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(timezone.now() + DAY * 1.25)
    response = protected(client, f"Bearer {token}")
    assert response.status_code == 401
    assert response.json()["detail"] == "Token has expired."
    assert refresh(client, token).status_code == 401


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Basic x", "Bearer a b", "x"])
@pytest.mark.parametrize("path", ["/api/protected-endpoint/", "/api/claims/"])
def test_header_without_a_token_is_401_and_says_how_to_authenticate(
    client: Client, path: str, authorization: str | None
) -> None:
    response = get(client, path, authorization)
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer ")


def test_token_without_an_expiry_is_refused(client: Client, user: User) -> None:
    immortal = jwt.encode({"id": user.pk, "username": "john"}, settings.SECRET_KEY)
    assert protected(client, f"Bearer {immortal}").status_code == 401


def test_token_of_another_key_is_refused(client: Client, user: User) -> None:
    claims = {"id": user.pk, "username": "john", "exp": timezone.now() + DAY}
    foreign = jwt.encode(claims, secrets.token_hex(32))
    assert protected(client, f"Bearer {foreign}").status_code == 401


def test_refresh_without_a_token_is_401(client: Client) -> None:
    assert client.post("/api/token-refresh/").status_code == 401


def test_view_set_sees_the_claims(client: Client, token: str) -> None:
    response = get(client, "/api/claims/", f"Bearer {token}")
    assert response.status_code == 200
    assert response.json() == decode_token(token)


# The helper


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: jwt.encode({"exp": 1}, settings.SECRET_KEY), "Token expired"),
        (lambda: encode_token({})[:-6] + "AAAAAA", "Invalid token"),
        (lambda: "a.b.c", "Invalid token"),
    ],
    ids=["expired", "forged", "garbage"],
)
def test_helper_raises_what_is_answered_with_401(make: Any, words: str) -> None:
    with pytest.raises(AuthenticationFailed, match=words):
        decode_token(make())


def test_helper_lets_other_errors_through(settings: SettingsWrapper) -> None:
    token = encode_token({})
    settings.SECRET_KEY = ""
    with pytest.raises(ImproperlyConfigured):
        decode_token(token)


def test_system_check_finds_nothing() -> None:
    call_command("check", fail_level="WARNING")
