import uuid
from typing import Any

from django.db import migrations, models

import ferrojwt as jwt


def add_token_ids(apps: Any, schema_editor: Any) -> None:
    """Give the rows of tokens that have an id that id."""
    rows = apps.get_model("blacklist", "BlacklistedToken").objects.using(
        schema_editor.connection.alias
    )
    for row in rows.filter(token_id=None).iterator():
        row.token_id = _id_of(row.token)
        if row.token_id is not None:
            row.save(update_fields=["token_id"])


def _id_of(token: str) -> "uuid.UUID | None":
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
        return uuid.UUID(claims.get("orig_jti") or claims.get("jti"))
    except (jwt.InvalidTokenError, AttributeError, TypeError, ValueError):
        # A row that somebody has made by hand; it goes on blocking by its text.
        return None


class Migration(migrations.Migration):
    dependencies = [("blacklist", "0001_initial")]

    operations = [
        migrations.AddField(
            "blacklistedtoken", "token_id", models.UUIDField(db_index=True, null=True)
        ),
        migrations.AlterField(
            "blacklistedtoken", "token", models.TextField(db_index=True, null=True)
        ),
        migrations.RunPython(add_token_ids, migrations.RunPython.noop),
        migrations.AddConstraint(
            "blacklistedtoken",
            models.CheckConstraint(
                condition=models.Q(token_id__isnull=False) | models.Q(token__isnull=False),
                name="token_or_id_not_null",
            ),
        ),
    ]
