"""The two helpers: generate a token, verify one."""

# Not called jwt.py: where its folder is on the path, `import jwt` would find this file.

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import ferrojwt as jwt
from django.conf import settings

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def generate_jwt(user: User) -> str:
    """Return a token for ``user``, who has just logged in."""
    # With its time zone, since utcnow() is deprecated.
    now = datetime.now(timezone.utc)
    claims = {
        # The key, since a User has no JSON form and more than the key is nobody's business.
        "user": user.pk,
        "exp": now + settings.JWT_LIFETIME,
        "iat": now,
        "iss": settings.JWT_ISSUER,
    }
    return jwt.encode(claims, settings.JWT_SECRET, algorithm="HS256")


def verify_jwt(token: str) -> dict[str, Any]:
    """Return the claims of ``token``. Raises ferrojwt.InvalidTokenError.

    An error is raised, not returned as a response: a response is as true as claims are, and a
    caller that forgets to tell them apart would let everybody in.
    """
    return jwt.decode(
        token,
        settings.JWT_SECRET,
        algorithms=["HS256"],
        # The issuer is compared only where it is given, and a missing claim is none to compare.
        issuer=settings.JWT_ISSUER,
        options={"require": ["user", "exp", "iat", "iss"]},
    )
