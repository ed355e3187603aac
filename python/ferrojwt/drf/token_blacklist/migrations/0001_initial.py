"""The two tables as the first release of simplejwt's app made them."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE


def automatic_id() -> "models.AutoField[int, int]":
    return models.AutoField(
        verbose_name="ID", primary_key=True, auto_created=True, serialize=False
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            "BlacklistedToken",
            [
                ("id", automatic_id()),
                ("blacklisted_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            "OutstandingToken",
            [
                ("id", automatic_id()),
                ("jti", models.UUIDField(unique=True)),
                ("token", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("user", models.ForeignKey(settings.AUTH_USER_MODEL, CASCADE)),
            ],
            options={"ordering": ("user",)},
        ),
        migrations.AddField(
            "BlacklistedToken",
            "token",
            models.OneToOneField("token_blacklist.OutstandingToken", CASCADE),
        ),
    ]
