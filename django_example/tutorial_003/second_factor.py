"""Time-based one-time passwords (RFC 6238), computed by pyotp.

Guesses are slowed down for each client address, as passwords are. Who has the password and many
addresses may guess on; a site with more to lose counts the wrong codes of an account as well.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pyotp
from django.utils.crypto import constant_time_compare

from tutorial_003.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

# A code is taken one step, of 30 seconds, early and late: clocks differ and people type slowly.
STEPS_AROUND = 1


def start(user: User) -> str:
    """Give ``user`` a new secret; return the URI that an authenticator app reads as a QR code."""
    user.totp_secret = pyotp.random_base32()
    user.save(update_fields=["totp_secret"])
    totp = pyotp.TOTP(user.totp_secret, name=user.get_username(), issuer="tutorial_003")
    return totp.provisioning_uri()


def spend(user: User, code: str) -> bool:
    """Tell whether ``code`` is right and has not been used, and remember that it has been.

    One statement compares and writes, so that of two requests with one code one is let in.
    """
    return any(
        User.objects.filter(pk=user.pk, totp_last_step__lt=step).update(totp_last_step=step)
        for step in _steps_of(user, code)
    )


def _steps_of(user: User, code: str) -> Iterator[int]:
    totp = pyotp.TOTP(user.totp_secret)
    now = int(time.time()) // totp.interval
    for step in range(now - STEPS_AROUND, now + STEPS_AROUND + 1):
        if constant_time_compare(totp.generate_otp(step), code):
            yield step
