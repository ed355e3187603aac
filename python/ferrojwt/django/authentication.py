"""Who sends a request: the user that the bearer token in its header names (RFC 6750 section 2.1).

The token classes are those that ``SIMPLE_JWT["AUTH_TOKEN_CLASSES"]`` names, so plain views accept
exactly the tokens that the views of Django REST framework accept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.contrib.auth import get_user_model
from django.http import JsonResponse
from django.http.request import HttpHeaders
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from .checks import report_without_app
from .conf import api_settings
from .exceptions import Refused, TokenError
from .refusals import (
    error_attributes,
    log_other_scheme,
    log_refusal,
    log_refused_user,
    most_telling,
)
from .users import find_user, refusal_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest, HttpResponseBase
    from django_stubs_ext import StrOrPromise

REALM = "api"

HEADER_ENCODING = "iso-8859-1"
# What a client is told, by the codes of refusals; the code of `no_user_id` is `token_not_valid`.
REASONS: dict[str, StrOrPromise] = {
    "bad_authorization_header": _("Authorization header must contain two space-delimited values"),
    "token_not_valid": _("Given token not valid for any token type"),
    "no_user_id": _("Token contained no recognizable user identification"),
    "user_not_found": _("User not found"),
    "user_inactive": _("User is inactive"),
    "no_active_account": _("No active account found for the given token."),
    "password_changed": _("The user's password has been changed."),
}


class Token(Protocol):
    """What a token class makes of a compact JWT that it accepts."""

    payload: dict[str, Any]

    def __getitem__(self, claim: str) -> Any:
        """Return the value of ``claim``; raises KeyError."""


class Credentials(NamedTuple):
    """A user and the validated token that named it."""

    user: AbstractBaseUser
    token: Token


def authenticate(request: HttpRequest) -> Credentials | None:
    """Return the user and the token of a request, or None when it carries no token.

    Raises Refused when the header is malformed, or when the token or its user is refused.
    """
    report_without_app()
    raw_token = bearer_token(request)
    if raw_token is None:
        return None
    token = validated_token(raw_token)
    try:
        return Credentials(user_of(token), token)
    except Refused as refusal:
        log_refused_user(refusal.code, raw_token)
        raise


def bearer_token(request: HttpRequest) -> bytes | None:
    """Return the token in the request's header, or None when it carries none.

    Raises Refused as :func:`token_in` does.
    """
    header = header_of(request)
    return None if header is None else token_in(header)


def header_of(request: HttpRequest) -> bytes | None:
    """Return the header named by ``AUTH_HEADER_NAME`` as bytes, or None when it is absent."""
    header: str | bytes | None = request.META.get(api_settings.AUTH_HEADER_NAME)
    if isinstance(header, str):
        # A server passes on Latin-1 only.  What a test client may add beyond it becomes "?",
        # which no token contains, so that it is refused like other garbage.
        return header.encode(HEADER_ENCODING, errors="replace")
    return header


def token_in(header: bytes) -> bytes | None:
    """Return the token in ``header``, or None when it is empty or of another scheme.

    The scheme is matched in any case (RFC 9110 section 11.1).  Raises Refused unless the header is
    scheme and token, parted by white space.
    """
    parts = header.split()
    if not parts or parts[0].lower() not in _schemes(tuple(header_types())):
        log_other_scheme(parts, header_types())
        return None
    if len(parts) != 2:  # noqa: PLR2004 - scheme and token
        raise Refused(REASONS["bad_authorization_header"], "bad_authorization_header")
    return parts[1]


def validated_token(raw_token: str | bytes) -> Token:
    """Return ``raw_token`` as the first of ``AUTH_TOKEN_CLASSES`` that accepts it.

    Raises Refused with the reason of each class.
    """
    errors: list[tuple[Any, TokenError]] = []
    for token_class in api_settings.AUTH_TOKEN_CLASSES:
        try:
            token: Token = token_class(raw_token)
        except TokenError as error:  # noqa: PERF203 - there are one or two classes
            errors.append((token_class, error))
        else:
            return token
    log_refusal(most_telling([error for _, error in errors]), raw_token)
    raise Refused(
        REASONS["token_not_valid"],
        "token_not_valid",
        [
            {
                "token_class": token_class.__name__,
                "token_type": token_class.token_type,
                "message": error.args[0],
            }
            for token_class, error in errors
        ],
    )


def user_of(token: Token) -> AbstractBaseUser:
    """Return the user that ``token`` identifies.

    Raises Refused when there is none, when the user is inactive, when
    ``USER_AUTHENTICATION_RULE`` refuses the user, or, with ``CHECK_REVOKE_TOKEN``, when the
    password has been changed since the token was issued.
    """
    try:
        user_id = token[api_settings.USER_ID_CLAIM]
    except KeyError as error:
        raise Refused(REASONS["no_user_id"], "token_not_valid") from error
    user = find_user(get_user_model(), user_id)
    code = refusal_code(user, token.payload)
    if code is not None:
        raise Refused(REASONS[code], code)
    return user  # type: ignore[return-value]


def not_provided() -> Refused:
    """Return the refusal of a request without credentials where a user is asked for."""
    return Refused(_("Authentication credentials were not provided."))


def unauthorized(refusal: Refused) -> JsonResponse:
    """Return the 401 that answers ``refusal``."""
    error = {} if refusal.code is None else error_attributes(refusal.code, refusal.reasons())
    return JsonResponse(
        refusal.body(), status=401, headers={"WWW-Authenticate": challenge(REALM, error)}
    )


def challenge(realm: str, error: Mapping[str, str]) -> str:
    """Return the ``WWW-Authenticate`` value (RFC 6750 section 3).

    error: the attributes that say why, none where the request carried no credentials; see
    :func:`ferrojwt.django.refusals.error_attributes`.
    """
    attributes = {"realm": realm, **error}
    return f"{header_types()[0]} " + ", ".join(f'{k}="{v}"' for k, v in attributes.items())


def vary_on_header(response: HttpResponseBase) -> None:
    """Tell caches, Django's own too, that the response depends on the header with the token."""
    name = HttpHeaders.parse_header_name(api_settings.AUTH_HEADER_NAME)
    if name:
        patch_vary_headers(response, [name])


def header_types() -> list[str] | tuple[str, ...]:
    """Return ``AUTH_HEADER_TYPES``; one text stands for a list of one."""
    types: str | list[str] | tuple[str, ...] = api_settings.AUTH_HEADER_TYPES
    return (types,) if isinstance(types, str) else types


@lru_cache(maxsize=8)
def _schemes(header_types: tuple[str, ...]) -> frozenset[bytes]:
    return frozenset(kind.lower().encode(HEADER_ENCODING) for kind in header_types)
