"""The bodies of requests, whatever a stranger writes into them."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any

from rest_framework.exceptions import ParseError, ValidationError

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.serializers import BaseSerializer

# Python's codecs for names of hosts, whose time grows with the square of the length.
_FOR_HOST_NAMES = {"idna", "punycode"}


def parsed_body(request: Request) -> Any:
    """Return ``request.data``; raises ParseError, a 400, for every body that cannot be parsed."""
    if not _is_character_set(request.parser_context["encoding"]):
        raise ParseError("Unsupported charset in the Content-Type header.")
    try:
        return request.data
    except (RecursionError, UnicodeError) as error:
        # DRF lets these through: a body nested deeply enough causes the first, a form in an odd
        # character set the second.
        raise ParseError from error


def require_valid(serializer: BaseSerializer[Any]) -> None:
    """Raise ValidationError, a 400 that every renderer can answer, unless the data are valid."""
    try:
        serializer.is_valid(raise_exception=True)
    except ValidationError as error:
        if _is_encodable(serializer.initial_data) or not isinstance(error.detail, dict):
            raise
        # Without the serializer, whose data the browsable API would show again.
        raise ValidationError({**error.detail}) from error


def _is_encodable(body: Any) -> bool:
    """Return whether a JSON body holds no lone surrogate, which no response can."""
    try:
        json.dumps(body, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_character_set(name: str) -> bool:
    """Return whether a body may be decoded with this codec.

    A charset in ``Content-Type`` may name any codec of Python's, also one that inflates what a
    stranger has compressed.  DRF before 3.18.2 would run it.
    """
    try:
        # Unlike a reader, this takes text encodings only.
        "".encode(name)
    except (LookupError, UnicodeError):
        return False
    return codecs.lookup(name).name not in _FOR_HOST_NAMES
