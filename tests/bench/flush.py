#!/usr/bin/env python3
"""Measures flushexpiredtokens on PostgreSQL: `python tests/bench/flush.py [ROWS] [ROWS_LEFT]`.

ROWS expired tokens (1,000,000 by default), every second of them blacklisted, beside ROWS_LEFT
(100,000) that have not expired; simplejwt's command and ours, each on a new database. Printed are
seconds, statements and the peak of the process's memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from importlib import import_module
from pathlib import Path

PACKAGES = ("rest_framework_simplejwt", "ferrojwt.drf")
OUTSTANDING, BLACKLISTED = (
    f"token_blacklist_{name}token" for name in ("outstanding", "blacklisted")
)


def main(rows: str = "1000000", rows_left: str = "100000") -> None:
    from tests.postgres import server

    with server() as socket_folder:
        for package in PACKAGES:
            print(package, json.dumps(measured(package, str(socket_folder), rows, rows_left)))


def measured(package: str, socket_folder: str, rows: str, rows_left: str) -> dict[str, float]:
    """Let a process of its own flush a new database; return what it found."""
    command = [sys.executable, __file__, "flush", package, socket_folder, rows, rows_left]
    result = subprocess.run(command, capture_output=True, text=True, timeout=3600, check=False)
    if result.returncode:
        raise RuntimeError(result.stderr)
    return json.loads(result.stdout.splitlines()[-1])


def flush(package: str, socket_folder: str, rows: str, rows_left: str) -> None:
    import resource

    set_up(package, socket_folder)
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    fill(connection, int(rows), int(rows_left))
    statements = 0

    def counting(execute, sql, params, many, context):
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    with connection.execute_wrapper(counting):
        call_command("flushexpiredtokens", verbosity=0)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT count(*) FROM {OUTSTANDING}), (SELECT count(*) FROM {BLACKLISTED})"  # noqa: S608 - constants
        )
        left = cursor.fetchone()
    print(
        json.dumps(
            {
                "seconds": round(seconds, 2),
                "statements": statements,
                "peak MB": round(peak / 1024),
                "MB before": round(before / 1024),
                "rows left": left,
            }
        )
    )


def set_up(package: str, socket_folder: str) -> None:
    import django
    import psycopg
    from django.conf import settings

    name = f"flush_{uuid.uuid4().hex}"
    with psycopg.connect(
        host=socket_folder, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    settings.configure(
        SECRET_KEY="k" * 64,
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "rest_framework",
            f"{package}.token_blacklist",
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "HOST": socket_folder,
                "USER": "postgres",
                "NAME": name,
            }
        },
    )
    django.setup()
    import_module(f"{package}.tokens")


def fill(connection, rows: int, rows_left: int) -> None:
    insert = f"""
        INSERT INTO {OUTSTANDING} (jti, token, created_at, expires_at)
        SELECT md5(%s || n), repeat('x', 230), now(), now() + %s::interval
        FROM generate_series(1, %s) n
    """  # noqa: S608 - a constant
    with connection.cursor() as cursor:
        cursor.execute(insert, ["expired", "-1 day", rows])
        cursor.execute(insert, ["not", "1 day", rows_left])
        cursor.execute(
            f"INSERT INTO {BLACKLISTED} (blacklisted_at, token_id)"  # noqa: S608 - constants
            f" SELECT now(), id FROM {OUTSTANDING} WHERE id %% 2 = 0",
            [],
        )
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    if sys.argv[1:2] == ["flush"]:
        flush(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
