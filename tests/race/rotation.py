#!/usr/bin/env python3
"""Presents one refresh token from several threads at once, round after round.

    python tests/race/rotation.py PACKAGE DATABASE [--atomic-requests] [--unlisted]
        [--endpoint refresh|blacklist] [--threads N] [--rounds N]

PACKAGE is `ferrojwt.drf` or `rest_framework_simplejwt`; DATABASE is `sqlite`, or the folder of the
socket of a PostgreSQL server on which the role `postgres` needs no password. The last line printed
is a JSON object: in how many rounds how many requests succeeded, and how often each status came.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import threading
from collections import Counter
from importlib import import_module
from pathlib import Path

RACERS = 8
ROUNDS = 40


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("package")
    parser.add_argument("database")
    parser.add_argument("--atomic-requests", action="store_true")
    parser.add_argument("--unlisted", action="store_true", help="tokens that no row knows of yet")
    parser.add_argument("--endpoint", choices=["refresh", "blacklist"], default="refresh")
    parser.add_argument("--threads", type=int, default=RACERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(options, Path(folder))
        print(json.dumps(race(options)))


def set_up(options: argparse.Namespace, folder: Path) -> None:
    import django
    from django.conf import settings

    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "race.sqlite3"}
    if options.database != "sqlite":
        database = {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": options.database,
            "USER": "postgres",
            "NAME": create_database(options.database),
        }
    settings.configure(
        SECRET_KEY="k" * 64,
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "rest_framework",
            f"{options.package}.token_blacklist",
        ],
        DATABASES={
            "default": {
                **database,
                "ATOMIC_REQUESTS": options.atomic_requests,
                "CONN_MAX_AGE": None,
            }
        },
        SIMPLE_JWT={"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True},
        LOGGING_CONFIG=None,
    )
    django.setup()
    from django.core.management import call_command
    from django.urls import path

    call_command("migrate", verbosity=0)
    views = import_module(f"{options.package}.views")
    globals()["urlpatterns"] = [
        path("refresh", views.TokenRefreshView.as_view()),
        path("blacklist", views.TokenBlacklistView.as_view()),
    ]


def create_database(socket_folder: str) -> str:
    import psycopg

    name = f"race_{Path(tempfile.mktemp()).name.lower()}"  # noqa: S306 - only the name is used
    with psycopg.connect(
        host=socket_folder, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return name


def race(options: argparse.Namespace) -> dict[str, object]:
    from django.contrib.auth import get_user_model
    from django.core.wsgi import get_wsgi_application

    tokens = import_module(f"{options.package}.tokens")
    application = get_wsgi_application()
    user = get_user_model().objects.create_user("racer")
    statuses: Counter[int] = Counter()
    successes: Counter[int] = Counter()
    presented: list[str] = []
    answers: list[int] = []
    barrier = threading.Barrier(options.threads + 1)

    def racer() -> None:
        from django.db import connection

        for _round in range(options.rounds):
            barrier.wait()
            answers.append(post(application, f"/{options.endpoint}", {"refresh": presented[-1]}))
            barrier.wait()
        connection.close()

    threads = [threading.Thread(target=racer) for _ in range(options.threads)]
    for thread in threads:
        thread.start()
    for _round in range(options.rounds):
        presented.append(str(token_for(tokens, user, options.unlisted)))
        answers.clear()
        barrier.wait()
        barrier.wait()
        statuses.update(answers)
        successes[answers.count(200)] += 1
    for thread in threads:
        thread.join()
    return {
        "rounds by number of successes": dict(sorted(successes.items())),
        "answers by status": dict(sorted(statuses.items())),
    }


def token_for(tokens, user, is_unlisted: bool):
    if not is_unlisted:
        return tokens.RefreshToken.for_user(user)
    token = tokens.RefreshToken()
    token["user_id"] = str(user.pk)
    return token


def post(application, path: str, body: dict[str, str]) -> int:
    """Send a request through the WSGI application; return the status of the answer."""
    content = json.dumps(body).encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.input": io.BytesIO(content),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
    answered: list[str] = []
    response = application(environ, lambda status, _headers: answered.append(status))
    for _part in response:
        pass
    response.close()
    return int(answered[0].split()[0])


if __name__ == "__main__":
    main()
