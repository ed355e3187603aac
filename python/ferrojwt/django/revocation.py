"""Revoked tokens, kept by id in Django's cache until they would expire by themselves.

Nothing asks :func:`is_revoked` by itself: neither the authentication class nor the middleware does.
A token class of the project does, listed in ``AUTH_TOKEN_CLASSES``, or a view.
"""

from __future__ import annotations

import hashlib
import math
import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from .authentication import validated_token
from .conf import api_settings
from .exceptions import IrrevocableTokenError

if TYPE_CHECKING:
    from .authentication import Token

# Django's cache in the database makes room by dropping the keys that sort first.
_KEY_PREFIX = "zz.ferrojwt.revoked."

# Two days before the end of the year 9999: a cache may add its time zone.
_LATEST = datetime(9999, 12, 30, tzinfo=timezone.utc).timestamp()


def revoke(token: Token | str | bytes, *, using: str = DEFAULT_CACHE_ALIAS) -> None:
    """Remember that ``token`` is revoked, for as long as it could still be used.

    token: a token object, which is believed, or a compact JWT, which one of
    ``AUTH_TOKEN_CLASSES`` has to accept.  using: the alias in ``CACHES``.

    A token object that has expired is left alone.  Raises Refused for text that is not accepted
    (an expired token too); IrrevocableTokenError, a TokenError as well, for a token without usable
    id or ``exp``; ImproperlyConfigured where the project's tokens have no ids, and where the cache
    has not kept the entry.
    """
    token = _token_object(token)
    key = _cache_key(token.payload)
    seconds = math.ceil(_last_use(token.payload) - time.time())
    if seconds <= 0:
        return
    cache = caches[using]
    cache.set(key, True, timeout=seconds)
    # Caches lose what they cannot store without a word; a log-out must not.
    if not cache.has_key(key):
        raise ImproperlyConfigured(
            f"CACHES[{using!r}] does not keep what it is given, so the token is not revoked. "
            "Use a cache that the processes share: Redis, or the database."
        )


def is_revoked(token: Token | str | bytes, *, using: str = DEFAULT_CACHE_ALIAS) -> bool:
    """Tell whether ``token`` has been revoked; its arguments and errors are :func:`revoke`'s.

    Text that is not accepted raises Refused rather than being called "not revoked".
    """
    return caches[using].has_key(_cache_key(_token_object(token).payload))


def _token_object(token: Token | str | bytes) -> Token:
    return validated_token(token) if isinstance(token, (str, bytes)) else token


def _cache_key(claims: dict[str, Any]) -> str:
    claim = api_settings.JTI_CLAIM
    if claim is None:
        raise ImproperlyConfigured(
            "SIMPLE_JWT['JTI_CLAIM'] is None: tokens without ids cannot be revoked."
        )
    jti = claims.get(claim)
    if not isinstance(jti, str) or not jti:
        raise IrrevocableTokenError(_("Token has no id"), "token_not_valid")
    # An issuer may use any text as an id, and caches take neither spaces nor long keys.
    return _KEY_PREFIX + hashlib.sha256(jti.encode(errors="surrogatepass")).hexdigest()


def _last_use(claims: dict[str, Any]) -> float:
    """Return the last moment, in seconds since 1970-01-01 UTC, at which the id is of use."""
    moments = [_seconds(claims.get("exp"))]
    # A sliding token keeps its id when it is exchanged for one that lives longer.
    last_exchange = claims.get(api_settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM)
    if last_exchange is not None:
        lifetime: timedelta = api_settings.SLIDING_TOKEN_LIFETIME
        moments.append(_seconds(last_exchange) + lifetime.total_seconds())
    leeway = api_settings.LEEWAY or 0
    seconds = leeway.total_seconds() if isinstance(leeway, timedelta) else leeway
    return min(max(moments) + seconds, _LATEST)


def _seconds(moment: Any) -> float:
    if isinstance(moment, bool) or not isinstance(moment, (int, float)):
        raise _no_time()
    try:
        datetime.fromtimestamp(moment, tz=timezone.utc)
    except (OverflowError, ValueError, OSError) as error:
        raise _no_time() from error
    return moment


def _no_time() -> IrrevocableTokenError:
    return IrrevocableTokenError(_("Token is invalid"), "token_not_valid")
