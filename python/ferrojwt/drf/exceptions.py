"""Errors of the token layer, and the API exceptions that answer a request with 401."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from rest_framework import exceptions, status


class TokenError(Exception):
    """A token is malformed, of the wrong type, or not acceptable; ``args[0]`` says why."""


class ExpiredTokenError(TokenError):
    """A token is well formed and signed, but its ``exp`` has passed (RFC 7519 section 4.1.4)."""


class TokenBackendError(Exception):
    """The backend cannot encode or decode a token; ``args[0]`` says why."""


class TokenBackendExpiredToken(TokenBackendError):  # noqa: N818 - the contract's name
    """The backend decoded a token whose ``exp`` has passed."""


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

    Empty for what is no refusal of a token: a request that carried none is told no error.  The
    description is in English, in the characters that the section allows.
    """
    if not isinstance(refusal, (DetailDictMixin, TokenRefused)):
        return {}
    with override(None):
        description = "; ".join(dict.fromkeys(map(str, refusal.reasons)))
    detail = refusal.detail
    code = detail.get("code") if isinstance(detail, dict) else None
    return {
        "error": "invalid_request" if code == "bad_authorization_header" else "invalid_token",
        "error_description": "".join(filter(_is_allowed, description)),
    }


def _is_allowed(character: str) -> bool:
    return " " <= character <= "~" and character not in '"\\'
