"""`python -m ferrojwt.help`: what a bug report should say."""

import importlib.metadata
import json
import platform
import subprocess
import sys

import pytest

import ferrojwt
from ferrojwt import help as ferrojwt_help


def test_the_version_is_told_beside_that_of_the_pyjwt_it_follows():
    info = ferrojwt_help.info()

    assert info["ferrojwt"] == {"version": ferrojwt.__version__}
    assert info["pyjwt"] == {"version": "2.15.1"}


def test_the_rest_is_what_pyjwt_tells():
    oracle = pytest.importorskip("jwt.help")

    info = ferrojwt_help.info()
    del info["ferrojwt"]

    assert info == oracle.info()


def test_the_version_of_cryptography_is_told():
    pytest.importorskip("cryptography")

    version = importlib.metadata.version("cryptography")
    assert ferrojwt_help.info()["cryptography"] == {"version": version}


def test_without_cryptography_its_version_is_empty(monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography", None)

    assert ferrojwt_help.info()["cryptography"] == {"version": ""}


def test_a_platform_that_cannot_be_asked_is_unknown(monkeypatch):
    def refuse():
        raise OSError

    monkeypatch.setattr(platform, "release", refuse)

    assert ferrojwt_help.info()["platform"] == {"system": "Unknown", "release": "Unknown"}


def test_another_implementation_has_an_unknown_version(monkeypatch):
    monkeypatch.setattr(platform, "python_implementation", lambda: "Other")

    expected = {"name": "Other", "version": "Unknown"}
    assert ferrojwt_help.info()["implementation"] == expected


def test_main_prints_sorted_json(capsys):
    ferrojwt_help.main()

    output = capsys.readouterr().out
    assert output == json.dumps(ferrojwt_help.info(), sort_keys=True, indent=2) + "\n"


def test_the_module_can_be_run():
    command = [sys.executable, "-m", "ferrojwt.help"]

    completed = subprocess.run(command, capture_output=True, text=True, check=True)

    assert json.loads(completed.stdout) == ferrojwt_help.info()
