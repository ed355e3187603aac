"""The fixtures that the tests of taking over a database share."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    """Django's dictionary of an empty database."""
    if request.param == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "db.sqlite3")}
    import psycopg

    folder = request.getfixturevalue("postgres")
    name = f"takeover_{uuid.uuid4().hex}"
    with psycopg.connect(
        host=folder, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": folder,
        "USER": "postgres",
        "NAME": name,
    }


@pytest.fixture
def steps_on(database):
    """Let a program of this folder, a project on a package, take steps on the database.

    Returns what the steps return.
    """

    def call(program, package, settings, steps):
        words = [package, json.dumps(database), json.dumps(settings)]
        result = subprocess.run(
            [sys.executable, str(HERE / program), *words],
            input=json.dumps(steps),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return call
