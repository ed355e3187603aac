"""Errors of tokens and of the backend that reads them, and the refusal of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class TokenError(Exception):
    """A token is malformed, of the wrong type, or not acceptable; ``args[0]`` says why."""


class ExpiredTokenError(TokenError):
    """A token is well formed and signed, but its ``exp`` has passed (RFC 7519 section 4.1.4)."""


class TokenBackendError(Exception):
    """The backend cannot encode or decode a token; ``args[0]`` says why."""


class TokenBackendExpiredToken(TokenBackendError):  # noqa: N818 - the contract's name
    """The backend decoded a token whose ``exp`` has passed."""


class Refused(PermissionDenied):
    """A request's credentials are refused, or it has none where a user is asked for.

    detail: says why, for people.
    code: the same for programs, or None where there were no credentials.
    messages: what each token class said.

    It is answered with 401.  Where it is raised outside every view, Django knows it as a
    PermissionDenied and answers 403 rather than 500.
    """

    def __init__(
        self,
        detail: StrOrPromise,
        code: str | None = None,
        messages: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code
        self.messages = messages

    def body(self) -> dict[str, Any]:
        """Return the JSON object that the request is answered with."""
        members = {"detail": self.detail, "code": self.code, "messages": self.messages}
        return {name: value for name, value in members.items() if value is not None}

    def reasons(self) -> list[StrOrPromise]:
        """Return what each token class said, or the one reason that there is."""
        return [message["message"] for message in self.messages or ()] or [self.detail]


class IrrevocableTokenError(Refused, TokenError):
    """A token cannot be in a list of revoked ones: it has no usable id, or no usable ``exp``.

    As a TokenError it makes a token class that asks for revocations refuse the token like any
    other bad one.
    """
