"""Time-based one-time passwords (RFC 6238), computed by pyotp.

Guesses are slowed down for each client address, as passwords are. Who has the password and many
addresses may guess on; a site with more to lose counts the wrong codes of an account as well.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pyotp
from django.utils.crypto import constant_time_compare
from rest_framework.exceptions import ValidationError

from tutorial_003.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

# A code is taken one step, of 30 seconds, early and late: clocks differ and people type slowly.
STEPS_AROUND = 1


def start(user: User) -> str:
    """Give ``user`` a new secret; return the URI that an authenticator app reads as a QR code.

    Raises ValidationError, which is answered with 400, where an app is confirmed already.
    """
    totp = pyotp.TOTP(pyotp.random_base32(), name=user.get_username(), issuer="tutorial_003")
    # One statement looks and writes: an app that another request confirms meanwhile stays.
    unconfirmed = User.objects.filter(pk=user.pk, totp_is_confirmed=False)
    if not unconfirmed.update(totp_secret=totp.secret):
        raise ValidationError({"detail": "An app is set up already."})
    return totp.provisioning_uri()


def confirm(user: User, code: str) -> bool:
    """Spend the first code of an app; where it is right, log-in asks for one from now on."""
    return _spend(user, code, totp_is_confirmed=True)


def spend(user: User, code: str) -> bool:
    """Tell whether ``code`` is right and has not been used, and remember that it has been."""
    return _spend(user, code)


def _spend(user: User, code: str, **changes: Any) -> bool:
    # One statement compares and writes: of two requests with one code one is let in, and none
    # with a code of a secret that has been replaced meanwhile.
    return any(
        User.objects.filter(
            pk=user.pk, totp_secret=user.totp_secret, totp_last_step__lt=step
        ).update(totp_last_step=step, **changes)
        for step in _steps_of(user, code)
    )


def _steps_of(user: User, code: str) -> Iterator[int]:
    if not user.totp_secret:
        # No app has been set up, and an empty secret has no codes.
        return
    totp = pyotp.TOTP(user.totp_secret)
    now = int(time.time()) // totp.interval
    for step in range(now - STEPS_AROUND, now + STEPS_AROUND + 1):
        if constant_time_compare(totp.generate_otp(step), code):
            yield step
