"""``keygen``: keys that sign, and settings that work as they are pasted."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command, get_commands

import ferrojwt
from ferrojwt.__main__ import main
from ferrojwt.django import keygen
from ferrojwt.django.kinds import ALGORITHMS
from ferrojwt.django.management.commands import jwt
from ferrojwt.drf.tokens import AccessToken

every_kind = pytest.mark.parametrize("kind", keygen.KINDS)
PAIRS = [kind for kind in keygen.KINDS if kind != "secret"]
every_pair = pytest.mark.parametrize("kind", PAIRS)


@pytest.fixture
def run(capsys):
    """Run ``python -m ferrojwt keygen`` in this process."""

    def run(*arguments):
        status = main(["keygen", *map(str, arguments)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def pasted(output, monkeypatch):
    """Return ``SIMPLE_JWT`` as a project has it that has pasted the output beside its own."""
    line = re.search(r'(?m)^JWT_SIGNING_KEY="(.+)"$', output)
    if line:
        monkeypatch.setenv("JWT_SIGNING_KEY", line[1])
    names = {"timedelta": timedelta}
    imports, entries = re.findall(r"(?ms)^# settings\.py, [^\n]+\n(.+?)(?=^# settings|\Z)", output)
    own = '"ACCESS_TOKEN_LIFETIME": timedelta(1),\n'
    text = f"{imports}\nSIMPLE_JWT = {{\n{own}{entries}}}"
    exec(text, names)  # noqa: S102 - it is pasted to be run
    return names["SIMPLE_JWT"]


@every_kind
def test_pasted_settings_sign_and_verify(kind, run, settings, monkeypatch):
    status, output, _ = run(kind)
    assert status == 0
    settings.SIMPLE_JWT = pasted(output, monkeypatch)
    assert settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"] == timedelta(1)
    token = str(AccessToken())
    assert AccessToken(token).payload["token_type"] == "access"
    assert ferrojwt.get_unverified_header(token)["alg"] == keygen.KINDS[kind]


@every_kind
def test_nothing_that_is_pasted_assigns_simple_jwt_anew(kind, run):
    assert not re.search(r"(?m)^SIMPLE_JWT\b", run(kind)[1])


def test_who_pastes_is_told_what_reads_env_and_what_becomes_of_other_tokens(run):
    _, output, _ = run()
    assert "Django does not read it" in output
    assert "Tokens that another key has signed are refused" in output


@every_kind
def test_settings_read_the_written_key(kind, run, settings, monkeypatch, tmp_path):
    status, output, _ = run(kind, "--output", tmp_path / "key")
    private = (tmp_path / "key").read_text("ascii")
    assert status == 0
    assert private.split("\n")[1 if kind in PAIRS else 0] not in output
    settings.SIMPLE_JWT = pasted(output, monkeypatch)
    assert AccessToken(str(AccessToken())).payload["token_type"] == "access"


def test_relative_file_is_named_absolutely(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, output, _ = run("--output", "key")
    assert str(tmp_path / "key") in output


def test_secret_is_the_default_and_long_enough_for_every_hash(run):
    _, output, _ = run()
    secret = re.search(r'JWT_SIGNING_KEY="(.+)"', output)[1]
    signer = ferrojwt.get_algorithm_by_name("HS512")
    assert signer.check_key_length(signer.prepare_key(secret)) is None


def test_two_secrets_differ(run):
    assert run()[1] != run()[1]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_written_key_is_its_owners_alone(run, tmp_path):
    before = os.umask(0)
    try:
        run("--output", tmp_path / "key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_file_that_exists_is_left_alone(run, tmp_path):
    (tmp_path / "key").write_text("old", "ascii")
    status, output, errors = run("--output", tmp_path / "key")
    assert (status, output) == (1, "")
    assert "no key is ever overwritten" in errors
    assert (tmp_path / "key").read_text("ascii") == "old"


@pytest.mark.skipif(os.name != "posix", reason="symbolic links may need privileges")
def test_link_to_a_file_that_does_not_exist_is_not_followed(run, tmp_path):
    (tmp_path / "key").symlink_to(tmp_path / "elsewhere")
    assert run("--output", tmp_path / "key")[0] == 1
    assert not (tmp_path / "elsewhere").exists()


def test_directory_that_does_not_exist_is_told(run, tmp_path):
    status, output, errors = run("--output", tmp_path / "nowhere" / "key")
    assert (status, output) == (1, "")
    assert "cannot be written: No such file or directory" in errors


@every_pair
def test_pair_is_read_by_cryptography(kind):
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    key = keygen.make_key(kind)
    private = serialization.load_pem_private_key(key.private.encode(), None)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    assert public.decode() == key.public


def test_every_run_makes_another_key():
    assert keygen.make_key("p256").private != keygen.make_key("p256").private


@every_kind
def test_neither_cryptography_nor_django_is_needed(kind):
    program = (
        "import sys; sys.modules['cryptography'] = sys.modules['django'] = None\n"
        "from ferrojwt.__main__ import main; sys.exit(main(['keygen', sys.argv[1]]))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, kind], capture_output=True, text=True, check=False
    )
    assert (result.returncode, "JWT_SIGNING_KEY=" in result.stdout) == (0, True)


def test_repr_does_not_show_the_key():
    assert repr(keygen.make_key("secret")) == "<NewKey secret>"


def test_kinds_are_for_algorithms_that_the_settings_take():
    assert {*keygen.KINDS.values()} <= {*ALGORITHMS}


@pytest.mark.parametrize("app", ["ferrojwt.django", "ferrojwt.drf"])
def test_manage_py_has_the_commands_with_either_application(app, settings, capsys):
    settings.INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", app]
    assert get_commands()["jwt"] == app
    call_command("jwt", "keygen")
    assert "SIGNING_KEY" in capsys.readouterr().out


def test_manage_py_has_the_same_command(capsys, tmp_path):
    call_command(jwt.Command(), "keygen", "secret", "--output", str(tmp_path / "key"))
    assert "# settings.py" in capsys.readouterr().out
    assert len((tmp_path / "key").read_text("ascii")) > 64


@pytest.mark.parametrize("name", ["key-\U0001f511", 'it\'s a "key"'])
def test_settings_read_a_key_whose_name_is_odd(run, settings, monkeypatch, tmp_path, name):
    _, output, _ = run("--output", tmp_path / name)
    settings.SIMPLE_JWT = pasted(output, monkeypatch)
    assert AccessToken(str(AccessToken())).payload["token_type"] == "access"
