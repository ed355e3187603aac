"""The log of refused tokens, for what Django REST framework raises; ``docs/LOGGING.md``."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, ValidationError

from ferrojwt.django.exceptions import TokenError
from ferrojwt.django.refusals import log_refusal, log_refused_user, most_telling

from .exceptions import LoginRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rest_framework.serializers import BaseSerializer

__all__ = ["log_refusal", "log_refusal_of_user", "logged_refusal_in_body", "most_telling"]

# The fields of the token views that hold a token.
_FIELDS = ("refresh", "token")


def log_refusal_of_user(refusal: AuthenticationFailed, raw_token: object) -> None:
    """Log the refusal of the user that ``raw_token``, a good token, names."""
    log_refused_user(_code(refusal), raw_token)


@contextmanager
def logged_refusal_in_body(serializer: BaseSerializer[Any]) -> Iterator[None]:
    """Log the refusal of the token in a request's body; a log-in has none."""
    try:
        yield
    except TokenError as error:
        log_refusal(error, _token_in(serializer))
        raise
    except LoginRefused:
        raise
    except AuthenticationFailed as error:
        raw_token = _token_in(serializer)
        if raw_token is not None:
            log_refusal_of_user(error, raw_token)
        raise
    except ValidationError as error:
        # The contract has a blacklisted token as a mistake in the body.
        if _("Token is blacklisted") in _texts(error.detail):
            log_refusal(TokenError("Token is blacklisted"), _token_in(serializer))
        raise


def _token_in(serializer: BaseSerializer[Any]) -> object:
    body = serializer.initial_data
    return next((body[name] for name in _FIELDS if name in body), None)


def _code(error: AuthenticationFailed) -> str | None:
    detail: Any = error.detail
    code = detail.get("code") if isinstance(detail, dict) else getattr(detail, "code", None)
    return None if code is None else str(code)


def _texts(detail: Any) -> list[str]:
    if isinstance(detail, dict):
        detail = list(detail.values())
    if isinstance(detail, list):
        return [text for item in detail for text in _texts(item)]
    return [str(detail)]
