"""Keeps the name in the history; simplejwt has no 0009, and this joined the branches around it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("token_blacklist", "0010_fix_migrate_to_bigautofield")]
    operations = []
