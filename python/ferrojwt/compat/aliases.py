"""The import aliases: which package stands in for which, and the finder that makes it so."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from dataclasses import dataclass
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

from ferrojwt.help import PYJWT_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import CodeType, ModuleType

_PYJWT1 = "ferrojwt.legacy.pyjwt1"


@dataclass(frozen=True)
class Alias:
    """A package that one of ours stands in for, with the distribution whose interface ours has."""

    package: str
    distribution: str
    version: str


ALIASES = {
    "jwt": Alias("ferrojwt", "PyJWT", PYJWT_VERSION),
    "rest_framework_simplejwt": Alias("ferrojwt.drf", "djangorestframework-simplejwt", "5.5.1"),
    "rest_framework_jwt": Alias("ferrojwt.legacy", "drf-jwt", "1.19.2"),
}


class AliasFinder(MetaPathFinder):
    """Finds our modules under the names of the packages that they stand in for."""

    def __init__(self) -> None:
        self.active: set[str] = set()
        self._pyjwt1 = False

    def activate(self, names: Iterable[str], *, pyjwt1: bool) -> None:
        """Serve these names of `ALIASES`, ahead of every other finder."""
        self.active.update(names)
        if "jwt" in names:
            self._pyjwt1 = pyjwt1
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)

    def contradicts(self, *, pyjwt1: bool) -> bool:
        """Return whether `jwt` is in use with the other conventions."""
        return "jwt" in sys.modules and "jwt" in self.active and pyjwt1 != self._pyjwt1

    def own_name(self, name: str) -> str | None:
        """Return the name of our module for `name`, or None where it is none of the aliases'."""
        root, dot, rest = name.partition(".")
        if root not in self.active:
            return None
        if name == "jwt" and self._pyjwt1:
            return _PYJWT1
        return ALIASES[root].package + dot + rest

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002 - the protocol's
        target: ModuleType | None = None,  # noqa: ARG002 - the protocol's
    ) -> ModuleSpec | None:
        """Return the specification of one of our modules under an alias."""
        own_name = self.own_name(fullname)
        own_spec = None if own_name is None else importlib.util.find_spec(own_name)
        if own_name is None or own_spec is None:
            return None
        spec = ModuleSpec(fullname, _AliasLoader(own_name, own_spec), origin=own_spec.origin)
        spec.submodule_search_locations = own_spec.submodule_search_locations
        return spec


class _AliasLoader(InspectLoader):
    """Answers an import with a module that goes by another name."""

    def __init__(self, own_name: str, own_spec: ModuleSpec) -> None:
        self._own_name = own_name
        self._own_spec = own_spec

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        # While a module is being executed it may well import itself by the alias. So it is
        # imported here, before the import system enters anything under the alias.
        module = importlib.import_module(self._own_name)
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        # The import system has put the alias's in its place, and `reload` would go by that.
        assert module.__spec__ is not None  # noqa: S101 - it has just been set
        module.__spec__ = module.__spec__.loader_state

    # What runpy and pkgutil ask for, who do not import the module.

    def is_package(self, fullname: str) -> bool:  # noqa: ARG002 - the protocol's
        return self._own_spec.submodule_search_locations is not None

    def get_source(self, fullname: str) -> str | None:  # noqa: ARG002 - the protocol's
        source: str | None = self._own_loader.get_source(self._own_name)
        return source

    def get_code(self, fullname: str) -> CodeType | None:  # noqa: ARG002 - the protocol's
        code: CodeType | None = self._own_loader.get_code(self._own_name)
        return code

    def get_data(self, path: str) -> bytes:
        data: bytes = self._own_loader.get_data(path)
        return data

    @property
    def _own_loader(self) -> Any:
        return self._own_spec.loader


FINDER = AliasFinder()
