"""Authentication of a request by the access token in its ``Authorization`` header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth import get_user_model
from rest_framework.authentication import BaseAuthentication

from ferrojwt.django.authentication import (
    HEADER_ENCODING,
    REASONS,
    header_of,
    header_types,
    token_in,
    validated_token,
)
from ferrojwt.django.authentication import challenge as challenge_of
from ferrojwt.django.checks import report_without_app
from ferrojwt.django.exceptions import Refused
from ferrojwt.django.users import (
    default_user_authentication_rule as default_user_authentication_rule,  # noqa: PLC0414 - a name of the contract
)
from ferrojwt.django.users import find_user, refusal_code

from .exceptions import AuthenticationFailed, InvalidToken, error_attributes
from .exceptions import TokenError as TokenError  # noqa: PLC0414 - a name of the contract
from .integrations import load_integrations
from .models import AuthUser as AuthUser  # noqa: PLC0414 - a name of the contract
from .refusals import log_refusal_of_user
from .settings import api_settings

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django_stubs_ext import StrOrPromise
    from rest_framework.request import Request

    from .tokens import Token

__all__ = ["JWTAuthentication", "challenge", "default_user_authentication_rule", "find_user"]


class JWTAuthentication(BaseAuthentication):
    """Authenticates a request by a bearer token (RFC 6750 section 2.1).

    ``www_authenticate_realm`` is the realm named in the ``WWW-Authenticate`` header of a 401;
    ``user_model`` is the model of the users, by default the project's.
    """

    www_authenticate_realm = "api"
    media_type = "application/json"
    default_error_messages: ClassVar[dict[str, StrOrPromise]] = {**REASONS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        report_without_app()
        load_integrations()
        self.user_model: type[AbstractBaseUser] = get_user_model()

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, Token] | None:
        """Return the user and the validated token, or None when the request carries no token.

        Raises AuthenticationFailed, of which InvalidToken is one, when a token or its user is
        refused.
        """
        header = self.get_header(request)
        if header is None:
            return None
        try:
            raw_token = self.get_raw_token(header)
            if raw_token is None:
                return None
            validated_token = self.get_validated_token(raw_token)
            try:
                return self.get_user(validated_token), validated_token
            except AuthenticationFailed as refusal:
                log_refusal_of_user(refusal, raw_token)
                raise
        except AuthenticationFailed as refusal:
            # For the challenge, which is asked for later and without the reason.
            setattr(request, _REFUSAL, refusal)
            raise

    def authenticate_header(self, request: Request) -> str:
        """Return the ``WWW-Authenticate`` challenge of a 401 (RFC 6750 section 3)."""
        return challenge(self.www_authenticate_realm, getattr(request, _REFUSAL, None))

    def get_header(self, request: Request) -> bytes | None:
        """Return the header named by ``AUTH_HEADER_NAME`` as bytes, or None when it is absent."""
        return header_of(request)

    def get_raw_token(self, header: bytes) -> bytes | None:
        """Return the token in ``header``, or None when it is empty or of another scheme.

        The scheme is matched in any case (RFC 9110 section 11.1).  Raises AuthenticationFailed
        unless the header is scheme and token, parted by white space.
        """
        try:
            return token_in(header)
        except Refused as refusal:
            raise self._failure("bad_authorization_header") from refusal

    def get_validated_token(self, raw_token: str | bytes) -> Token:
        """Return ``raw_token`` as the first of ``AUTH_TOKEN_CLASSES`` that accepts it.

        Raises InvalidToken with the reason of each class.
        """
        try:
            return validated_token(raw_token)  # type: ignore[return-value]
        except Refused as refusal:
            if refusal.messages is None:
                # A token class has raised it itself.
                raise
            detail = {"detail": self._message("token_not_valid"), "messages": refusal.messages}
            raise InvalidToken(detail) from refusal

    def get_user(self, validated_token: Token) -> AbstractBaseUser:
        """Return the user that ``validated_token`` identifies.

        Raises InvalidToken when the token names no user, AuthenticationFailed when there is no
        such user or it may not use the token, for the reasons of
        :func:`ferrojwt.django.users.refusal_code`.
        """
        try:
            user_id = validated_token[api_settings.USER_ID_CLAIM]
        except KeyError as error:
            raise InvalidToken(self._message("no_user_id")) from error
        user = find_user(self.user_model, user_id)
        code = refusal_code(user, validated_token)
        if code is not None:
            raise self._failure(code)
        return user  # type: ignore[return-value]

    def _failure(self, code: str) -> AuthenticationFailed:
        return AuthenticationFailed(self._message(code), code=code)

    def _message(self, name: str) -> StrOrPromise:
        # A subclass may have replaced the dict by one that names fewer.
        return self.default_error_messages.get(name, REASONS[name])


class JWTStatelessUserAuthentication(JWTAuthentication):
    """Authenticates by the token alone: the user is made of its claims, without a query."""

    def get_user(self, validated_token: Token) -> Any:
        """Return ``SIMPLE_JWT["TOKEN_USER_CLASS"]`` of the token.

        Raises InvalidToken when the token names no user.
        """
        if api_settings.USER_ID_CLAIM not in validated_token:
            raise InvalidToken(self._message("no_user_id"))
        return api_settings.TOKEN_USER_CLASS(validated_token)


JWTTokenUserAuthentication = JWTStatelessUserAuthentication

_REFUSAL = "_ferrojwt_refusal"


def challenge(realm: str, refusal: object = None) -> str:
    """Return the ``WWW-Authenticate`` value: the first of ``AUTH_HEADER_TYPES`` and ``realm``.

    refusal: the exception, if any, that refused the token that was sent.
    """
    return challenge_of(realm, error_attributes(refusal))


def __getattr__(name: str) -> Any:
    # The contract has these as module globals; computed, they follow the settings.
    if name == "AUTH_HEADER_TYPES":
        return header_types()
    if name == "AUTH_HEADER_TYPE_BYTES":
        return _header_type_bytes()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _header_type_bytes() -> set[bytes]:
    return {kind.encode(HEADER_ENCODING) for kind in header_types()}
