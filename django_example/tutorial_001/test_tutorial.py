"""Tutorial 001: what its text promises."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ferrojwt as jwt
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command

from tutorial_001.tokens import generate_jwt, verify_jwt

if TYPE_CHECKING:
    from django.test import Client

PASSWORD = "correct-horse-battery"
PROJECT = Path(__file__).parent.parent


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("john", password=PASSWORD)


def signed(**changes: Any) -> str:
    """Return a token of the project's own key whose claims are changed; None removes one."""
    now = int(time.time())
    claims = {"user": 1, "iat": now, "exp": now + 60, "iss": settings.JWT_ISSUER, **changes}
    return jwt.encode(
        {name: value for name, value in claims.items() if value is not None}, settings.JWT_SECRET
    )


def get_profile(client: Client, authorization: str | None) -> Any:
    headers = {} if authorization is None else {"authorization": authorization}
    return client.get("/api/profile/", headers=headers)


def test_generated_token_is_verified(user: User) -> None:
    claims = verify_jwt(generate_jwt(user))
    assert claims["user"] == user.pk
    assert claims["iss"] == "tutorial_001"


def test_token_lives_a_day(user: User) -> None:
    claims = verify_jwt(generate_jwt(user))
    assert claims["exp"] - claims["iat"] == 86_400


def test_claims_are_the_key_and_registered_ones_only(user: User) -> None:
    assert sorted(verify_jwt(generate_jwt(user))) == ["exp", "iat", "iss", "user"]


@pytest.mark.parametrize(
    ("token", "error"),
    [
        pytest.param(lambda: signed(exp=1), jwt.ExpiredSignatureError, id="expired"),
        pytest.param(lambda: signed(exp=None), jwt.MissingRequiredClaimError, id="immortal"),
        pytest.param(lambda: signed(user=None), jwt.MissingRequiredClaimError, id="nobody's"),
        pytest.param(lambda: signed(iss="evil"), jwt.InvalidIssuerError, id="other issuer"),
        pytest.param(lambda: signed(iss=None), jwt.MissingRequiredClaimError, id="no issuer"),
        pytest.param(
            lambda: jwt.encode({"user": 1}, secrets.token_hex(32)),
            jwt.InvalidSignatureError,
            id="other key",
        ),
        pytest.param(
            lambda: jwt.encode({"user": 1}, None, algorithm="none"),
            jwt.InvalidAlgorithmError,
            id="unsigned",
        ),
        pytest.param(lambda: "a.b.c", jwt.DecodeError, id="garbage"),
    ],
)
def test_other_tokens_are_refused_by_raising(token: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        verify_jwt(token())


def test_log_in_answers_a_token_that_opens_the_profile(client: Client, user: User) -> None:
    answer = client.post("/api/login/", {"username": "john", "password": PASSWORD})
    assert answer.status_code == 200
    profile = get_profile(client, f"Bearer {answer.json()['token']}")
    assert profile.status_code == 200
    assert profile.json()["user"] == user.pk


def test_log_in_ignores_a_token_that_has_expired(client: Client, user: User) -> None:
    answer = client.post(
        "/api/login/",
        {"username": "john", "password": PASSWORD},
        headers={"authorization": f"Bearer {signed(exp=1)}"},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {"username": "john", "password": "wrong"},
        {"username": "jane", "password": PASSWORD},
        {"username": "jo\0hn", "password": PASSWORD},
        {"username": "john"},
        {},
    ],
)
def test_wrong_credentials_are_401(client: Client, user: User, form: dict[str, str]) -> None:
    answer = client.post("/api/login/", form)
    assert answer.status_code == 401
    assert answer.json() == {"status": "error", "message": "Wrong user name or password."}


def test_eleventh_log_in_within_a_minute_is_429(client: Client, user: User) -> None:
    guess = {"username": "john", "password": "guess"}
    answers = [client.post("/api/login/", guess) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert answers[-1].json() == {"status": "error", "message": "Too many attempts."}
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


@pytest.mark.django_db
def test_profile_is_answered_without_a_database_query(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert get_profile(client, f"Bearer {signed()}").status_code == 200


@pytest.mark.parametrize(
    ("authorization", "message"),
    [
        (None, "Token is missing."),
        ("", "Token is missing."),
        ("Bearer", "Token is invalid."),
        ("Basic am9objpwdw==", "Token is missing."),
        ("Bearer a.b.c", "Token is invalid."),
        ("Bearer a b", "Token is invalid."),
        ("Bearer \xff", "Token is invalid."),
    ],
)
def test_profile_without_a_good_token_is_401_with_the_reason(
    client: Client, authorization: str | None, message: str
) -> None:
    answer = get_profile(client, authorization)
    assert answer.status_code == 401
    assert answer.json() == {"status": "error", "message": message}
    assert answer["WWW-Authenticate"] == "Bearer"


def test_expired_token_is_called_so(client: Client) -> None:
    answer = get_profile(client, f"Bearer {signed(exp=1)}")
    assert answer.status_code == 401
    assert answer.json() == {"status": "error", "message": "Token has expired."}


def test_secret_comes_from_the_environment(tmp_path: Path) -> None:
    secret = secrets.token_hex(32)
    result = subprocess.run(
        [sys.executable, "-c", "from tutorial_001 import settings; print(settings.JWT_SECRET)"],
        cwd=PROJECT,
        env={**os.environ, "DJANGO_DATA_DIR": str(tmp_path), "JWT_SECRET": secret},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == secret


def test_system_check_finds_nothing() -> None:
    call_command("check", fail_level="WARNING")
