"""How the project reads request bodies."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import FormParser, JSONParser

if TYPE_CHECKING:
    from collections.abc import Mapping


class BoundedJSONParser(JSONParser):
    """JSON of bounded depth; Django REST framework's own parser answers deep nesting with 500."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the parsed body. Raises ParseError, which is answered with 400."""
        try:
            return super().parse(stream, media_type, _as_utf_8(parser_context))
        except RecursionError:
            raise ParseError("JSON parse error - nested too deeply") from None


class UTF8FormParser(FormParser):
    """Forms in UTF-8; Django REST framework's own parser answers some other charsets with 500."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the parsed body."""
        return super().parse(stream, media_type, _as_utf_8(parser_context))


def _as_utf_8(parser_context: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the context without the charset of the content type, which may be any of Python's.

    Neither media type has one: JSON is UTF-8 (RFC 8259 section 8.1), and so are forms.
    """
    return {**(parser_context or {}), "encoding": "utf-8"}
