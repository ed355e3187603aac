"""The bodies of requests, whatever a stranger writes into them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rest_framework.exceptions import ParseError

if TYPE_CHECKING:
    from rest_framework.request import Request


def parsed_body(request: Request) -> Any:
    """Return ``request.data``; raises ParseError, a 400, for every body that cannot be parsed."""
    try:
        return request.data
    except (RecursionError, UnicodeError) as error:
        # DRF lets these through: a body nested deeply enough causes the first, a form in an odd
        # character set the second.
        raise ParseError from error


def is_encodable(body: Any) -> bool:
    """Return whether a JSON body holds no lone surrogate, which no response can."""
    try:
        json.dumps(body, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False
    return True
