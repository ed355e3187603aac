"""The PostgreSQL server of a test session."""

from __future__ import annotations

import os

import pytest

from tests.postgres import PostgresMissingError, server


@pytest.fixture(scope="session")
def postgres():
    """The folder of the socket of a server that is there for this session."""
    pytest.importorskip("psycopg", reason="psycopg, which PostgreSQL is reached by, is missing")
    try:
        running = server()
        folder = running.__enter__()
    except PostgresMissingError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))
    yield str(folder)
    running.__exit__(None, None, None)
