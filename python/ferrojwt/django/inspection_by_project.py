"""What the token classes of the project make of a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import Error as DatabaseError

from .authentication import user_of
from .conf import api_settings, import_path
from .exceptions import Refused, TokenError
from .refusals import BY_TEXT, OTHER, untranslated, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .authentication import Token

_REFRESH_CLASS = "ferrojwt.drf.tokens.RefreshToken"
_FOR_REFRESH = (
    "A valid refresh token; not accepted in the Authorization header, which takes an access token."
)
_WRONG_TYPE = BY_TEXT["Token has wrong type"]


def verdict(token: str) -> list[str]:
    """Return, in words, whether the project accepts ``token`` on a request, and why not.

    It asks the classes of ``AUTH_TOKEN_CLASSES``, and the database for the user.  A refresh token,
    which none of them takes, is told to be one, and whether it is good.  Errors of the project's
    configuration are told as well; none is raised.
    """
    try:
        return [*_verdict(token)]
    except DatabaseError as error:
        return [f"Undecided: the database answers {type(error).__name__}."]
    except Exception as error:  # noqa: BLE001 - a token class of the project may raise anything
        return [f"Undecided: the project's settings fail ({type(error).__name__}: {error})."]


def _verdict(token: str) -> Iterator[str]:
    errors: dict[str, TokenError] = {}
    for token_class in api_settings.AUTH_TOKEN_CLASSES:
        try:
            accepted = token_class(token)
        except TokenError as error:  # noqa: PERF203 - there are one or two classes
            errors[token_class.__name__] = error
        else:
            yield from _refused(errors)
            yield from _of_user(accepted, f"Accepted as {type(accepted).__name__}.")
            return
    if _WRONG_TYPE in map(verdict_of, errors.values()):
        try:
            accepted = import_path(_REFRESH_CLASS)(token)
        except TokenError as error:
            if verdict_of(error) != _WRONG_TYPE:
                errors["RefreshToken"] = error
        else:
            yield from _of_user(accepted, _FOR_REFRESH)
            return
    yield from _refused(errors)


def _of_user(token: Token, acceptance: str) -> Iterator[str]:
    try:
        user_of(token)
    except Refused as refusal:
        yield f"Refused: {'; '.join(map(untranslated, refusal.reasons()))}."
    except DatabaseError as error:
        yield "The signature and the claims are good."
        yield f"The user was not looked up: the database answers {type(error).__name__}."
    else:
        yield acceptance


def _refused(errors: dict[str, TokenError]) -> Iterator[str]:
    for name, error in errors.items():
        yield f"Refused as {name}: {_reason(error)}."


def _reason(error: TokenError) -> str:
    reason = verdict_of(error)
    text = untranslated(error.args[0]) if error.args else type(error).__name__
    return text if reason == OTHER else f"{reason.reason} ({text})"
