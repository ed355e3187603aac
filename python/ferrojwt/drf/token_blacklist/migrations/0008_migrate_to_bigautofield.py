"""Ids of 64 bits."""

from django.db import migrations, models


def big_id() -> "models.BigAutoField[int, int]":
    return models.BigAutoField(
        verbose_name="ID", primary_key=True, auto_created=True, serialize=False
    )


class Migration(migrations.Migration):
    dependencies = [("token_blacklist", "0007_auto_20171017_2214")]
    operations = [
        migrations.AlterField("BlacklistedToken", "id", big_id()),
        migrations.AlterField("OutstandingToken", "id", big_id()),
    ]
