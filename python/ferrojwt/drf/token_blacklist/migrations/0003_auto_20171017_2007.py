"""Copies the token ids from the UUID column to the text column."""

from typing import Any
from uuid import UUID

from django.db import migrations


def rows(apps: Any, schema_editor: Any) -> Any:
    model = apps.get_model("token_blacklist", "OutstandingToken")
    return model.objects.using(schema_editor.connection.alias).all()


def uuid_to_text(apps: Any, schema_editor: Any) -> None:
    for row in rows(apps, schema_editor):
        row.jti_hex = row.jti.hex
        row.save(update_fields=["jti_hex"])


def text_to_uuid(apps: Any, schema_editor: Any) -> None:
    for row in rows(apps, schema_editor):
        row.jti = UUID(hex=row.jti_hex)
        row.save(update_fields=["jti"])


class Migration(migrations.Migration):
    dependencies = [("token_blacklist", "0002_outstandingtoken_jti_hex")]
    operations = [migrations.RunPython(uuid_to_text, text_to_uuid)]
