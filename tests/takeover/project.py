"""A Django project on simplejwt or on ferrojwt.drf that does what it is told.

`python project.py PACKAGE DATABASE SETTINGS`: DATABASE is Django's dictionary and SETTINGS that of
SIMPLE_JWT, both as JSON. Standard input is a JSON list of steps, each a list of a function's name
below and its arguments; standard output is the list of what they return.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from io import StringIO

PASSWORD = "correct horse battery staple"
APP = "token_blacklist"


def main(package: str, database: str, simple_jwt: str) -> None:
    import django
    from django.conf import settings
    from django.urls import path

    settings.configure(
        SECRET_KEY="k" * 64,
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "rest_framework",
            f"{package}.token_blacklist",
        ],
        DATABASES={"default": json.loads(database)},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SIMPLE_JWT=json.loads(simple_jwt),
        LOGGING_CONFIG=None,
    )
    django.setup()
    views = import_module(f"{package}.views")
    scheme = import_module(f"{package}.authentication").JWTAuthentication
    globals()["urlpatterns"] = [
        path("token", views.TokenObtainPairView.as_view()),
        path("refresh", views.TokenRefreshView.as_view()),
        path("blacklist", views.TokenBlacklistView.as_view()),
        path("whoami", protected_view(scheme)),
    ]
    steps = json.load(sys.stdin)
    print(json.dumps([globals()[name](*arguments) for name, *arguments in steps]))


def protected_view(scheme):
    from rest_framework.permissions import IsAuthenticated
    from rest_framework.response import Response
    from rest_framework.views import APIView

    class WhoAmIView(APIView):
        authentication_classes = (scheme,)
        permission_classes = (IsAuthenticated,)

        def get(self, request):
            return Response({"id": request.user.pk})

    return WhoAmIView.as_view()


def command(*words, **options):
    from django.core.management import call_command

    output = StringIO()
    call_command(*words, stdout=output, **options)
    return output.getvalue()


def migrate(to=None, is_there=False):
    """Migrate everything, or the app to a migration, which may be there in all but name."""
    words = () if to is None else (APP, to)
    command("migrate", *words, verbosity=0, fake=is_there)


def pending():
    """The migrations of the app that have not been applied."""
    lines = command("showmigrations", APP, "--plan").splitlines()
    return [line.split()[-1].partition(".")[2] for line in lines if line.startswith("[ ]")]


def model_changes():
    """Whether the models differ from the migrations."""
    try:
        command("makemigrations", APP, "--check", "--dry-run")
    except SystemExit:
        return True
    return False


def flush():
    command("flushexpiredtokens")


def create_user():
    from django.contrib.auth import get_user_model

    get_user_model().objects.create_user("alice", password=PASSWORD)


def login():
    return post("/token", username="alice", password=PASSWORD)[1]


def refresh(token):
    return post("/refresh", refresh=token)


def blacklist(token):
    return post("/blacklist", refresh=token)


def whoami(token):
    from rest_framework.test import APIClient

    return APIClient().get("/whoami", HTTP_AUTHORIZATION=f"Bearer {token}").status_code


def post(path, **body):
    from rest_framework.test import APIClient

    response = APIClient().post(path, body, format="json")
    return response.status_code, response.json()


def rows():
    """The ids of the outstanding tokens with their users, and those of the blacklisted ones."""
    models = import_module("django.apps").apps.get_app_config(APP).models
    outstanding = models["outstandingtoken"].objects.order_by("pk")
    blacklisted = models["blacklistedtoken"].objects.order_by("pk")
    return [
        list(outstanding.values_list("jti", "user__username")),
        list(blacklisted.values_list("token__jti", flat=True)),
    ]


def texts():
    """What the rows keep of the tokens."""
    rows = import_module("django.apps").apps.get_model(APP, "OutstandingToken").objects
    return list(rows.order_by("pk").values_list("token", flat=True))


def expire(jti):
    import_module("django.apps").apps.get_model(APP, "OutstandingToken").objects.filter(
        jti=jti
    ).update(expires_at="2001-01-01T00:00:00Z")


def schema():
    """Columns, constraints and indexes of the app's tables, by the names in the database."""
    from django.db import connection

    tables = (f"{APP}_outstandingtoken", f"{APP}_blacklistedtoken")
    with connection.cursor() as cursor:
        introspection = connection.introspection
        return [
            {
                "columns": [
                    [field.name, str(field.type_code), field.null_ok]
                    for field in introspection.get_table_description(cursor, table)
                ],
                "constraints": introspection.get_constraints(cursor, table),
            }
            for table in tables
        ]


if __name__ == "__main__":
    main(*sys.argv[1:])
