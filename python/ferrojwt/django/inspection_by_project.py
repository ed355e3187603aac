"""What the token classes of the project make of a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import Error as DatabaseError

from .authentication import user_of
from .conf import api_settings
from .exceptions import Refused, TokenError
from .refusals import OTHER, untranslated, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .authentication import Token


def verdict(token: str) -> list[str]:
    """Return, in words, whether the project accepts ``token`` on a request, and why not.

    It asks the classes of ``AUTH_TOKEN_CLASSES``, and the database for the user.  Errors of the
    project's configuration are told as well; none is raised.
    """
    try:
        return [*_verdict(token)]
    except Exception as error:  # noqa: BLE001 - a token class of the project may raise anything
        return [f"Undecided: the project's settings fail ({type(error).__name__}: {error})."]


def _verdict(token: str) -> Iterator[str]:
    accepted: Token | None = None
    for token_class in api_settings.AUTH_TOKEN_CLASSES:
        try:
            accepted = token_class(token)
            break
        except TokenError as error:
            yield f"Refused as {token_class.__name__}: {_reason(error)}."
    if accepted is None:
        return
    try:
        user_of(accepted)
    except Refused as refusal:
        yield f"Refused: {'; '.join(map(untranslated, refusal.reasons()))}."
    except DatabaseError as error:
        yield "The signature and the claims are good."
        yield f"The user was not looked up: the database answers {type(error).__name__}."
    else:
        yield f"Accepted as {type(accepted).__name__}."


def _reason(error: TokenError) -> str:
    reason = verdict_of(error)
    text = untranslated(error.args[0]) if error.args else type(error).__name__
    return text if reason == OTHER else f"{reason.reason} ({text})"
