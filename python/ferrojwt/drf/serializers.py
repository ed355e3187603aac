"""The request and response bodies of the token views."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib.auth import authenticate, get_user_model, user_logged_in
from django.contrib.auth.models import update_last_login
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ferrojwt.django.users import password_has_changed

from .blacklist import (
    BlacklistMixin,
    app_is_installed,
    deferred_blacklist_check,
    is_blacklisted,
    transaction_of_blacklist,
)
from .exceptions import LoginRefused, SpentTokenRefused, TokenError, TokenRefused
from .models import AuthUser as AuthUser  # noqa: PLC0414 - a name of the contract
from .settings import api_settings, at_use
from .tokens import RefreshToken, SlidingToken, UntypedToken

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest
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
        ``USER_AUTHENTICATION_RULE`` refuses the user; ``ON_LOGIN_FAILED`` is called before.
        """
        request = self.context.get("request")
        credentials = {name: attrs[name] for name in (self.username_field, "password")}
        self.user = authenticate(request, **credentials)
        # A project's rule sees None too, to answer it in its own way; it cannot let None through.
        if not api_settings.USER_AUTHENTICATION_RULE(self.user) or self.user is None:
            api_settings.ON_LOGIN_FAILED(_masked(attrs), request)
            raise LoginRefused(self.error_messages["no_active_account"], "no_active_account")
        return {}

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> Token:
        """Return a new token for ``user``; the method to override for claims of one's own."""
        if cls.token_class is None:
            raise TypeError(f"{cls.__name__} must set token_class or override get_token().")
        return cls.token_class.for_user(user)

    def _record_login(self, user: AbstractBaseUser) -> None:
        request = self.context.get("request")
        if api_settings.UPDATE_LAST_LOGIN:
            api_settings.ON_LOGIN_SUCCESS(user, request)
        if api_settings.SEND_USER_LOGGED_IN:
            user_logged_in.send(sender=type(user), request=request, user=user)


class TokenObtainPairSerializer(TokenObtainSerializer):
    """Answers credentials with ``refresh`` and ``access``."""

    token_class = RefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the pair; records the login as the settings ask for."""
        body = super().validate(attrs)
        user = cast("AbstractBaseUser", self.user)
        refresh = cast("RefreshToken", self.get_token(user))
        body["refresh"] = str(refresh)
        body["access"] = str(refresh.access_token)
        self._record_login(user)
        return body


class TokenObtainSlidingSerializer(TokenObtainSerializer):
    """Answers credentials with ``token``."""

    token_class = SlidingToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the token; records the login as the settings ask for."""
        body = super().validate(attrs)
        user = cast("AbstractBaseUser", self.user)
        body["token"] = str(self.get_token(user))
        self._record_login(user)
        return body


class _ExchangeSerializer(serializers.Serializer[Any]):
    """What the serializers that exchange a token for another have in common."""

    default_error_messages: ClassVar[dict[str, StrOrPromise]] = {
        "no_active_account": _("No active account found for the given token."),
        "password_changed": _("The user's password has been changed."),
    }

    def _check_account(self, token: Token) -> None:
        """Raise TokenRefused unless the token's user may use it; one without user passes."""
        if api_settings.USER_ID_CLAIM not in token:
            return
        user = token.find_subject()
        is_inactive = user is not None and api_settings.CHECK_USER_IS_ACTIVE and not user.is_active
        if user is None or is_inactive or not api_settings.USER_AUTHENTICATION_RULE(user):
            raise TokenRefused(self.error_messages["no_active_account"], "no_active_account")
        if api_settings.CHECK_REVOKE_TOKEN and password_has_changed(
            user, token.get(api_settings.REVOKE_TOKEN_CLAIM)
        ):
            raise SpentTokenRefused(self.error_messages["password_changed"], "password_changed")


class TokenRefreshSerializer(_ExchangeSerializer):
    """Answers a refresh token with ``access``, and a new ``refresh`` when tokens rotate."""

    refresh = serializers.CharField()
    access = serializers.CharField(read_only=True)
    token_class: type[RefreshToken] = RefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the new tokens.

        Raises TokenError when the token is refused, DRF's AuthenticationFailed (401) when the user
        it names is gone, is refused by ``USER_AUTHENTICATION_RULE`` or, under
        ``CHECK_REVOKE_TOKEN``, has another password; in the last case the token is blacklisted.
        """
        if api_settings.ROTATE_REFRESH_TOKENS and api_settings.BLACKLIST_AFTER_ROTATION:
            try:
                return self._spend(attrs["refresh"])
            except IntegrityError as error:
                # The user has been deleted meanwhile, which PostgreSQL says at the very end.
                raise TokenRefused(
                    self.error_messages["no_active_account"], "no_active_account"
                ) from error
        refresh = self.token_class(attrs["refresh"])
        try:
            self._check_account(refresh)
        except SpentTokenRefused:
            _blacklist_if_possible(refresh)
            raise
        return self._exchange(refresh)

    def _spend(self, text: str) -> dict[str, Any]:
        """Blacklist the token and return its successors, both or neither."""
        with transaction_of_blacklist() if app_is_installed() else nullcontext():
            with deferred_blacklist_check():
                refresh = self.token_class(text)
            if not _blacklist(refresh):
                raise TokenError(_("Token is blacklisted"))
            try:
                self._check_account(refresh)
            except SpentTokenRefused as error:
                # It stays blacklisted, so the transaction has to end well.
                refusal = error
            else:
                return self._exchange(refresh)
        raise refusal

    @staticmethod
    def _exchange(refresh: RefreshToken) -> dict[str, Any]:
        body = {"access": str(refresh.access_token)}
        if api_settings.ROTATE_REFRESH_TOKENS:
            refresh.set_jti()
            refresh.set_exp()
            refresh.set_iat()
            refresh.outstand()
            body["refresh"] = str(refresh)
        return body


class TokenRefreshSlidingSerializer(_ExchangeSerializer):
    """Answers a sliding token with the same one, with a later ``exp``."""

    token = serializers.CharField()
    token_class: type[SlidingToken] = SlidingToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the token; raises as :class:`TokenRefreshSerializer` does.

        TokenError also when ``SLIDING_TOKEN_REFRESH_EXP_CLAIM`` has passed or is missing.
        """
        token = self.token_class(attrs["token"])
        token.check_exp(api_settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM)
        try:
            self._check_account(token)
        except SpentTokenRefused:
            _blacklist_if_possible(token)
            raise
        token.set_exp()
        token.set_iat()
        return {"token": str(token)}


class TokenVerifySerializer(serializers.Serializer[Any]):
    """Answers a valid token, of ``token_type`` or of whatever type, with an empty body."""

    token = serializers.CharField(write_only=True)
    token_type = serializers.CharField(write_only=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return an empty dict.

        Raises TokenError when the token is refused or is of another type than is asked for,
        ValidationError when it is blacklisted.
        """
        with deferred_blacklist_check():
            token = UntypedToken(attrs["token"])
        if "token_type" in attrs:
            _check_type(token, attrs["token_type"])
        if is_blacklisted(token.payload):
            raise serializers.ValidationError(_("Token is blacklisted"))
        return {}


class TokenBlacklistSerializer(serializers.Serializer[Any]):
    """Blacklists a refresh token and answers with an empty body."""

    refresh = serializers.CharField(write_only=True)
    token_class: type[Token] = RefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return an empty dict; raises TokenError when the token is refused, or is blacklisted."""
        with deferred_blacklist_check():
            refresh = self.token_class(attrs["refresh"])
        if not _blacklist(refresh):
            raise TokenError(_("Token is blacklisted"))
        return {}


# The names that Django's `user_login_failed` takes for secrets, and what it puts in their place.
_SECRET = re.compile("api|token|key|secret|password|signature", re.IGNORECASE)
_MASK = "********************"


def default_on_login_success(user: AbstractBaseUser, request: HttpRequest | None) -> None:  # noqa: ARG001
    """Record the login in ``last_login``."""
    update_last_login(None, user)  # type: ignore[arg-type] # It takes any user model.


def default_on_login_failed(credentials: dict[str, Any], request: HttpRequest | None) -> None:
    """Do nothing; ``credentials`` would have the password and other secrets masked."""


def _masked(credentials: dict[str, Any]) -> dict[str, Any]:
    return {name: _MASK if _SECRET.search(name) else value for name, value in credentials.items()}


def _check_type(token: Token, expected: str) -> None:
    """Raise TokenError unless the token is of this type; one without types is of none."""
    claim = api_settings.TOKEN_TYPE_CLAIM
    if claim not in token:
        raise TokenError(_("Token has no type"))
    if token[claim] != expected:
        raise TokenError(_("Token has wrong type"))


def _blacklist(token: Token) -> bool:
    """Blacklist the token; tell whether it may be used this once, False if it was before."""
    # Missing without the app.
    blacklist = getattr(token, "blacklist", None)
    if blacklist is None:
        return True
    if not _has_our_blacklist(token) and hasattr(token, "check_blacklist"):
        # What a project's own method does and returns is not known: so the look that was put off
        # comes now.
        token.check_blacklist()
    outcome = blacklist()
    is_first_use: bool | None = getattr(token, "is_first_use", None)
    if is_first_use is not None:
        return is_first_use
    return not isinstance(outcome, tuple) or bool(outcome[1])


def _has_our_blacklist(token: Token) -> bool:
    owner = next((each for each in type(token).__mro__ if "blacklist" in vars(each)), None)
    return owner is BlacklistMixin


def _blacklist_if_possible(token: Token) -> None:
    """Blacklist a token that is refused in any case."""
    if api_settings.JTI_CLAIM is not None:
        _blacklist(token)
