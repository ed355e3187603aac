"""The fixtures that all tests share."""

from tests.databases import postgres

__all__ = ["postgres"]
