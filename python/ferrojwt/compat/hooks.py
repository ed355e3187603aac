"""What the aliases need of other packages: changes that are made once those are loaded.

Neither Django nor Django REST framework may be imported by the first line of ``settings.py``.
"""

from __future__ import annotations

import sys
from functools import wraps
from importlib import import_module
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING, Any

from .aliases import FINDER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType


def activate() -> None:
    """Change the modules of `_CHANGES` now where they are loaded, else when they will be."""
    if _AFTER_LOAD in sys.meta_path:
        return
    sys.meta_path.insert(0, _AFTER_LOAD)
    for name, change in _CHANGES.items():
        if name in sys.modules:
            change(sys.modules[name])


def _change_registry(registry: Any) -> None:
    _translate_is_installed(registry)
    _register_checks(registry)


def _translate_is_installed(registry: Any) -> None:
    """Let ``apps.is_installed`` know an application by the alias that it is listed under.

    The application has its own name, whatever INSTALLED_APPS says. A project that blacklists only
    if ``rest_framework_simplejwt.token_blacklist`` is installed would cease to, without a word.
    """
    original = registry.Apps.is_installed

    @wraps(original)
    def is_installed(self: Any, app_name: str) -> bool:
        installed: bool = original(self, FINDER.own_name(app_name) or app_name)
        return installed

    registry.Apps.is_installed = is_installed


def _register_checks(registry: Any) -> None:
    """Have ``manage.py check`` examine a project that lists none of our applications.

    Its settings may promise what does not happen, and run with today's simplejwt all the same.
    """
    original = registry.Apps.populate

    @wraps(original)
    def populate(self: Any, installed_apps: Any = None) -> None:
        original(self, installed_apps)
        # Migrations have registries of their own.
        if self is not registry.apps:
            return
        if "rest_framework_simplejwt" in FINDER.active:
            import_module("ferrojwt.django.checks").register()
        if "rest_framework_jwt" in FINDER.active and _has_jwt_auth():
            import_module("ferrojwt.legacy.checks").register()

    registry.Apps.populate = populate


def _has_jwt_auth() -> bool:
    """Tell a project of drf-jwt from others, whose keys are none of its checks' business."""
    return hasattr(import_module("django.conf").settings, "JWT_AUTH")


def _lend_json_web_token_authentication(authentication: ModuleType) -> None:
    """Let ``rest_framework.authentication`` have a class that a tutorial looks for there."""

    def __getattr__(name: str) -> Any:  # noqa: N807 - the protocol's (PEP 562)
        if name == "JSONWebTokenAuthentication" and "rest_framework_jwt" in FINDER.active:
            return getattr(import_module("ferrojwt.legacy.authentication"), name)
        raise AttributeError(f"module {authentication.__name__!r} has no attribute {name!r}")

    vars(authentication).setdefault("__getattr__", __getattr__)


_CHANGES: dict[str, Callable[[ModuleType], None]] = {
    "django.apps.registry": _change_registry,
    "rest_framework.authentication": _lend_json_web_token_authentication,
}


class _AfterLoad(MetaPathFinder):
    """Makes the changes right after a module has been executed."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Return what the other finders find, with a loader that makes the change."""
        if fullname not in _CHANGES:
            return None
        # As the import system does, pass over a finder of the old protocol.
        others = [f for f in sys.meta_path if f is not self and hasattr(f, "find_spec")]
        found = (finder.find_spec(fullname, path, target) for finder in others)
        spec = next(filter(None, found), None)
        if spec is not None and spec.loader is not None:
            _change_after_execution(spec.loader)
        return spec


def _change_after_execution(loader: Any) -> None:
    execute = loader.exec_module

    def exec_module(module: ModuleType) -> None:
        execute(module)
        change = _CHANGES.get(module.__name__)
        if change is not None:
            change(module)

    # On this one object, which keeps its class and whatever else can be asked of it.
    loader.exec_module = exec_module


_AFTER_LOAD = _AfterLoad()
