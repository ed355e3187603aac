"""An index for flushexpiredtokens: the one step beyond simplejwt's migrations.

It adds no column, so simplejwt runs on the table as before.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("token_blacklist", "0013_alter_blacklistedtoken_options_and_more")]
    operations = [
        migrations.AddIndex(
            "OutstandingToken",
            models.Index(fields=["expires_at"], name="token_blacklist_expires_at"),
        ),
    ]
