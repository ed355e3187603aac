"""A Django project on drf-jwt or on ferrojwt.legacy that does what it is told.

`python legacy_project.py PACKAGE DATABASE SETTINGS`: as `project.py`, with SETTINGS those of
JWT_AUTH.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

import steps
from steps import PASSWORD, application, command, post, protected_view


def main(package: str, database: str, jwt_auth: str) -> None:
    steps.set_up(
        f"{package}.blacklist",
        __name__,
        database,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        JWT_AUTH=json.loads(jwt_auth),
    )
    from django.urls import include, path
    from rest_framework.routers import SimpleRouter

    views = import_module(f"{package}.views")
    scheme = import_module(f"{package}.authentication").JSONWebTokenAuthentication
    listing = import_module(f"{package}.blacklist.views").BlacklistView
    router = SimpleRouter()
    router.register(
        "blacklist", type("View", (listing,), {"authentication_classes": (scheme,)}), "blacklist"
    )
    globals()["urlpatterns"] = [
        path("login", views.obtain_jwt_token),
        path("refresh", views.refresh_jwt_token),
        path("verify", views.verify_jwt_token),
        path("whoami", protected_view(scheme)),
        path("", include(router.urls)),
    ]
    steps.take({**vars(steps), **globals()})


def flush():
    command("delete_stale_tokens")


def login():
    return post("/login", username="alice", password=PASSWORD)[1]["token"]


def refresh(token):
    return post("/refresh", token=token)


def verify(token):
    return post("/verify", token=token)


def blacklist(token, **body):
    return post("/blacklist/", token, **body)[0]


def add_row(token):
    """Insert a row as the first migration of the app has it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO blacklist_blacklistedtoken (token, expires_at, blacklisted_at, user_id)"
            " VALUES (%s, '2999-01-01', '2001-01-01', (SELECT MIN(id) FROM auth_user))",
            [token],
        )


def blacklisted():
    return application().get_model("BlacklistedToken").objects.order_by("pk")


def rows():
    """Ids, texts and users of the blacklisted tokens."""
    values = blacklisted().values_list("token_id", "token", "user__username")
    return [[token_id and str(token_id), *rest] for token_id, *rest in values]


def expire(token):
    blacklisted().filter(token=token).update(expires_at="2001-01-01T00:00:00Z")


if __name__ == "__main__":
    main(*sys.argv[1:])
