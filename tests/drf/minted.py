"""Tokens of the project under test, made with the standard library alone."""

from __future__ import annotations

import json
import time

from django.conf import settings

from tests.core import forge

ABSENT = object()
FAR = 4_000_000_000  # Seconds: in the year 2096.


def claims(kind="access", /, **changes):
    """The claims of a good token, some of them replaced or, with ABSENT, left out."""
    good = {
        "token_type": kind,
        "exp": FAR,
        "iat": int(time.time()) - 60,
        "jti": "0123456789abcdef0123456789abcdef",
        "user_id": "1",
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not ABSENT}


def token(payload, header=None):
    """A rightly signed token of `payload`, a dict or the bytes of its JSON."""
    return forge.token(payload, header, key=settings.SECRET_KEY)


def access(**changes):
    return token(claims("access", **changes))


def sliding(**changes):
    return token(claims("sliding", **{"refresh_exp": FAR, **changes}))


def refresh(**changes):
    return token(claims("refresh", **changes))


def payload(text):
    """The claims of a token, whoever has signed it."""
    return json.loads(forge.payload_bytes(text))
