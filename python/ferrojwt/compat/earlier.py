"""Refuses to stand in for a package that somebody has imported already, and says who."""

from __future__ import annotations

import linecache
import re
import sys
from types import FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING

from .aliases import ALIASES

if TYPE_CHECKING:
    from collections.abc import Iterable


_SHOWN = 3


class AlreadyImportedError(ImportError):
    """A package was imported from elsewhere before ferrojwt was to stand in for it.

    The modules that did so would go on with the other package's classes, whose exceptions ours are
    not.  `name` is the package, `path` its file or None.
    """


def refuse_earlier_imports(names: Iterable[str]) -> None:
    """Raise AlreadyImportedError for the first of these packages that has been imported."""
    for name in names:
        loaded = [module for module in sys.modules if _root(module) == name]
        if not loaded:
            continue
        module = sys.modules[name if name in loaded else loaded[0]]
        if module is not sys.modules.get(ALIASES[name].package):
            path = getattr(module, "__file__", None)
            raise AlreadyImportedError(_message(name, path), name=name, path=path)


def _message(name: str, path: str | None) -> str:
    return (
        f"`{name}` was imported before ferrojwt.compat.install(), from {path or 'an unknown file'}."
        f"{_users(name)} Call install() ahead of that: in the first lines of the settings module,"
        " or of the program where it imports them before the settings."
    )


def _users(name: str) -> str:
    """Return a sentence about the modules that have something of the package, at most three."""
    users = [module for module in tuple(sys.modules) if _uses(module, name)]
    if not users:
        return ""
    # Modules are listed in the order in which they were completed, so the first is among the first.
    places = ", ".join(_place(user, name) for user in users[:_SHOWN])
    more = f" and {len(users) - _SHOWN} more" if len(users) > _SHOWN else ""
    return f" It is in use by {places}{more}."


def _uses(module_name: str, name: str) -> bool:
    module = sys.modules.get(module_name)
    if module is None or _root(module_name) == name:
        return False
    # By exact type: asking a lazy object for an attribute may well run it.
    for value in tuple(getattr(module, "__dict__", {}).values()):
        kind = type(value)
        if issubclass(kind, ModuleType):
            origin = value.__name__
        elif issubclass(kind, FunctionType | MethodType | type):
            origin = value.__module__
        else:
            continue
        if isinstance(origin, str) and _root(origin) == name:
            return True
    return False


def _place(module_name: str, name: str) -> str:
    path = getattr(sys.modules[module_name], "__file__", None)
    if not path:
        return module_name
    statement = re.compile(rf"\s*(import|from)\s+{name}\b")
    for number, line in enumerate(linecache.getlines(path), start=1):
        if statement.match(line):
            return f"{module_name} ({path}, line {number})"
    return f"{module_name} ({path})"


def _root(module_name: str) -> str:
    return module_name.partition(".")[0]
