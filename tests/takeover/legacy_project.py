"""A Django project on drf-jwt or on ferrojwt.legacy that does what it is told.

`python legacy_project.py PACKAGE DATABASE SETTINGS`: as `project.py`, with SETTINGS those of
JWT_AUTH.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

from project import PASSWORD, command, create_user, migrate, protected_view

__all__ = ["create_user", "migrate"]

APP = "blacklist"


def main(package: str, database: str, jwt_auth: str) -> None:
    import django
    from django.conf import settings
    from django.urls import include, path

    settings.configure(
        SECRET_KEY="k" * 64,
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "rest_framework",
            f"{package}.blacklist",
        ],
        DATABASES={"default": json.loads(database)},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        JWT_AUTH=json.loads(jwt_auth),
        LOGGING_CONFIG=None,
    )
    django.setup()
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
    steps = json.load(sys.stdin)
    print(json.dumps([globals()[name](*arguments) for name, *arguments in steps]))


def migrate_to(name):
    command("migrate", APP, name, verbosity=0)


def pending():
    """The migrations of the app that have not been applied."""
    lines = command("showmigrations", APP, "--plan").splitlines()
    return [
        line.split()[-1].partition(".")[2]
        for line in lines
        if line.startswith("[ ]") and f"{APP}." in line
    ]


def model_changes():
    """Whether the models differ from the migrations."""
    try:
        command("makemigrations", APP, "--check", "--dry-run")
    except SystemExit:
        return True
    return False


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


def whoami(token):
    from rest_framework.test import APIClient

    return APIClient().get("/whoami", HTTP_AUTHORIZATION=f"Bearer {token}").status_code


def post(path, bearer=None, **body):
    from rest_framework.test import APIClient

    headers = {} if bearer is None else {"HTTP_AUTHORIZATION": f"Bearer {bearer}"}
    response = APIClient().post(path, body, format="json", **headers)
    return response.status_code, response.json()


def add_row(token):
    """Insert a row as the first migration of the app has it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO blacklist_blacklistedtoken (token, expires_at, blacklisted_at, user_id)"
            " VALUES (%s, '2999-01-01', '2001-01-01', (SELECT MIN(id) FROM auth_user))",
            [token],
        )


def rows():
    """Ids, texts and users of the blacklisted tokens."""
    model = import_module("django.apps").apps.get_model(APP, "BlacklistedToken")
    values = model.objects.order_by("pk").values_list("token_id", "token", "user__username")
    return [[token_id and str(token_id), *rest] for token_id, *rest in values]


def expire(token):
    model = import_module("django.apps").apps.get_model(APP, "BlacklistedToken")
    model.objects.filter(token=token).update(expires_at="2001-01-01T00:00:00Z")


def schema():
    """Columns, constraints and indexes of the app's table, by the names in the database."""
    from django.db import connection

    table = f"{APP}_blacklistedtoken"
    with connection.cursor() as cursor:
        introspection = connection.introspection
        return {
            "columns": [
                [field.name, str(field.type_code), field.null_ok]
                for field in introspection.get_table_description(cursor, table)
            ],
            "constraints": introspection.get_constraints(cursor, table),
        }


if __name__ == "__main__":
    main(*sys.argv[1:])
