"""Registration."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError, transaction
from rest_framework import serializers

from tutorial_002.models import CustomUser


class CustomUserSerializer(serializers.ModelSerializer[CustomUser]):
    """A new user, whose password is typed twice.

    That an address is taken is told to whoever asks. A site that keeps its members secret
    answers alike in both cases and sends an e-mail.
    """

    first_name = serializers.CharField(max_length=150)
    password = serializers.CharField(write_only=True, max_length=128, trim_whitespace=False)
    password2 = serializers.CharField(write_only=True, max_length=128, trim_whitespace=False)

    class Meta:
        model = CustomUser
        fields = ("email", "username", "password", "password2", "first_name")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Compare the two passwords and run AUTH_PASSWORD_VALIDATORS."""
        if attrs["password"] != attrs.pop("password2"):
            raise serializers.ValidationError({"password": "The two passwords differ."})
        user = CustomUser(**{name: attrs[name] for name in ("email", "username", "first_name")})
        try:
            # With the user, whose name the password must not resemble: a validator of the field
            # alone cannot know it.
            validate_password(attrs["password"], user)
        except DjangoValidationError as error:
            raise serializers.ValidationError({"password": error.messages}) from error
        return attrs

    def create(self, validated_data: dict[str, Any]) -> CustomUser:
        """Save the user; of two requests for one address at a time the later gets a 400."""
        password = validated_data.pop("password")
        user = CustomUser(**validated_data)
        user.set_password(password)
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:
            raise serializers.ValidationError(
                {"email": ["The e-mail address or the user name is taken."]}
            ) from error
        return user
