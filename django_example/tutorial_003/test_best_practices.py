"""Tutorial 003: its ten best practices. The tenth, a dependency audit, is in README.md."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import ferrojwt as jwt
import pyotp
import pytest
from django.utils import timezone
from ferrojwt.drf.tokens import RefreshToken
from rest_framework.exceptions import ValidationError

from tutorial_003 import second_factor
from tutorial_003.conftest import PASSWORD, get, post
from tutorial_003.models import User

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper
    from time_machine import TimeMachineFixture

PROJECT = Path(__file__).parent.parent


def claims_of(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def in_new_process(data_dir: Path, *command: str, **environ: str) -> Any:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    return subprocess.run(
        [sys.executable, *command],
        cwd=PROJECT,
        env={
            **inherited,
            "DJANGO_DATA_DIR": str(data_dir),
            "DJANGO_SETTINGS_MODULE": "tutorial_003.settings",
            **environ,
        },
        capture_output=True,
        text=True,
        check=False,
    )


# 1: nothing personal in a token


@pytest.mark.parametrize("kind", ["access", "refresh"])
def test_claims_name_the_user_by_key_alone(user: User, pair: dict[str, str], kind: str) -> None:
    claims = claims_of(pair[kind])
    assert sorted(claims) == ["aud", "exp", "iat", "iss", "jti", "token_type", "user_id"]
    assert claims["user_id"] == str(user.pk)


# 2: keys come from the environment


def test_signing_key_is_the_environments(tmp_path: Path) -> None:
    key = secrets.token_urlsafe(64)
    program = (
        "import django; django.setup()\n"
        "from ferrojwt.drf.state import token_backend\n"
        "print(token_backend.encode({'sub': '1'}))"
    )
    result = in_new_process(tmp_path, "-c", program, DJANGO_SECRET_KEY=key)
    claims = jwt.decode(
        result.stdout.strip(), key, algorithms=["HS256"], audience="tutorial-003-api"
    )
    assert claims["sub"] == "1"


# 3: tokens expire


def test_access_token_ends_after_fifteen_minutes(
    client: Client, pair: dict[str, str], time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(timezone.now() + timedelta(minutes=15, seconds=1))
    response = get(client, "/api/protected/", pair["access"])
    assert response.status_code == 401
    assert response.json()["messages"][0]["message"] == "Token is expired"


def test_refresh_token_ends_after_a_day(
    client: Client, pair: dict[str, str], time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(timezone.now() + timedelta(days=1, seconds=1))
    assert post(client, "/api/token/refresh/", refresh=pair["refresh"]).status_code == 401


# 4, revocation, is in test_views.py


# 5: HTTPS


def test_deployment_check_is_content_where_the_site_is_https_only(tmp_path: Path) -> None:
    key = secrets.token_urlsafe(64)
    check = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    result = in_new_process(tmp_path, *check, DJANGO_HTTPS="1", DJANGO_SECRET_KEY=key)
    assert result.returncode == 0, result.stderr


def test_deployment_check_finds_a_site_without_https(tmp_path: Path) -> None:
    key = secrets.token_urlsafe(64)
    check = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    result = in_new_process(tmp_path, *check, DJANGO_SECRET_KEY=key)
    assert result.returncode == 1
    assert "security.W008" in result.stderr


# 6: throttling


def test_eleventh_guess_within_a_minute_is_429(client: Client, user: User) -> None:
    statuses = [
        post(client, "/api/login/", username="jane", password="guess").status_code
        for _ in range(11)
    ]
    assert statuses == [401] * 10 + [429]


# 7: keys are replaced


def test_token_of_the_former_key_still_verifies(
    client: Client, pair: dict[str, str], settings: SettingsWrapper
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = secrets.token_urlsafe(64)
    assert get(client, "/api/protected/", pair["access"]).status_code == 200


def test_token_of_the_former_key_is_exchanged_for_one_of_the_new(
    client: Client, pair: dict[str, str], settings: SettingsWrapper
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = secrets.token_urlsafe(64)
    access = post(client, "/api/token/refresh/", refresh=pair["refresh"]).json()["access"]
    settings.SECRET_KEY_FALLBACKS = []
    assert get(client, "/api/protected/", access).status_code == 200


def test_token_of_a_key_that_is_gone_is_refused(
    client: Client, pair: dict[str, str], settings: SettingsWrapper
) -> None:
    settings.SECRET_KEY = secrets.token_urlsafe(64)
    assert get(client, "/api/protected/", pair["access"]).status_code == 401


def test_former_keys_come_from_the_environment(tmp_path: Path) -> None:
    program = "from tutorial_003 import settings; print(settings.SECRET_KEY_FALLBACKS)"
    result = in_new_process(tmp_path, "-c", program, DJANGO_SECRET_KEY_FALLBACKS="a,,b")
    assert result.stdout.strip() == "['a', 'b']"


# 8: issuer and audience


@pytest.mark.parametrize(("claim", "setting"), [("iss", "ISSUER"), ("aud", "AUDIENCE")])
def test_token_of_another_issuer_or_for_another_audience_is_refused(
    client: Client, user: User, settings: SettingsWrapper, claim: str, setting: str
) -> None:
    ours = settings.SIMPLE_JWT
    settings.SIMPLE_JWT = {**ours, setting: "https://other.example.com"}
    foreign = str(RefreshToken.for_user(user).access_token)
    settings.SIMPLE_JWT = ours
    assert claims_of(foreign)[claim] == "https://other.example.com"
    assert get(client, "/api/protected/", foreign).status_code == 401


# 9: a second factor


@pytest.fixture
def totp(client: Client, pair: dict[str, str], time_machine: TimeMachineFixture) -> pyotp.TOTP:
    """The authenticator app of ``user``, whose log-in asks for a code from now on."""
    start = timezone.now()
    uri = post(client, "/api/second-factor/", pair["access"]).json()["uri"]
    totp = pyotp.TOTP(parse_qs(urlsplit(uri).query)["secret"][0])
    response = client.put(
        "/api/second-factor/",
        {"code": totp.now()},
        "application/json",
        headers={"authorization": f"Bearer {pair['access']}"},
    )
    assert response.status_code == 200
    # The code that has just been used is spent.
    time_machine.move_to(start + timedelta(minutes=2), tick=False)
    return totp


def log_in(client: Client, **more: Any) -> Any:
    return post(client, "/api/login/", username="jane", password=PASSWORD, **more)


def test_log_in_with_a_code_answers_a_pair(client: Client, totp: pyotp.TOTP) -> None:
    response = log_in(client, code=totp.now())
    assert response.status_code == 200
    assert get(client, "/api/protected/", response.json()["access"]).status_code == 200


def test_code_may_be_typed_in_groups(client: Client, totp: pyotp.TOTP) -> None:
    code = totp.now()
    assert log_in(client, code=f"{code[:3]} {code[3:]}").status_code == 200


def test_log_in_without_a_code_is_401_and_says_what_is_missing(
    client: Client, totp: pyotp.TOTP
) -> None:
    response = log_in(client)
    assert response.status_code == 401
    assert response.json() == {"detail": "Send the code of your app as well."}


def test_code_does_not_work_twice(client: Client, totp: pyotp.TOTP) -> None:
    code = totp.now()
    assert log_in(client, code=code).status_code == 200
    assert log_in(client, code=code).status_code == 401


def test_code_before_the_last_used_one_does_not_work(client: Client, totp: pyotp.TOTP) -> None:
    former = totp.at(timezone.now(), counter_offset=-1)
    assert log_in(client, code=totp.now()).status_code == 200
    assert log_in(client, code=former).status_code == 401


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 200), (1, 200), (2, 401)])
def test_clocks_may_differ_by_one_step(
    client: Client, totp: pyotp.TOTP, steps: int, status: int
) -> None:
    assert log_in(client, code=totp.at(timezone.now(), counter_offset=steps)).status_code == status


@pytest.mark.parametrize(
    ("code", "status"),
    [("", 400), ("abc", 401), ("\uff11\uff12", 401), (["1"], 400), ("1" * 17, 400)],
)
def test_garbage_for_a_code_is_refused(
    client: Client, totp: pyotp.TOTP, code: Any, status: int
) -> None:
    assert log_in(client, code=code).status_code == status


def test_who_has_a_second_factor_is_told_to_nobody_without_the_password(
    client: Client, totp: pyotp.TOTP
) -> None:
    User.objects.create_user("joan", password=PASSWORD)
    answers = [
        post(client, "/api/login/", username=name, password="guess").json()
        for name in ("jane", "joan")
    ]
    assert answers[0] == answers[1]


def test_no_token_is_issued_before_the_code_is_right(
    client: Client, user: User, totp: pyotp.TOTP
) -> None:
    before = user.outstandingtoken_set.count()
    log_in(client, code="abc")
    assert user.outstandingtoken_set.count() == before


def test_wrong_first_code_sets_nothing_up(client: Client, pair: dict[str, str]) -> None:
    post(client, "/api/second-factor/", pair["access"])
    response = client.put(
        "/api/second-factor/",
        {"code": "abc"},
        "application/json",
        headers={"authorization": f"Bearer {pair['access']}"},
    )
    assert response.status_code == 400
    assert log_in(client).status_code == 200


def test_app_that_is_confirmed_meanwhile_is_not_replaced(user: User) -> None:
    second_factor.start(user)
    owner, thief = User.objects.get(), User.objects.get()
    assert second_factor.confirm(owner, pyotp.TOTP(owner.totp_secret).now())
    with pytest.raises(ValidationError):
        second_factor.start(thief)
    stored = User.objects.get()
    assert (stored.totp_secret, stored.totp_is_confirmed) == (owner.totp_secret, True)


def test_code_of_an_app_that_is_replaced_meanwhile_confirms_nothing(user: User) -> None:
    second_factor.start(user)
    first = User.objects.get()
    second_factor.start(User.objects.get())
    assert not second_factor.confirm(first, pyotp.TOTP(first.totp_secret).now())
    assert not User.objects.get().totp_is_confirmed


def test_code_of_an_app_that_is_not_set_up_is_refused(client: Client, pair: dict[str, str]) -> None:
    response = client.put(
        "/api/second-factor/",
        {"code": "123456"},
        "application/json",
        headers={"authorization": f"Bearer {pair['access']}"},
    )
    assert response.status_code == 400


@pytest.mark.parametrize("method", ["post", "put"])
def test_app_that_is_set_up_is_not_replaced(
    client: Client, pair: dict[str, str], totp: pyotp.TOTP, method: str
) -> None:
    response = getattr(client, method)(
        "/api/second-factor/",
        {"code": totp.now()},
        "application/json",
        headers={"authorization": f"Bearer {pair['access']}"},
    )
    assert response.status_code == 400
