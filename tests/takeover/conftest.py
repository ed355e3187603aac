"""The fixtures that the tests of taking over a database share."""

from __future__ import annotations

import uuid

import pytest


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
