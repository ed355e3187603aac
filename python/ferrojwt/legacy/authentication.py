"""Authentication of a request by the token in its ``Authorization`` header or in a cookie."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, serializers
from rest_framework.authentication import BaseAuthentication, get_authorization_header

import ferrojwt as jwt
from ferrojwt.django.exceptions import TokenError
from ferrojwt.drf.refusals import log_refusal_of_user

from .blacklist.exceptions import InvalidAuthorizationCredentials, MissingToken
from .checks import report_without_app
from .settings import api_settings, handler_named
from .users import find_user
from .verification import refusal_text, verified_payload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.base_user import AbstractBaseUser
    from rest_framework.request import Request


class BaseJSONWebTokenAuthentication(BaseAuthentication):
    """Authenticates by the token that :meth:`get_jwt_value`, of a subclass, finds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        report_without_app()

    def get_jwt_value(self, request: Request) -> str | bytes | None:
        """Return the token in ``request``, None without one."""
        raise NotImplementedError(f"{type(self).__name__} must define get_jwt_value().")

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, str] | None:
        """Return the user and the token's text, or None when the request carries no token.

        Raises AuthenticationFailed, a 401, when the token or its user is refused, and
        PermissionDenied, a 403, when the token is blacklisted.
        """
        value = self.get_jwt_value(request)
        if value is None:
            return None
        token = force_str(value, errors="replace")
        try:
            payload = verified_payload(token, self.jwt_decode_token)
        except TokenError as error:
            raise exceptions.PermissionDenied(refusal_text(error)) from error
        except jwt.InvalidTokenError as error:
            raise exceptions.AuthenticationFailed(refusal_text(error)) from error
        except serializers.ValidationError as error:
            # The user whose own secret was to verify the token is not there.
            raise exceptions.AuthenticationFailed(_("Invalid token.")) from error
        try:
            return self.authenticate_credentials(payload), token
        except exceptions.AuthenticationFailed as refusal:
            log_refusal_of_user(refusal, token)
            raise

    def authenticate_credentials(self, payload: Mapping[str, Any]) -> AbstractBaseUser:
        """Return the active user that ``payload`` names; raises AuthenticationFailed otherwise."""
        username = self.jwt_get_username_from_payload(payload)
        if not username:
            raise exceptions.AuthenticationFailed(_("Invalid payload."), code="token_not_valid")
        user = find_user(username)
        if user is None:
            raise exceptions.AuthenticationFailed(_("Invalid token."), code="user_not_found")
        if not user.is_active:
            raise exceptions.AuthenticationFailed(
                _("User account is disabled."), code="user_inactive"
            )
        return user

    # The handlers of the settings; a subclass puts its own in their place.

    @classmethod
    def jwt_create_payload(cls, *args: Any, **kwargs: Any) -> Any:
        """Return the claims of a new token, by ``JWT_PAYLOAD_HANDLER(user)``."""
        return api_settings.JWT_PAYLOAD_HANDLER(*args, **kwargs)

    @classmethod
    def jwt_encode_payload(cls, *args: Any, **kwargs: Any) -> Any:
        """Return a token, by ``JWT_ENCODE_HANDLER(payload)``."""
        return api_settings.JWT_ENCODE_HANDLER(*args, **kwargs)

    @classmethod
    def jwt_decode_token(cls, *args: Any, **kwargs: Any) -> Any:
        """Return the payload of a token, by ``JWT_DECODE_HANDLER(token)``."""
        return api_settings.JWT_DECODE_HANDLER(*args, **kwargs)

    @classmethod
    def jwt_get_username_from_payload(cls, *args: Any, **kwargs: Any) -> Any:
        """Return the username in claims, by ``JWT_PAYLOAD_GET_USERNAME_HANDLER(payload)``."""
        return api_settings.JWT_PAYLOAD_GET_USERNAME_HANDLER(*args, **kwargs)

    @classmethod
    def jwt_create_response_payload(cls, *args: Any, **kwargs: Any) -> Any:
        """Return what a token view answers with, by ``JWT_RESPONSE_PAYLOAD_HANDLER``.

        It is called with token, user, request and the time of issue; without the last where it
        takes three arguments, as in projects on djangorestframework-jwt.
        """
        handler = api_settings.JWT_RESPONSE_PAYLOAD_HANDLER
        try:
            inspect.signature(handler).bind(*args, **kwargs)
        except TypeError:
            args = args[:3]
        return handler(*args, **kwargs)


class JSONWebTokenAuthentication(BaseJSONWebTokenAuthentication):
    """Finds the token in ``Authorization: Bearer …``, otherwise in a cookie.

    The scheme is ``JWT_AUTH_HEADER_PREFIX``; the cookies are ``JWT_IMPERSONATION_COOKIE`` and
    ``JWT_AUTH_COOKIE``.  ``www_authenticate_realm`` is the realm in the challenge of a 401.
    """

    www_authenticate_realm = "api"

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - DRF's signature
        """Return the ``WWW-Authenticate`` challenge of a 401."""
        return f'{api_settings.JWT_AUTH_HEADER_PREFIX} realm="{self.www_authenticate_realm}"'

    def get_jwt_value(self, request: Request) -> str | bytes | None:
        """Return the token in ``request``, None without one."""
        try:
            return self.get_token_from_request(request)
        except MissingToken:
            return None

    @classmethod
    def get_token_from_request(cls, request: Request) -> str | None:
        """Return the token in the header, or in a cookie where there is no usable header.

        None for a header of another scheme; raises MissingToken when there is no token at all.
        """
        try:
            header = force_str(get_authorization_header(request))
            return cls.get_token_from_authorization_header(header)
        except (InvalidAuthorizationCredentials, UnicodeError):
            return cls.get_token_from_cookies(request.COOKIES)

    @classmethod
    def get_token_from_authorization_header(cls, authorization_header: str) -> str | None:
        """Return the token after the scheme, None after another scheme.

        Raises InvalidAuthorizationCredentials unless there are scheme and token, parted by one
        space.
        """
        prefix, *rest = authorization_header.split(" ")
        if len(rest) != 1:
            raise InvalidAuthorizationCredentials
        if not cls.prefixes_match(prefix):
            return None
        if not rest[0]:
            raise InvalidAuthorizationCredentials
        return rest[0]

    @classmethod
    def prefixes_match(cls, prefix: str) -> bool:
        """Tell whether ``prefix`` is ``JWT_AUTH_HEADER_PREFIX``, in any case."""
        expected: str = api_settings.JWT_AUTH_HEADER_PREFIX
        return prefix.lower() == expected.lower()

    @classmethod
    def get_token_from_cookies(cls, cookies: Mapping[str, str]) -> str:
        """Return the token of ``JWT_IMPERSONATION_COOKIE``, or else of ``JWT_AUTH_COOKIE``.

        Raises MissingToken when neither is set and sent.
        """
        impersonation = api_settings.JWT_IMPERSONATION_COOKIE
        if impersonation and cookies.get(impersonation):
            return cookies[impersonation]
        name = api_settings.JWT_AUTH_COOKIE
        if not name or name not in cookies:
            raise MissingToken
        return cookies[name]


def __getattr__(name: str) -> Any:
    return handler_named(name, __name__)
