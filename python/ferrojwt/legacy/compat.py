"""Names that the two libraries have for what differs between versions of theirs."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.urls import include
from django.urls import re_path as url
from django.utils.encoding import smart_str
from django.utils.translation import gettext_lazy
from rest_framework import serializers

import ferrojwt as jwt
from ferrojwt import ExpiredSignatureError as ExpiredSignature

from .settings import api_settings

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpResponse

__all__ = [
    "ExpiredSignature",
    "PasswordField",
    "Serializer",
    "get_username",
    "get_username_field",
    "gettext_lazy",
    "has_set_cookie_samesite",
    "include",
    "jwt_decode",
    "jwt_version",
    "set_cookie_with_token",
    "smart_str",
    "url",
]

jwt_version = 2


def has_set_cookie_samesite() -> bool:
    """Return True: every Django that is supported has it."""
    return True


def set_cookie_with_token(response: HttpResponse, name: str, token: str) -> None:
    """Set the cookie ``name`` to ``token``, as the ``JWT_AUTH_COOKIE_…`` settings say.

    It is out of reach for scripts, and expires ``JWT_EXPIRATION_DELTA`` from now.
    """
    response.set_cookie(
        name,
        token,
        expires=datetime.now(timezone.utc) + api_settings.JWT_EXPIRATION_DELTA,
        domain=api_settings.JWT_AUTH_COOKIE_DOMAIN,
        path=api_settings.JWT_AUTH_COOKIE_PATH,
        secure=api_settings.JWT_AUTH_COOKIE_SECURE,
        httponly=True,
        samesite=api_settings.JWT_AUTH_COOKIE_SAMESITE,
    )


def jwt_decode(
    token: str | bytes, key: Any, verify: bool | None = None, **kwargs: Any
) -> dict[str, Any]:
    """Return the claims of ``token`` as ``ferrojwt.decode`` does, by default of an HS256 token.

    ``verify`` is the option ``verify_signature``.
    """
    if verify is not None:
        kwargs["options"] = {**(kwargs.get("options") or {}), "verify_signature": verify}
    return jwt.decode(token, key, **{"algorithms": ["HS256"], **kwargs})


class Serializer(serializers.Serializer[Any]):
    """A serializer whose validated data has a second name."""

    @property
    def object(self) -> Any:
        """``validated_data``."""
        return self.validated_data


class PasswordField(serializers.CharField):
    """A text that forms hide, and that is not trimmed: a space may be part of a password."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("trim_whitespace", False)
        kwargs["style"] = {**kwargs.get("style", {}), "input_type": "password"}
        super().__init__(**kwargs)


def get_username_field() -> str:
    """Return the name of the user model's field that people log in with."""
    return str(get_user_model().USERNAME_FIELD)


def get_username(user: AbstractBaseUser) -> str:
    """Return what ``user`` logs in with."""
    return user.get_username()
