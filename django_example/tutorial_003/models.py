"""The tutorial's user model, with a second factor."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A user who may have an authenticator app.

    The app's secret can be read in the database, since each code is computed from it; a site
    with more to lose encrypts the column.
    """

    totp_secret = models.CharField(max_length=32, blank=True)
    # Whether a code has proved that the app has the secret.
    totp_is_confirmed = models.BooleanField(default=False)
    # The time step of the code that was used last: it and all before it are spent.
    totp_last_step = models.BigIntegerField(default=0)
