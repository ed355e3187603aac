"""``inspect``: a token in words, and why it would be refused."""

from __future__ import annotations

import io
import json
import sys

import pytest
from django.core.management import call_command
from django.db import OperationalError
from freezegun import freeze_time

import ferrojwt
from ferrojwt.__main__ import main
from ferrojwt.django.inspection import MOST_BYTES, NotATokenError, duration, inspect_token
from ferrojwt.django.management.commands import jwt
from ferrojwt.django.project import Failure, Project
from ferrojwt.drf.tokens import RefreshToken
from tests.core import forge
from tests.drf import minted

NOW = 1_800_000_000
KEY = "a-key-of-another-issuer-0123456789-0123456789-0123456789-0123456789"


def token(claims=None, key=KEY, **header):
    return ferrojwt.encode(claims or {"exp": NOW + 60}, key, headers=header or None)


def times(claims):
    """Return the lines about times, without the name of the claim."""
    with freeze_time("2027-01-15 08:00:00"):
        text = inspect_token(token(claims), None)
    section = text.partition("Times\n")[2].partition("\n\n")[0]
    return dict(line.strip().split(": ", 1) for line in section.splitlines())


@pytest.fixture
def run(monkeypatch, capsys):
    """Run ``python -m ferrojwt inspect`` in this process, with the text on standard input."""
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")

    def run(text, *arguments):
        octets = text if isinstance(text, bytes) else text.encode()
        stdin = io.TextIOWrapper(io.BytesIO(octets), "utf-8")
        monkeypatch.setattr(sys, "stdin", stdin)
        status = main(["inspect", *map(str, arguments)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture
def verdict(tmp_path):
    """Return the verdict of the tests' own project."""

    def verdict(text):
        project = Project(tmp_path, "tests.drf.settings")
        return inspect_token(text, project).partition("Verdict\n")[2].strip()

    return verdict


# What it shows


def test_header_and_claims_are_shown():
    text = inspect_token(token({"user_id": "7", "roles": ["a"], "exp": 1}, kid="k1"), None)
    assert '\n    "kid": "k1"\n' in text
    assert '\n    "user_id": "7"\n    "roles": ["a"]\n' in text


def test_signature_is_not_shown():
    raw = token()
    text = inspect_token(raw, None)
    assert "32 bytes, not shown" in text
    assert raw.rpartition(".")[2] not in text


@pytest.mark.parametrize("spelling", ["{}\n", "Bearer {}", "bearer {}\n", "  {}  ", '"{}"', "'{}'"])
def test_token_is_taken_as_it_is_copied(spelling):
    assert '"HS256"' in inspect_token(spelling.format(token()), None)


@pytest.mark.parametrize("value", ["\x1b[31mred", "\u202eevil", "a\nb", "\x9b"])
def test_what_a_stranger_wrote_reaches_the_terminal_as_ascii(value):
    text = inspect_token(token({"name": value, value: 1}, kid=value), None)
    assert text.isascii()
    assert "\x1b" not in text
    assert json.dumps(value) in text


# Times


@pytest.mark.parametrize(
    ("claim", "offset", "words"),
    [
        ("exp", -180, "expired 3 minutes ago"),
        ("exp", 0, "expired less than a second ago"),
        ("exp", 60, "expires in 1 minute"),
        ("exp", 90_000, "expires in 1 day"),
        ("nbf", 7200, "is not valid for another 2 hours"),
        ("nbf", -1, "has been valid for 1 second"),
        ("iat", -45, "issued 45 seconds ago"),
        ("iat", 45, "issued in 45 seconds, by a clock that is ahead"),
        ("refresh_exp", 172_800, "can be refreshed for 2 days"),
    ],
)
def test_time_is_told_in_words(claim, offset, words):
    told = times({"exp": NOW, claim: NOW + offset})
    assert told[claim].endswith(f" UTC, {words}")


def test_moment_is_told_in_utc():
    assert times({"exp": NOW - 180})["exp"].startswith("2027-01-15 07:57:00 UTC, ")


@pytest.mark.parametrize("value", ["soon", None, [1], {}, True, 1e300, -(10**30), 10**400])
def test_what_is_no_time_is_told(value):
    payload = json.dumps({"exp": value}).encode()
    raw = ferrojwt.PyJWS().encode(payload, KEY)
    assert "exp: not a time" in inspect_token(raw, None)


def test_token_without_end_is_told():
    assert times({"iat": NOW})["exp"] == "none; the token never expires"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.5, "less than a second"), (1, "1 second"), (59, "59 seconds"), (3600, "1 hour")],
)
def test_duration_is_in_its_largest_unit(seconds, words):
    assert duration(seconds) == words


# The verdict


@pytest.mark.django_db
def test_good_token_is_accepted(verdict, django_user_model):
    user = django_user_model.objects.create(username="alice")
    assert verdict(minted.access(user_id=str(user.pk))) == "Accepted as AccessToken."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (token, "the signature is not of our key"),
        (lambda: minted.access(exp=1), "it has expired"),
        (lambda: minted.access(token_type="sliding"), "it is of another type"),
        (lambda: minted.access(user_id="999"), "User not found"),
    ],
)
def test_reason_of_a_refusal_is_told(raw, reason, verdict):
    assert reason in verdict(raw())


@pytest.mark.django_db
def test_refresh_token_is_told_to_be_one_and_good(verdict, django_user_model):
    user = django_user_model.objects.create(username="alice")
    told = verdict(str(RefreshToken.for_user(user)))
    assert told.startswith("A valid refresh token; not accepted in the Authorization header")


@pytest.mark.django_db
def test_blacklisted_refresh_token_is_told(verdict, django_user_model):
    token = RefreshToken.for_user(django_user_model.objects.create(username="alice"))
    token.blacklist()
    assert "Refused as RefreshToken: " in verdict(str(token))


def test_database_that_keeps_the_blacklist_and_does_not_answer_is_told(verdict, monkeypatch):
    def fail(*args):
        raise OperationalError("no such table")

    monkeypatch.setattr(RefreshToken, "verify", fail)
    told = verdict(minted.access(token_type="refresh"))
    assert told == "Undecided: the database answers OperationalError."


@pytest.mark.django_db
def test_inactive_user_is_told(verdict, django_user_model):
    user = django_user_model.objects.create(username="alice", is_active=False)
    assert "User is inactive" in verdict(minted.access(user_id=str(user.pk)))


def test_database_that_does_not_answer_is_told(verdict, monkeypatch):
    def fail(*args):
        raise OperationalError("no such table")

    monkeypatch.setattr("ferrojwt.django.inspection_by_project.user_of", fail)
    told = verdict(minted.access(user_id="1"))
    assert "the database answers OperationalError" in told
    assert "claims are good" in told


def test_settings_that_fail_are_told(verdict, settings):
    settings.SIMPLE_JWT = {"AUTH_TOKEN_CLASSES": ["nowhere.Token"]}
    assert verdict(token()).startswith("Undecided: the project's settings fail (ImportError")


def test_unusable_key_is_told_and_not_shown(verdict, settings):
    key = "-----BEGIN PRIVATE KEY-----\nsesame\n-----END PRIVATE KEY-----"
    settings.SIMPLE_JWT = {"ALGORITHM": "RS256", "SIGNING_KEY": key, "VERIFYING_KEY": key}
    told = verdict(forge.token({"exp": 1}, {"alg": "RS256", "typ": "JWT"}, key=KEY))
    assert told.startswith(("Undecided: ", "Refused as "))
    assert "sesame" not in told


def test_nothing_is_verified_without_a_project():
    assert "Unverified: there is no Django project" in inspect_token(token(), None)


def test_project_that_cannot_be_loaded_is_told(tmp_path):
    project = Project(tmp_path, "x", settings_failure=Failure("NameError: os", None, 0))
    text = inspect_token(token(), project)
    assert "Unverified: the project cannot be loaded (NameError: os)." in text


# Bad input


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "abc",
        "a.b.c",
        "a.b.c.d",
        "two words here",
        "eyJhbGciOiJIUzI1NiJ9.W10.AA",
        "eyJhbGciOiJIUzI1NiJ9.////.AA",
        "🦀.🦀.🦀",
        "." * 100,
        "A" * (MOST_BYTES + 1),
        "A" * (4 * MOST_BYTES),
    ],
)
def test_bad_input_is_a_clear_error_and_status_1(text, run, tmp_path):
    status, output, errors = run(text, tmp_path)
    assert (status, output) == (1, "")
    assert errors.startswith("ferrojwt: ")
    assert errors.count("\n") == 1


def test_octets_that_are_no_text_are_a_clear_error(run, tmp_path):
    status, output, errors = run(b"\xff\xfe\x00", tmp_path)
    assert (status, output) == (1, "")
    assert errors == "ferrojwt: There is no text on standard input.\n"


def test_deeply_nested_claims_end_in_an_error_or_a_description():
    payload = b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}"
    raw = ferrojwt.PyJWS().encode(payload, KEY)
    with pytest.raises(NotATokenError):
        inspect_token(raw, None)


def test_token_is_no_argument(run):
    with pytest.raises(SystemExit):
        run("", token(), "--token", token())


# The doors


def test_refused_token_has_status_0(run, tmp_path):
    status, output, errors = run(token({"exp": 1}), tmp_path)
    assert (status, errors) == (0, "")
    assert "Unverified" in output


def test_manage_py_has_the_same_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(token({"exp": 1})))
    call_command(jwt.Command(), "inspect")
    assert "Refused as AccessToken: " in capsys.readouterr().out


@pytest.mark.parametrize("control", ["\x1b[31m", "\x9b31m", "\r", "\u202e"])
def test_escape_sequences_of_a_stranger_do_not_reach_the_terminal(run, control):
    header = {"alg": "HS256", "crit": [f"{control}x"]}
    _, output, errors = run(forge.token({"exp": NOW}, header))
    assert control[0] not in output + errors
