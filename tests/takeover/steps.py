"""What both projects of this folder are made of: their settings, and the steps that they share."""

from __future__ import annotations

import json
import sys
from io import StringIO

PASSWORD = "correct horse battery staple"


def set_up(application: str, urlconf: str, database: str, **own):
    """Set Django up with the application whose tables are taken over, and settings of its own."""
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="k" * 64,
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF=urlconf,
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "rest_framework",
            application,
        ],
        DATABASES={"default": json.loads(database)},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        LOGGING_CONFIG=None,
        **own,
    )
    django.setup()


def take(functions):
    """Take the steps of standard input, each a list of a function's name and its arguments."""
    steps = json.load(sys.stdin)
    print(json.dumps([functions[name](*arguments) for name, *arguments in steps]))


def application():
    """The application whose tables are taken over."""
    from django.apps import apps

    return list(apps.get_app_configs())[-1]


def command(*words, **options):
    from django.core.management import call_command

    output = StringIO()
    call_command(*words, stdout=output, **options)
    return output.getvalue()


def migrate(to=None, is_there=False):
    """Migrate everything, or the app to a migration, which may be there in all but name."""
    words = () if to is None else (application().label, to)
    command("migrate", *words, verbosity=0, fake=is_there)


def pending():
    """The migrations of the app that have not been applied."""
    app = application().label
    lines = command("showmigrations", app, "--plan").splitlines()
    names = [line.split()[-1] for line in lines if line.startswith("[ ]")]
    return [name.removeprefix(f"{app}.") for name in names if name.startswith(f"{app}.")]


def model_changes():
    """Whether the models differ from the migrations."""
    try:
        command("makemigrations", application().label, "--check", "--dry-run")
    except SystemExit:
        return True
    return False


def schema():
    """Columns, constraints and indexes of the app's tables, by the names in the database."""
    from django.db import connection

    introspection = connection.introspection
    tables = [model._meta.db_table for model in application().get_models()]
    with connection.cursor() as cursor:
        return {
            table: {
                "columns": [
                    [field.name, str(field.type_code), field.null_ok]
                    for field in introspection.get_table_description(cursor, table)
                ],
                "constraints": introspection.get_constraints(cursor, table),
            }
            for table in tables
        }


def create_user():
    from django.contrib.auth import get_user_model

    get_user_model().objects.create_user("alice", password=PASSWORD)


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


def whoami(token):
    from rest_framework.test import APIClient

    return APIClient().get("/whoami", HTTP_AUTHORIZATION=f"Bearer {token}").status_code


def post(path, bearer=None, **body):
    from rest_framework.test import APIClient

    headers = {} if bearer is None else {"HTTP_AUTHORIZATION": f"Bearer {bearer}"}
    response = APIClient().post(path, body, format="json", **headers)
    return response.status_code, response.json()
