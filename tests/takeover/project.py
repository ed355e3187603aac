"""A Django project on simplejwt or on ferrojwt.drf that does what it is told.

`python project.py PACKAGE DATABASE SETTINGS`: DATABASE is Django's dictionary and SETTINGS that of
SIMPLE_JWT, both as JSON. Standard input is a JSON list of steps, each a list of a function's name
below or in `steps` and its arguments; standard output is the list of what they return.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

import steps
from steps import PASSWORD, application, command, post, protected_view


def main(package: str, database: str, simple_jwt: str) -> None:
    steps.set_up(
        f"{package}.token_blacklist", __name__, database, SIMPLE_JWT=json.loads(simple_jwt)
    )
    from django.urls import path

    views = import_module(f"{package}.views")
    scheme = import_module(f"{package}.authentication").JWTAuthentication
    globals()["urlpatterns"] = [
        path("token", views.TokenObtainPairView.as_view()),
        path("refresh", views.TokenRefreshView.as_view()),
        path("blacklist", views.TokenBlacklistView.as_view()),
        path("whoami", protected_view(scheme)),
    ]
    steps.take({**vars(steps), **globals()})


def flush():
    command("flushexpiredtokens")


def login():
    return post("/token", username="alice", password=PASSWORD)[1]


def refresh(token):
    return post("/refresh", refresh=token)


def blacklist(token):
    return post("/blacklist", refresh=token)


def outstanding():
    return application().get_model("OutstandingToken").objects.order_by("pk")


def rows():
    """The ids of the outstanding tokens with their users, and those of the blacklisted ones."""
    blacklisted = application().get_model("BlacklistedToken").objects.order_by("pk")
    return [
        list(outstanding().values_list("jti", "user__username")),
        list(blacklisted.values_list("token__jti", flat=True)),
    ]


def texts():
    """What the rows keep of the tokens."""
    return list(outstanding().values_list("token", flat=True))


def expire(jti):
    outstanding().filter(jti=jti).update(expires_at="2001-01-01T00:00:00Z")


if __name__ == "__main__":
    main(*sys.argv[1:])
