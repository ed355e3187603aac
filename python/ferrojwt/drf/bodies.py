"""The bodies of requests, whatever a stranger writes into them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rest_framework.exceptions import ParseError, ValidationError

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.serializers import BaseSerializer


def parsed_body(request: Request) -> Any:
    """Return ``request.data``; raises ParseError, a 400, for every body that cannot be parsed."""
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
