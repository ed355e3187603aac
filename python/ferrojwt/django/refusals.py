"""Why a token was refused: for the log, and in the words of RFC 6750.

The log names the key id, the token's id and the user's id; never a token, nor a part of one.
``docs/LOGGING.md`` lists what is logged at which level.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation

import ferrojwt as jwt

from .conf import api_settings
from .exceptions import TokenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django_stubs_ext import StrOrPromise

logger = logging.getLogger("ferrojwt")

# Nobody issues access tokens of that size, and reading a refused one again costs time.
_MAX_INSPECTED_BYTES = 8192
# Shorter than any signed token, so that a token put into another's `jti` is not logged.
_IDENTIFIER = re.compile(r"[A-Za-z0-9_.:@+/=-]{1,64}")

# What clients call it; a scheme is matched in any case.
_TOKEN_SCHEMES = {b"bearer": "Bearer", b"jwt": "JWT", b"token": "Token"}
_said: set[str] = set()

# In the value of error_description.
_NOT_ALLOWED = re.compile(r"[^ !#-\[\]-~]")


@dataclass(frozen=True)
class Verdict:
    """A reason for a refusal.

    reason: completes "Token refused: …".
    level: WARNING for what an honest client does not do, INFO for the rest.
    is_verified: whether the signature was found to be right, so that the ids are the issuer's.
    """

    reason: str
    level: int = logging.INFO
    is_verified: bool = True


# The first class that fits decides.
BY_CLASS: tuple[tuple[type[Exception], Verdict], ...] = (
    (
        jwt.InvalidSignatureError,
        Verdict("the signature is not of our key", logging.WARNING, is_verified=False),
    ),
    (
        jwt.InvalidAlgorithmError,
        Verdict("its algorithm is not the configured one", logging.WARNING, is_verified=False),
    ),
    (jwt.ExpiredSignatureError, Verdict("it has expired")),
    (jwt.ImmatureSignatureError, Verdict("it is not valid yet")),
    (jwt.InvalidAudienceError, Verdict("it is for another audience", logging.WARNING)),
    (jwt.InvalidIssuerError, Verdict("it is of another issuer", logging.WARNING)),
    (jwt.InvalidTokenTypeError, Verdict("it is of another type", logging.WARNING)),
    (jwt.MissingRequiredClaimError, Verdict("it lacks a claim")),
    (jwt.DecodeError, Verdict("it is malformed", is_verified=False)),
    (jwt.PyJWTError, Verdict("it is invalid", is_verified=False)),
)

# The untranslated texts of TokenError, with {} for the name of a claim.
BY_TEXT = {
    "Token is blacklisted": Verdict("it is blacklisted", logging.WARNING),
    "Token has wrong type": Verdict("it is of another type", logging.WARNING),
    "Token has no type": Verdict("it has no type"),
    "Token has no id": Verdict("it has no id"),
    "Token is expired": Verdict("it has expired"),
    "Token '{}' claim has expired": Verdict("it has expired"),
    "Token has no '{}' claim": Verdict("it lacks a claim"),
}

# The codes of what is refused after the token itself has been accepted.
BY_CODE = {
    "token_not_valid": Verdict("it names no user"),
    "user_not_found": Verdict("its user is gone"),
    "user_inactive": Verdict("its user is inactive"),
    "no_active_account": Verdict("its user is refused by USER_AUTHENTICATION_RULE"),
    "password_changed": Verdict("its user has changed the password"),
}

# Of a token class of the project, for example; its text may hold anything and is not logged.
OTHER = Verdict("its class or its claims do not allow it")


def log_refusal(error: Exception, raw_token: object) -> None:
    """Log that ``error`` was the end of ``raw_token``, a compact JWT as it was presented."""
    _log(verdict_of(error), raw_token)


def log_refused_user(code: str | None, raw_token: object) -> None:
    """Log that the user of ``raw_token``, a good token, was refused with ``code``."""
    _log(BY_CODE.get(code or "", OTHER), raw_token)


def verdict_of(error: BaseException) -> Verdict:
    """Return the verdict that ``error``, or what caused it, stands for."""
    cause: BaseException | None = error
    while cause is not None:
        for error_class, verdict in BY_CLASS:
            if isinstance(cause, error_class):
                return verdict
        cause = cause.__cause__
    if isinstance(error, TokenError) and error.args:
        return BY_TEXT.get(re.sub(r"'.*'", "'{}'", untranslated(error.args[0])), OTHER)
    return OTHER


def most_telling(errors: Sequence[Exception]) -> Exception:
    """Return the error to log where each of several token classes gave one.

    That a token is not of one class's type tells nothing where another class has got further.
    """
    wrong_type = BY_TEXT["Token has wrong type"]
    return next((error for error in errors if verdict_of(error) != wrong_type), errors[0])


def log_other_scheme(parts: Sequence[bytes], accepted: Iterable[str]) -> None:
    """Say that a token was not looked at, since its scheme is none of the ``accepted`` ones.

    parts: what the header consists of.  Of the schemes that come with tokens, each is said once
    in a process, so that a stranger cannot fill the log.  It is a WARNING where DEBUG is on.
    """
    if len(parts) != 2 or parts[1].count(b".") != 2:  # noqa: PLR2004 - a scheme; a compact JWS
        return
    scheme = _TOKEN_SCHEMES.get(parts[0].lower())
    level = logging.WARNING if settings.DEBUG else logging.INFO
    if scheme is None or scheme in _said or not logger.isEnabledFor(level):
        return
    _said.add(scheme)
    logger.log(
        level,
        "A token was not looked at: the header says %s, AUTH_HEADER_TYPES has %s. Its sender is "
        "anonymous, unless others read it. Change the client, or the setting. (Said once.)",
        scheme,
        ", ".join(accepted),
    )


def error_attributes(code: str | None, reasons: Iterable[StrOrPromise]) -> dict[str, str]:
    """Return ``error`` and ``error_description`` of a refused token (RFC 6750 section 3).

    The description is in English, in the characters that the section allows.
    """
    description = "; ".join(dict.fromkeys(map(untranslated, reasons)))
    return {
        "error": "invalid_request" if code == "bad_authorization_header" else "invalid_token",
        "error_description": _NOT_ALLOWED.sub("", description),
    }


def untranslated(text: StrOrPromise) -> str:
    """Return a lazily translated text in the words of its source."""
    with translation.override(None):
        return str(text)


def _log(verdict: Verdict, raw_token: object) -> None:
    if not logger.isEnabledFor(verdict.level):
        return
    kid, jti, user_id = _identifiers(raw_token)
    logger.log(
        verdict.level,
        "Token refused: %s (kid=%s, jti=%s, user_id=%s%s)",
        verdict.reason,
        kid,
        jti,
        user_id,
        "" if verdict.is_verified else ", unverified",
        extra={"reason": verdict.reason, "kid": kid, "jti": jti, "user_id": user_id},
    )


def _identifiers(raw_token: object) -> tuple[str | None, str | None, str | None]:
    """Return key id, token id and user id as the token has them, None for what it has not."""
    if not isinstance(raw_token, (str, bytes)) or len(raw_token) > _MAX_INSPECTED_BYTES:
        return None, None, None
    try:
        header = jwt.get_unverified_header(raw_token)
        claims = jwt.decode(raw_token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        return None, None, None
    jti = claims.get(api_settings.JTI_CLAIM or "jti")
    return (
        _identifier(header.get("kid")),
        _identifier(jti),
        _identifier(claims.get(api_settings.USER_ID_CLAIM)),
    )


def _identifier(value: Any) -> str | None:
    # What a stranger writes must neither begin a new line of the log nor fill it.
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    text = str(value) if isinstance(value, str) or abs(value) < 1 << 64 else "?"
    return text if _IDENTIFIER.fullmatch(text) else "?"
