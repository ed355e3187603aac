"""Which renderers of Django REST framework write JSON; it need not be installed to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def none_writes_json(renderers: Iterable[Any]) -> bool:
    """Return whether none of the renderer classes writes JSON.

    One does whose ``format`` is "json", as that of DRF's JSONRenderer and its subclasses, or whose
    media type is one of JSON, a structured one such as ``application/vnd.api+json`` included
    (RFC 6839 section 3.1).
    """
    return not any(map(_writes_json, renderers))


def _writes_json(renderer: Any) -> bool:
    media_type = str(getattr(renderer, "media_type", "")).partition(";")[0].strip().lower()
    subtype = media_type.rpartition("/")[2]
    return getattr(renderer, "format", None) == "json" or subtype.rpartition("+")[2] == "json"
