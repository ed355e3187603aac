"""What a value of a ``SIMPLE_JWT`` setting may be."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ferrojwt.algorithms import get_default_algorithms, requires_cryptography

if TYPE_CHECKING:
    from collections.abc import Callable

# Those of simplejwt.  "none" signs nothing (RFC 8725 section 3.2).
ALGORITHMS = tuple(
    name
    for name in get_default_algorithms()
    if name.startswith("HS") or name in requires_cryptography
)


class Paths(enum.Enum):
    """Whether a setting holds dotted paths, and who imports them."""

    NONE = enum.auto()
    ON_ACCESS = enum.auto()
    BY_VIEW = enum.auto()


@dataclass(frozen=True)
class Kind:
    """The values that a setting takes.

    expected: completes the sentence "It must be …".
    accepts: tells whether a value is one of them.
    paths: whether they are dotted paths, and who imports them.
    """

    expected: str
    accepts: Callable[[Any], bool]
    paths: Paths = Paths.NONE


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_lifetime(value: Any) -> bool:
    return isinstance(value, timedelta) and value > timedelta(0)


def _is_leeway(value: Any) -> bool:
    if isinstance(value, timedelta):
        return value >= timedelta(0)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    # NaN is no number of seconds, and neither is what timedelta cannot hold.
    return value is None or (is_number and 0 <= value <= timedelta.max.total_seconds())


def _is_key(value: Any) -> bool:
    # Key objects are of many classes.
    return not isinstance(value, (bool, int, float, list, tuple, set))


def _is_audience(value: Any) -> bool:
    if isinstance(value, (list, tuple, set, frozenset)):
        return bool(value) and all(map(_is_text, value))
    return value is None or _is_text(value)


def _is_header_types(value: Any) -> bool:
    types = [value] if isinstance(value, str) else value
    if not isinstance(types, (list, tuple)) or not types:
        return False
    return all(
        _is_text(item) and item.isascii() and not any(map(str.isspace, item)) for item in types
    )


def _is_header_name(value: Any) -> bool:
    return _is_text(value) and value == value.upper() and "-" not in value


def _is_path_or_callable(value: Any) -> bool:
    return callable(value) or (_is_text(value) and "." in value)


def _is_path_or_class(value: Any) -> bool:
    return isinstance(value, type) or (_is_text(value) and "." in value)


def _is_classes(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and all(map(_is_path_or_class, value))


FLAG = Kind("True or False", lambda value: isinstance(value, bool))
LIFETIME = Kind("a positive datetime.timedelta", _is_lifetime)
LEEWAY = Kind("a number of seconds or a datetime.timedelta, not negative", _is_leeway)
ALGORITHM = Kind(
    f"one of {', '.join(ALGORITHMS)}",
    lambda value: isinstance(value, str) and value in ALGORITHMS,
)
# Whether an empty one will do depends on the algorithm, which is for a check of the keys to say.
KEY = Kind("a text, bytes or a key object", _is_key)
AUDIENCE = Kind("a text, a list of texts or None", _is_audience)
OPTIONAL_TEXT = Kind("a text or None", lambda value: value is None or _is_text(value))
TEXT = Kind("a text", _is_text)
HEADER_TYPES = Kind("a word such as 'Bearer', or a list of such words", _is_header_types)
HEADER_NAME = Kind(
    "a key of request.META: upper case, 'HTTP_' before the name of a header", _is_header_name
)
CLASSES = Kind("a list of dotted paths or classes", _is_classes, Paths.ON_ACCESS)
CLASS = Kind("a dotted path or a class", _is_path_or_class, Paths.ON_ACCESS)
OPTIONAL_CLASS = Kind(
    "a dotted path, a class or None",
    lambda value: value is None or _is_path_or_class(value),
    Paths.ON_ACCESS,
)
FUNCTION = Kind("a dotted path or a callable", _is_path_or_callable, Paths.ON_ACCESS)
SERIALIZER = Kind(
    "the dotted path of a serializer",
    lambda value: _is_text(value) and "." in value,
    Paths.BY_VIEW,
)
