"""Registration, and log-in with a second factor."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError, transaction
from ferrojwt.drf.serializers import TokenObtainSerializer
from ferrojwt.drf.tokens import RefreshToken
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed

from tutorial_003 import second_factor
from tutorial_003.models import User


class UserSerializer(serializers.ModelSerializer[User]):
    """A new user."""

    class Meta:
        model = User
        fields = ("username", "email", "password")
        extra_kwargs = {"password": {"write_only": True, "trim_whitespace": False}}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Run AUTH_PASSWORD_VALIDATORS, which nothing runs by itself."""
        user = User(username=attrs["username"], email=attrs.get("email", ""))
        try:
            validate_password(attrs["password"], user)
        except DjangoValidationError as error:
            raise serializers.ValidationError({"password": error.messages}) from error
        return attrs

    def create(self, validated_data: dict[str, Any]) -> User:
        """Save the user; of two requests for one name at a time the later gets a 400."""
        try:
            with transaction.atomic():
                return User.objects.create_user(**validated_data)
        except IntegrityError as error:
            raise serializers.ValidationError({"username": ["It is taken."]}) from error


class CodeField(serializers.CharField):
    """The six digits that an authenticator app shows; people type them with a space."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=16, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """Return the digits without spaces."""
        return "".join(super().to_internal_value(data).split())


class LoginSerializer(TokenObtainSerializer):
    """Best practice 9: user name, password and, where the user has set it up, a code."""

    token_class = RefreshToken
    code = CodeField(required=False, write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the pair. Raises AuthenticationFailed, which is answered with 401."""
        # The password first: without it, nobody learns who has a second factor.
        super().validate(attrs)
        if self.user.totp_is_confirmed:
            self._check_code(attrs.get("code"))
        refresh = self.get_token(self.user)
        return {"refresh": str(refresh), "access": str(refresh.access_token)}

    def _check_code(self, code: str | None) -> None:
        if code is None:
            raise AuthenticationFailed("Send the code of your app as well.", "code_required")
        if not second_factor.spend(self.user, code):
            raise AuthenticationFailed("The code is wrong or has been used.", "code_refused")


class CodeSerializer(serializers.Serializer[Any]):
    """The first code of an app that has just been set up."""

    code = CodeField(write_only=True)
