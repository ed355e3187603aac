"""Serializers of the accounts app."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError, transaction
from rest_framework import serializers
from rest_framework.validators import UniqueValidator

from accounts.models import User

EMAIL_TAKEN = "A user with that email address already exists."


class NormalizedEmailField(serializers.EmailField):
    """An e-mail address spelled as the database keeps it, so that "unique" means unique."""

    def to_internal_value(self, data: Any) -> str:
        """Return the address as the user manager normalises it."""
        return User.objects.normalize_email(super().to_internal_value(data))


class RegisterSerializer(serializers.ModelSerializer[User]):
    """A new user: an e-mail address and a password that Django's validators accept."""

    email = NormalizedEmailField(
        max_length=254,
        validators=[UniqueValidator(User.objects.all(), message=EMAIL_TAKEN)],
    )
    password = serializers.CharField(
        write_only=True,
        max_length=128,
        trim_whitespace=False,
        style={"input_type": "password"},
    )

    class Meta:
        model = User
        fields = ("id", "email", "password")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Run AUTH_PASSWORD_VALIDATORS, which also compare the password with the address."""
        try:
            validate_password(attrs["password"], User(email=attrs["email"]))
        except DjangoValidationError as error:
            raise serializers.ValidationError({"password": error.messages}) from error
        return attrs

    def create(self, validated_data: dict[str, Any]) -> User:
        """Save the user; of two requests for one address at a time the later gets a 400."""
        user = User(email=validated_data["email"])
        # Hashed before the transaction, which keeps other writers waiting.
        user.set_password(validated_data["password"])
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:
            raise serializers.ValidationError({"email": [EMAIL_TAKEN]}) from error
        return user


class UserSerializer(serializers.ModelSerializer[User]):
    """Who somebody is."""

    class Meta:
        model = User
        fields = ("id", "email")


class GreetingSerializer(serializers.Serializer[dict[str, str]]):
    """A greeting."""

    message = serializers.CharField()
