"""The OpenAPI schema."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

PROJECT = Path(__file__).parent.parent


def test_schema_is_valid_and_complete(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "spectacular", "--validate", "--fail-on-warn"],
        cwd=PROJECT,
        env={**os.environ, "DJANGO_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "openapi: 3" in result.stdout


def test_schema_is_served_to_everyone(client: Client) -> None:
    schema = client.get("/api/schema/").json()
    assert schema["info"]["title"] == "ferrojwt example"
    assert {"/api/token/", "/api/protected/"} <= schema["paths"].keys()


def test_only_the_protected_view_wants_a_token(client: Client) -> None:
    paths = client.get("/api/schema/").json()["paths"]
    secured = [
        path
        for path, methods in paths.items()
        for operation in methods.values()
        if {"jwtAuth": []} in operation.get("security", ())
    ]
    assert secured == ["/api/protected/"]


def test_log_in_takes_an_address_and_answers_a_pair(client: Client) -> None:
    schemas = client.get("/api/schema/").json()["components"]["schemas"]
    assert list(schemas["TokenObtainPairRequest"]["properties"]) == ["email", "password"]
    assert list(schemas["TokenObtainPair"]["properties"]) == ["refresh", "access"]
