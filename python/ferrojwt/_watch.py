"""Notices when a hook that the native fast path stands in for has been replaced.

The module-level `encode` and `decode` do natively what the unmodified classes do. People do
replace parts of those classes (a monkeypatched `_validate_exp`, another `header_typ`, options
set on the process-wide object); from then on the classes themselves have to do the work.
"""

from abc import ABCMeta
from typing import Any

from . import _native

__all__ = ["Watched", "expose", "watch"]


_objects: list[Any] = []
_classes: list[type] = []
_originals: list[dict[str, Any]] = []
_exposed = False


def _reconsider() -> None:
    if _originals:
        _native.set_fast_path(not _exposed and _is_original())


def _is_original() -> bool:
    return all(
        now.keys() == original.keys() and all(now[name] is original[name] for name in now)
        for now, original in zip(_state(), _originals, strict=True)
    )


def _state() -> list[dict[str, Any]]:
    of_classes = [
        {name: value for name, value in vars(watched).items() if not _is_bookkeeping(name)}
        for watched in _classes
    ]
    return of_classes + [dict(vars(watched)) for watched in _objects]


def _is_bookkeeping(name: str) -> bool:
    return name.startswith(("__", "_abc_"))


class _WatchedMeta(ABCMeta):
    def __setattr__(cls, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        _reconsider()

    def __delattr__(cls, name: str) -> None:
        super().__delattr__(name)
        _reconsider()


class Watched(metaclass=_WatchedMeta):
    """Base of the classes that the fast path stands in for."""

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if any(self is watched for watched in _objects):
            _reconsider()

    def __delattr__(self, name: str) -> None:
        super().__delattr__(name)
        if any(self is watched for watched in _objects):
            _reconsider()


def watch(objects: list[Watched]) -> None:
    """Take the present state of these objects and of their classes as the original one."""
    _objects[:] = objects
    _classes[:] = {
        base
        for watched in objects
        for base in type(watched).__mro__
        if issubclass(base, Watched) and base is not Watched
    }
    _originals[:] = _state()
    _reconsider()


def expose(candidate: Watched) -> None:
    """Note that a mutable part of `candidate` goes to code which may change it unseen."""
    global _exposed  # noqa: PLW0603
    if any(candidate is watched for watched in _objects):
        _exposed = True
        _reconsider()
