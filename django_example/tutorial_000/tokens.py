"""Reading and making tokens, with the calls of PyJWT 1.x."""

from __future__ import annotations

# With its time zone, since utcnow() is deprecated.
from datetime import datetime, timezone
from typing import Any

import jwt
from django.conf import settings
from rest_framework.exceptions import AuthenticationFailed


def encode_token(claims: dict[str, Any]) -> str:
    """Return a token with ``claims``, which lives as long as the settings say.

    The tutorial's log-in leaves ``exp`` out, and its tokens would live for ever.
    """
    expiry = datetime.now(timezone.utc) + settings.JWT_AUTH["JWT_EXPIRATION_DELTA"]
    return jwt.encode({**claims, "exp": expiry}, settings.SECRET_KEY).decode("utf-8")


def decode_token(token: str) -> dict[str, Any]:
    """Return the claims of ``token``; raises AuthenticationFailed, which is answered with 401.

    The tutorial's function passes over the error and returns a name that has no value then. Only
    errors of tokens are caught: a bare ``except`` would call every bug an invalid token.
    """
    try:
        return jwt.decode(token, settings.SECRET_KEY)
    except jwt.ExpiredSignatureError as error:
        raise AuthenticationFailed("Token expired") from error
    except jwt.InvalidTokenError as error:
        raise AuthenticationFailed("Invalid token") from error
