"""The user that a token names, whether that user may use it, and what a password change ends."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist, ValidationError
from django.db import DataError
from django.utils.crypto import constant_time_compare, salted_hmac

from .conf import api_settings

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import Manager

# It is part of every claim ever written; a new name would log everybody out.
_REVOKE_SALT = "ferrojwt.drf.users.password_fingerprint"


class Claims(Protocol):
    """The claims set of a token."""

    def get(self, claim: str, /) -> Any:
        """Return the value of ``claim``, None without one."""


def default_user_authentication_rule(user: AbstractBaseUser | None) -> bool:
    """Tell whether ``user`` may have and use tokens: it exists and is active.

    Activity does not matter when ``SIMPLE_JWT["CHECK_USER_IS_ACTIVE"]`` is False.
    """
    return user is not None and (not api_settings.CHECK_USER_IS_ACTIVE or user.is_active)


# Under a name of its own: whoever puts another function in its place is asked.
_DEFAULT_RULE = default_user_authentication_rule


def find_user(user_model: type[AbstractBaseUser], user_id: object) -> AbstractBaseUser | None:
    """Return the user whose ``USER_ID_FIELD`` is ``user_id``, the value of a claim, or None.

    A value that the field cannot hold identifies nobody, and neither does anything but str and
    int: a field would take True for 1 and 1.5 for 1.
    """
    if isinstance(user_id, bool) or not isinstance(user_id, (str, int)):
        return None
    try:
        users: Manager[AbstractBaseUser] = user_model.objects  # type: ignore[attr-defined]
        return users.get(**{api_settings.USER_ID_FIELD: user_id})
    except (ObjectDoesNotExist, MultipleObjectsReturned):
        # Where several have it, it identifies none of them.
        return None
    except (ValidationError, ValueError, TypeError, OverflowError, DataError):
        return None


def refusal_code(user: AbstractBaseUser | None, claims: Claims) -> str | None:
    """Return the code that says why ``user`` may not use a token with ``claims``, None if allowed.

    There is no such user, it is inactive, ``USER_AUTHENTICATION_RULE`` refuses it, or, with
    ``CHECK_REVOKE_TOKEN``, its password has been changed since the token was issued.
    """
    if user is None:
        return "user_not_found"
    if api_settings.CHECK_USER_IS_ACTIVE and not user.is_active:
        return "user_inactive"
    rule = api_settings.USER_AUTHENTICATION_RULE
    # The default rule asks what has just been answered.
    if rule is not _DEFAULT_RULE and not rule(user):
        return "no_active_account"
    if api_settings.CHECK_REVOKE_TOKEN and password_has_changed(
        user, claims.get(api_settings.REVOKE_TOKEN_CLAIM)
    ):
        return "password_changed"
    return None


def password_fingerprint(user: AbstractBaseUser) -> str:
    """Return the value of ``REVOKE_TOKEN_CLAIM``, which changes whenever the password does.

    It is an HMAC-SHA256 of the stored password hash under ``SECRET_KEY`` and a salt of its own;
    with ``SIMPLE_JWT["REVOKE_TOKEN_AS_MD5"]``, the unkeyed MD5 that simplejwt reads.
    """
    if api_settings.REVOKE_TOKEN_AS_MD5:
        return get_md5_hash_password(user.password)
    return _fingerprint(user, settings.SECRET_KEY)


def password_has_changed(user: AbstractBaseUser, claim: object) -> bool:
    """Tell whether ``claim``, of a token, is no fingerprint of the user's present password.

    Fingerprints under ``SECRET_KEY_FALLBACKS`` and those of simplejwt are recognised too, so that
    neither a new key nor the move from simplejwt logs anybody out.
    """
    if not isinstance(claim, str) or not claim.isascii():
        return True
    if constant_time_compare(claim, get_md5_hash_password(user.password)):
        return False
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return not any(constant_time_compare(claim, _fingerprint(user, secret)) for secret in secrets)


def get_md5_hash_password(password: str | None) -> str:
    """Return the upper-case MD5 of a stored password hash, as simplejwt's revoke claim has it."""
    return hashlib.md5((password or "").encode(), usedforsecurity=False).hexdigest().upper()


def _fingerprint(user: AbstractBaseUser, secret: str | bytes) -> str:
    mac = salted_hmac(_REVOKE_SALT, user.password, secret=secret, algorithm="sha256")
    return mac.hexdigest()
