"""The ids as the models declare them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("token_blacklist", "0008_migrate_to_bigautofield")]
    operations = [
        migrations.AlterField(name, "id", models.BigAutoField(primary_key=True, serialize=False))
        for name in ("BlacklistedToken", "OutstandingToken")
    ]
