"""The request and response bodies of the token views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import update_last_login
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed

from .authentication import find_user
from .settings import api_settings, at_use
from .tokens import RefreshToken, UntypedToken

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django_stubs_ext import StrOrPromise

    from .tokens import Token


class PasswordField(serializers.CharField):
    """A text that is never sent back and that forms show as a password input."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["style"] = {**kwargs.get("style", {}), "input_type": "password"}
        kwargs["write_only"] = True
        # As Django's own log-in form: a space may be part of a password.
        kwargs.setdefault("trim_whitespace", False)
        super().__init__(**kwargs)


class TokenObtainSerializer(serializers.Serializer[Any]):
    """Takes user name and password and finds the user; subclasses answer with tokens.

    ``username_field`` is the name of the first field, by default the user model's
    ``USERNAME_FIELD``; ``token_class`` is the class that :meth:`get_token` makes a token of.
    """

    username_field: str = at_use(lambda: get_user_model().USERNAME_FIELD)
    token_class: type[Token] | None = None
    user: AbstractBaseUser | None

    default_error_messages: ClassVar[dict[str, StrOrPromise]] = {
        "no_active_account": _("No active account found with the given credentials"),
    }

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Return the declared fields, then the user name's and ``password``."""
        fields = super().get_fields()
        fields[self.username_field] = serializers.CharField(write_only=True)
        fields["password"] = PasswordField()
        return fields

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Set ``self.user`` to the user with these credentials and return an empty dict.

        Raises DRF's AuthenticationFailed (401) when there is none, or when
        ``USER_AUTHENTICATION_RULE`` refuses the user.
        """
        self.user = authenticate(
            self.context.get("request"),
            **{name: attrs[name] for name in (self.username_field, "password")},
        )
        # A project's rule sees None too, to answer it in its own way; it cannot let None through.
        if not api_settings.USER_AUTHENTICATION_RULE(self.user) or self.user is None:
            raise AuthenticationFailed(
                self.error_messages["no_active_account"], "no_active_account"
            )
        return {}

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> Token:
        """Return a new token for ``user``; the method to override for claims of one's own."""
        if cls.token_class is None:
            raise TypeError(f"{cls.__name__} must set token_class or override get_token().")
        return cls.token_class.for_user(user)


class TokenObtainPairSerializer(TokenObtainSerializer):
    """Answers credentials with ``refresh`` and ``access``."""

    token_class = RefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the pair; records the login when ``UPDATE_LAST_LOGIN`` is on."""
        body = super().validate(attrs)
        user = cast("AbstractBaseUser", self.user)
        refresh = cast("RefreshToken", self.get_token(user))
        body["refresh"] = str(refresh)
        body["access"] = str(refresh.access_token)
        if api_settings.UPDATE_LAST_LOGIN:
            update_last_login(None, user)  # type: ignore[arg-type] # It takes any user model.
        return body


class TokenRefreshSerializer(serializers.Serializer[Any]):
    """Answers a refresh token with ``access``, and a new ``refresh`` when tokens rotate."""

    refresh = serializers.CharField()
    access = serializers.CharField(read_only=True)
    token_class: type[RefreshToken] = RefreshToken

    default_error_messages: ClassVar[dict[str, StrOrPromise]] = {
        "no_active_account": _("No active account found for the given token."),
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the new tokens.

        Raises TokenError when the token is refused, DRF's AuthenticationFailed (401) when the user
        it names is gone or refused by ``USER_AUTHENTICATION_RULE``.  A token that names no user is
        refreshed without that check.
        """
        refresh = self.token_class(attrs["refresh"])
        self._check_user(refresh)
        body = {"access": str(refresh.access_token)}
        if api_settings.ROTATE_REFRESH_TOKENS:
            refresh.set_jti()
            refresh.set_exp()
            refresh.set_iat()
            body["refresh"] = str(refresh)
        return body

    def _check_user(self, refresh: RefreshToken) -> None:
        if api_settings.USER_ID_CLAIM not in refresh:
            return
        user = find_user(get_user_model(), refresh[api_settings.USER_ID_CLAIM])
        if user is None or not api_settings.USER_AUTHENTICATION_RULE(user):
            raise AuthenticationFailed(
                self.error_messages["no_active_account"], "no_active_account"
            )


class TokenVerifySerializer(serializers.Serializer[Any]):
    """Answers a valid token, of whatever type, with an empty body."""

    token = serializers.CharField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return an empty dict; raises TokenError when the token is refused."""
        UntypedToken(attrs["token"])
        return {}
