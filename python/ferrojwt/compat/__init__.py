"""``jwt``, ``rest_framework_simplejwt`` and ``rest_framework_jwt`` as names of ferrojwt.

Code that imports them runs on ferrojwt, unchanged.

The first lines of ``settings.py``, or of a program without Django::

    import ferrojwt.compat

    ferrojwt.compat.install()
"""

from __future__ import annotations

from . import hooks
from .aliases import ALIASES, FINDER
from .earlier import AlreadyImportedError, refuse_earlier_imports
from .metadata import switch_versions

__all__ = ["AlreadyImportedError", "install"]


def install(*names: str, pyjwt1: bool = False, metadata: bool = True) -> None:
    """Let the packages of these names be ferrojwt's from now on; without names, all of them.

    ``import jwt.algorithms`` then gives the very module ``ferrojwt.algorithms``, so a class is one
    class under both names, and what is patched under one name is patched under the other.  It
    does not matter whether the real package is installed.  Calling it again changes nothing.

    names: any of "jwt", "rest_framework_simplejwt" and "rest_framework_jwt".

    pyjwt1: serve calls as PyJWT 1.x did, as far as that is safe, where the project's own code
    makes them by the name ``jwt``; see :mod:`ferrojwt.legacy.pyjwt1`.

    metadata: let ``importlib.metadata.version("PyJWT")`` (and that of
    "djangorestframework-simplejwt" and "drf-jwt") answer the version that ferrojwt matches, where
    the distribution is not installed.

    Raises AlreadyImportedError, an ImportError, where one of the packages was imported before from
    elsewhere, and changes nothing then.  Raises ValueError for an unknown name, and where
    ``pyjwt1`` contradicts the names or an earlier call.
    """
    selected = _selected(names)
    if pyjwt1 and "jwt" not in selected:
        raise ValueError("pyjwt1=True is about the name 'jwt': add it to the names.")
    if "jwt" in selected and FINDER.contradicts(pyjwt1=pyjwt1):
        raise ValueError(
            "ferrojwt.compat.install() was called before with another value of pyjwt1, and"
            " modules have got their functions of `jwt` since. Give every call the same value."
        )
    refuse_earlier_imports(name for name in selected if name not in FINDER.active)
    FINDER.activate(selected, pyjwt1=pyjwt1)
    switch_versions([ALIASES[name] for name in selected], on=metadata)
    hooks.activate()


def _selected(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if name not in ALIASES:
            raise ValueError(f"{name!r} is no name to install. Use some of: {', '.join(ALIASES)}.")
    return names or tuple(ALIASES)
