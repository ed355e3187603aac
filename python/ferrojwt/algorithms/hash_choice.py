"""Hash functions as class attributes, imported when somebody looks at them.

The native code has its own; `hashlib` alone would be a tenth of the package's import.
"""

from typing import Any

from .keys import cryptography

__all__ = ["HashChoice", "HashlibChoice"]


class HashlibChoice:
    """A class attribute: the hash constructor of this name in `hashlib`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        """Return the hash constructor."""
        import hashlib  # noqa: PLC0415 - as the module's docstring says

        return getattr(hashlib, self.name)


class HashChoice(HashlibChoice):
    """A class attribute: a hash class of `cryptography`, or hashlib's if that does not import."""

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        """Return the hash function; `cryptography` is imported then, not before."""
        package = cryptography()
        if package is None:
            return super().__get__(instance, owner)
        return getattr(package.hashes, self.name.upper())
