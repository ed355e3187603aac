"""The serializers of the token views."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django.contrib.auth import authenticate, get_user_model
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from .authentication import JSONWebTokenAuthentication
from .compat import PasswordField, Serializer, get_username_field
from .settings import api_settings, handler_named
from .utils import check_payload, check_user, unix_epoch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet


class JSONWebTokenSerializer(Serializer):
    """Takes credentials and gives a new token, its user and when it was issued."""

    password = PasswordField(write_only=True)
    token = serializers.CharField(read_only=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.username_field] = serializers.CharField(write_only=True)

    @property
    def username_field(self) -> str:
        """The field of the body that has the username: the user model's ``USERNAME_FIELD``."""
        return get_username_field()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return token, user and time of issue; raises ValidationError for wrong credentials."""
        credentials = {name: attrs[name] for name in (self.username_field, "password")}
        user = authenticate(self.context.get("request"), **credentials)
        if user is None:
            raise serializers.ValidationError(_("Unable to log in with provided credentials."))
        return _issued(user, JSONWebTokenAuthentication.jwt_create_payload(user))


class VerificationBaseSerializer(Serializer):
    """Takes a token; what it makes of it is for a subclass to say."""

    token = serializers.CharField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raise NotImplementedError."""
        raise NotImplementedError("Please define a validate method.")

    def _check_payload(self, token: str) -> dict[str, Any]:
        return check_payload(token=token)

    def _check_user(self, payload: Mapping[str, Any]) -> AbstractBaseUser:
        return check_user(payload=payload)


class VerifyAuthTokenSerializer(VerificationBaseSerializer):
    """Takes a token and gives it back with its user, when it is valid."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return token, user and time of issue; raises ValidationError for a refused token."""
        payload = self._check_payload(token=attrs["token"])
        return {
            "token": attrs["token"],
            "user": self._check_user(payload=payload),
            "issued_at": payload.get("iat"),
        }


class RefreshAuthTokenSerializer(VerificationBaseSerializer):
    """Takes a valid token and gives a new one that remembers when its line began."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return token, user and time of issue; raises ValidationError for a refused token."""
        payload = self._check_payload(token=attrs["token"])
        user = self._check_user(payload=payload)
        orig_iat = _orig_iat(payload)
        new_payload = JSONWebTokenAuthentication.jwt_create_payload(user)
        new_payload["orig_iat"] = orig_iat
        # Blacklisting any token of a line ends the whole line.
        orig_jti = payload.get("orig_jti") or payload.get("jti")
        if orig_jti:
            new_payload["orig_jti"] = orig_jti
        return _issued(user, new_payload)


class _UserField(serializers.PrimaryKeyRelatedField[Any]):
    def get_queryset(self) -> QuerySet[Any]:
        users: QuerySet[Any] = get_user_model()._default_manager.all()
        return users


class ImpersonateAuthTokenSerializer(serializers.Serializer[Any]):
    """Takes the primary key of a user and gives a token of that user."""

    user = _UserField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return token, user and time of issue; raises ValidationError for an inactive user."""
        user = attrs["user"]
        payload = JSONWebTokenAuthentication.jwt_create_payload(user)
        check_user(payload)
        return _issued(user, payload)


# Their names in djangorestframework-jwt.
VerifyJSONWebTokenSerializer = VerifyAuthTokenSerializer
RefreshJSONWebTokenSerializer = RefreshAuthTokenSerializer


def __getattr__(name: str) -> Any:
    return handler_named(name, __name__)


def _issued(user: AbstractBaseUser, payload: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "token": JSONWebTokenAuthentication.jwt_encode_payload(payload),
        "user": user,
        "issued_at": payload.get("iat", unix_epoch()),
    }


def _orig_iat(payload: Mapping[str, Any]) -> float:
    """Return the claim ``orig_iat``; raises ValidationError unless it allows a refresh."""
    orig_iat = payload.get("orig_iat")
    if orig_iat is None:
        raise serializers.ValidationError(_("orig_iat field not found in token."))
    if not _is_time(orig_iat):
        raise serializers.ValidationError(_("Invalid token."))
    if unix_epoch() - orig_iat > api_settings.JWT_REFRESH_EXPIRATION_DELTA.total_seconds():
        raise serializers.ValidationError(_("Refresh has expired."))
    time: float = orig_iat
    return time


def _is_time(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)
