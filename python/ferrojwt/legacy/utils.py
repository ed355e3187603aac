"""The handlers that the settings name by default, and what the serializers check."""

from __future__ import annotations

import secrets
import uuid
from calendar import timegm
from datetime import datetime, timezone
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.utils.encoders import JSONEncoder

import ferrojwt as jwt
from ferrojwt.django.exceptions import TokenError

from . import keys
from .authentication import JSONWebTokenAuthentication
from .settings import api_settings
from .settings_table import OFF, REQUIRE
from .users import find_user
from .verification import refusal_text, verified_payload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.base_user import AbstractBaseUser
    from rest_framework.request import Request


def unix_epoch(datetime_object: datetime | None = None) -> int:
    """Return seconds since 1970 of a datetime (a naive one is UTC), by default of now."""
    return timegm((datetime_object or _utc_now()).utctimetuple())


def get_username_field() -> str:
    """Return the name of the user model's field that people log in with."""
    return get_user_model().USERNAME_FIELD


def jwt_get_secret_key(payload: Mapping[str, Any] | None = None) -> Any:
    """Return ``JWT_SECRET_KEY``, or what ``JWT_GET_USER_SECRET_KEY`` gives for the payload's user.

    Raises ValidationError when the latter is set and there is no such user.
    """
    if not api_settings.JWT_GET_USER_SECRET_KEY:
        return api_settings.JWT_SECRET_KEY
    user = find_user(api_settings.JWT_PAYLOAD_GET_USERNAME_HANDLER(payload))
    if user is None:
        raise serializers.ValidationError(_("User doesn't exist."))
    key = api_settings.JWT_GET_USER_SECRET_KEY(user)
    # What a model has as the secret of a user, and djangorestframework-jwt made text of.
    return str(key) if isinstance(key, uuid.UUID) else key


def jwt_create_payload(user: AbstractBaseUser) -> dict[str, Any]:
    """Return the claims of a new token for ``user``; ``exp`` is a naive datetime in UTC."""
    now = _utc_now()
    payload: dict[str, Any] = {
        "username": user.get_username(),
        "iat": unix_epoch(now),
        "exp": now + api_settings.JWT_EXPIRATION_DELTA,
    }
    if api_settings.JWT_TOKEN_ID != OFF:
        payload["jti"] = uuid.uuid4()
    if api_settings.JWT_PAYLOAD_INCLUDE_USER_ID:
        payload["user_id"] = user.pk
    if hasattr(user, "profile"):
        # A list of one: that is how readers of these tokens know it.
        payload["user_profile_id"] = (user.profile.pk if user.profile else None,)
    if api_settings.JWT_ALLOW_REFRESH:
        payload["orig_iat"] = unix_epoch(now)
    if api_settings.JWT_AUDIENCE is not None:
        payload["aud"] = api_settings.JWT_AUDIENCE
    if api_settings.JWT_ISSUER is not None:
        payload["iss"] = api_settings.JWT_ISSUER
    return payload


def jwt_get_username_from_payload_handler(payload: Mapping[str, Any]) -> Any:
    """Return the claim ``username``, None without one."""
    return payload.get("username")


def jwt_get_user_id_from_payload_handler(payload: Mapping[str, Any]) -> Any:
    """Return the claim ``user_id``, None without one."""
    return payload.get("user_id")


def jwt_encode_payload(payload: Mapping[str, Any]) -> str:
    """Return a token with ``payload``, signed by the first algorithm with the first key.

    Raises ImproperlyConfigured when that key is missing or unfit.
    """
    algorithm = keys.algorithms()[0]
    if keys.is_secret(algorithm):
        configured = jwt_get_secret_key(payload)
    else:
        configured = api_settings.JWT_PRIVATE_KEY
    kid, key = keys.signing_key(configured)
    claims = {name: _plain(name, value) for name, value in payload.items()}
    # An encoder of its own takes the slower path, and the claims of most projects need none.
    encoder = None if all(type(value) in _PLAIN for value in claims.values()) else JSONEncoder
    try:
        return jwt.encode(
            claims,
            key,
            algorithm=algorithm,
            headers=None if kid is None else {"kid": kid},
            json_encoder=encoder,
        )
    except jwt.InvalidKeyError as error:
        raise keys.unfit_to_sign(error) from error


def jwt_decode_token(token: str | bytes) -> dict[str, Any]:
    """Return the payload of ``token``.

    The algorithms are those of the settings: the token's own header only tells whether it is to be
    verified with the secrets or with the public keys.  ``exp`` is required, unless
    ``JWT_VERIFY_EXPIRATION`` is off.  Raises InvalidTokenError when the token is refused,
    ValidationError when ``JWT_GET_USER_SECRET_KEY`` is set and a token that is signed with
    ``JWT_SECRET_KEY`` names no user, ImproperlyConfigured when no key is fit.
    """
    header = jwt.get_unverified_header(token)
    accepted = keys.algorithms()
    algorithm = header.get("alg")
    if algorithm not in accepted:
        raise jwt.InvalidAlgorithmError("The specified alg value is not allowed")
    by_secret = keys.is_secret(algorithm)
    configured, no_user = _secrets(token) if by_secret else (api_settings.JWT_PUBLIC_KEY, None)
    is_checked = api_settings.JWT_VERIFY_EXPIRATION
    decode = partial(
        jwt.decode,
        token,
        algorithms=[name for name in accepted if keys.is_secret(name) == by_secret],
        options={
            "verify_signature": api_settings.JWT_VERIFY,
            "verify_exp": is_checked,
            "require": ["exp"] if is_checked else [],
        },
        leeway=api_settings.JWT_LEEWAY,
        audience=api_settings.JWT_AUDIENCE,
        issuer=api_settings.JWT_ISSUER,
    )
    is_strangers_choice = (
        len(accepted) > 1
        or (isinstance(configured, dict) and bool(header.get("kid")))
        or (by_secret and bool(api_settings.JWT_GET_USER_SECRET_KEY))
    )
    payload = keys.first_success(
        decode, keys.verifying_keys(configured, header), refuse_unfit=is_strangers_choice
    )
    if no_user is not None:
        raise no_user
    return payload


def jwt_create_response_payload(
    token: str,
    user: AbstractBaseUser | None = None,  # noqa: ARG001 - for those who put another in its place
    request: Request | None = None,  # noqa: ARG001 - as above
    issued_at: int | None = None,
) -> dict[str, Any]:
    """Return what the token views answer with: the token, and as ``pk`` when it was issued."""
    return {"pk": issued_at, "token": token}


def check_payload(token: str) -> dict[str, Any]:
    """Return the payload of ``token``; raises ValidationError when it is refused or blacklisted."""
    try:
        return verified_payload(token, JSONWebTokenAuthentication.jwt_decode_token)
    except (jwt.InvalidTokenError, TokenError) as error:
        raise serializers.ValidationError(refusal_text(error)) from error


def check_user(payload: Mapping[str, Any]) -> AbstractBaseUser:
    """Return the active user that ``payload`` names; raises ValidationError without one."""
    username = JSONWebTokenAuthentication.jwt_get_username_from_payload(payload)
    if not username:
        raise serializers.ValidationError(_("Invalid token."))
    if api_settings.JWT_TOKEN_ID == REQUIRE and not payload.get("jti"):
        raise serializers.ValidationError(_("Invalid token."))
    user = find_user(username)
    if user is None:
        raise serializers.ValidationError(_("User doesn't exist."))
    if not user.is_active:
        raise serializers.ValidationError(_("User account is disabled."))
    return user


# Their names in djangorestframework-jwt.
jwt_payload_handler = jwt_create_payload
jwt_encode_handler = jwt_encode_payload
jwt_decode_handler = jwt_decode_token
jwt_response_payload_handler = jwt_create_response_payload

_TIMES = ("exp", "iat", "nbf")
_LONGEST_HMAC = 64  # Bytes, of HS512 (RFC 7518 section 3.2).
_PLAIN = frozenset({str, int, float, bool, type(None)})


def _plain(name: str, value: Any) -> Any:
    """Return an id or a time, of which every token has one, as it is written into the token."""
    if isinstance(value, uuid.UUID):
        return str(value)
    if name in _TIMES and isinstance(value, datetime):
        return unix_epoch(value)
    return value


def _utc_now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)


def _secrets(token: str | bytes) -> tuple[Any, serializers.ValidationError | None]:
    """Return the secrets that may verify ``token``, and what to raise if they do, or None.

    Where a user has no secret, or is not there, one that nobody has stands in for it: the answer
    is that of a wrong signature, and does not tell a stranger which users there are.
    """
    if not api_settings.JWT_GET_USER_SECRET_KEY:
        return jwt_get_secret_key(), None
    unverified = jwt.decode(token, options={"verify_signature": False})
    nobodys = secrets.token_bytes(_LONGEST_HMAC)
    try:
        return jwt_get_secret_key(unverified) or nobodys, None
    except serializers.ValidationError as no_user:
        # A token of ours, from before users had secrets, may say so.
        shared = api_settings.JWT_SECRET_KEY
        every = list(shared.values()) if isinstance(shared, dict) else shared
        return [*keys.verifying_keys(every, {}), nobodys], no_user
    except (LookupError, AttributeError, TypeError, ValueError):
        # The project's function takes for granted what a user or a token need not have.
        return nobodys, None
