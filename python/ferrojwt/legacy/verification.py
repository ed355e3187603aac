"""What stands between a token's text and its payload, for requests and for request bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext_lazy as _

import ferrojwt as jwt
from ferrojwt.django.conf import api_settings as typed_settings
from ferrojwt.django.exceptions import TokenError
from ferrojwt.django.refusals import log_refusal

from .settings import api_settings
from .settings_table import REQUIRE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django_stubs_ext import StrOrPromise

BLACKLIST_APP = "ferrojwt.legacy.blacklist"


def verified_payload(token: str, decode: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """Return what ``decode`` makes of ``token``, if it is not blacklisted.

    Raises InvalidTokenError or TokenError, of which the latter says that it is; a refusal is
    logged.
    """
    try:
        payload = decode(token)
        check_type(payload)
        check_id(payload)
        is_spent = is_blacklisted(token, payload)
    except jwt.InvalidTokenError as error:
        log_refusal(error, token)
        raise
    if is_spent:
        refusal = TokenError("Token is blacklisted")
        log_refusal(refusal, token)
        raise refusal
    return payload


def check_type(payload: Mapping[str, Any]) -> None:
    """Raise InvalidTokenTypeError for a token of ``ferrojwt.drf``, or of simplejwt.

    They have types, and a blacklist of their own: where both layers use one key, a refresh token
    must not authenticate here, and a blacklisted one must not come back to life.
    """
    claim = typed_settings.TOKEN_TYPE_CLAIM
    if claim is not None and claim in payload:
        raise jwt.InvalidTokenTypeError(f"Tokens with the claim {claim!r} are not accepted here.")


def check_id(payload: Mapping[str, Any]) -> None:
    """Raise MissingRequiredClaimError where ``JWT_TOKEN_ID`` asks for an id and there is none."""
    if api_settings.JWT_TOKEN_ID == REQUIRE and not payload.get("jti"):
        raise jwt.MissingRequiredClaimError("jti")


def is_blacklisted(token: str, payload: Mapping[str, Any]) -> bool:
    """Tell whether the blacklist, if it is installed, has the token or its line.

    Raises InvalidTokenError for a token whose id no row can hold.
    """
    if not apps.is_installed(BLACKLIST_APP):
        return False
    model: Any = apps.get_model("blacklist", "BlacklistedToken")
    return bool(model.is_blocked(token, payload))


def line_id(payload: Mapping[str, Any]) -> UUID | None:
    """Return the id of the token that this one descends from by refreshing, or its own, or None.

    Raises InvalidTokenError when it is no UUID.
    """
    value = payload.get("orig_jti") or payload.get("jti")
    if not value:
        return None
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError) as error:
        raise jwt.InvalidTokenError("The token's id is not a UUID.") from error


def refusal_text(error: Exception) -> StrOrPromise:
    """Return what a client is told of ``error``, which has refused its token."""
    if isinstance(error, TokenError):
        return _("Token is blacklisted.")
    if isinstance(error, jwt.ExpiredSignatureError):
        return _("Token has expired.")
    if isinstance(error, jwt.MissingRequiredClaimError) and error.claim == "exp":
        return _('Token is missing the "exp" claim.')
    if isinstance(error, jwt.DecodeError):
        return _("Error decoding token.")
    return _("Invalid token.")
