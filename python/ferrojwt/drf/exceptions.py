"""Errors of the token layer, and the API exceptions that answer a request with 401."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status

from ferrojwt.django import refusals
from ferrojwt.django.exceptions import (
    ExpiredTokenError,
    TokenBackendError,
    TokenBackendExpiredToken,
    TokenError,
)

__all__ = [
    "AuthenticationFailed",
    "DetailDictMixin",
    "ExpiredTokenError",
    "InvalidToken",
    "LoginRefused",
    "SpentTokenRefused",
    "TokenBackendError",
    "TokenBackendExpiredToken",
    "TokenError",
    "TokenRefused",
    "error_attributes",
]


class DetailDictMixin(exceptions.APIException):
    """Gives an API exception a body with the members ``detail`` and ``code``, in this order.

    ``detail`` is a text, or a dict whose members replace and extend the body; ``code`` replaces
    the member ``code``.  Without them the class's ``default_detail`` and ``default_code`` stand.
    """

    def __init__(self, detail: Any = None, code: str | None = None) -> None:
        body: dict[str, Any] = {"detail": self.default_detail, "code": self.default_code}
        if isinstance(detail, dict):
            body |= detail
        elif detail is not None:
            body["detail"] = detail
        if code is not None:
            body["code"] = code
        self.reasons = [message["message"] for message in body.get("messages", ())]
        self.reasons = self.reasons or [body["detail"]]
        super().__init__(body)


class AuthenticationFailed(DetailDictMixin, exceptions.AuthenticationFailed):
    """401 with ``detail`` and ``code``: the credentials do not lead to a usable account."""


class InvalidToken(AuthenticationFailed):
    """401 with ``detail`` and ``code``: the token itself is refused."""

    status_code = status.HTTP_401_UNAUTHORIZED
    default_detail = _("Token is invalid or expired")
    default_code = "token_not_valid"


class LoginRefused(exceptions.AuthenticationFailed):
    """401: there is no account with these credentials, or it may not log in."""


class TokenRefused(exceptions.AuthenticationFailed):
    """401: the account that a refresh or sliding token leads to may not be used with it."""

    def __init__(self, detail: Any, code: str) -> None:
        self.reasons = [detail]
        super().__init__(detail, code)


class SpentTokenRefused(TokenRefused):
    """401 for a token that has been blacklisted on this occasion."""


def error_attributes(refusal: object) -> dict[str, str]:
    """Return the attributes ``error`` and ``error_description`` of RFC 6750 section 3.

    Empty for what is no refusal of a token: a request that carried none is told no error.
    """
    if not isinstance(refusal, (DetailDictMixin, TokenRefused)):
        return {}
    detail: Any = refusal.detail
    code = detail.get("code") if isinstance(detail, dict) else None
    return refusals.error_attributes(code, refusal.reasons)
