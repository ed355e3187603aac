"""The text column becomes required and unique."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("token_blacklist", "0003_auto_20171017_2007")]
    operations = [
        migrations.AlterField(
            "OutstandingToken", "jti_hex", models.CharField(max_length=255, unique=True)
        ),
    ]
