"""The ``SIMPLE_JWT`` settings, read when they are used.

``api_settings.NAME`` looks at ``django.conf.settings.SIMPLE_JWT`` each time, so that
``override_settings(SIMPLE_JWT=...)`` takes effect everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from .settings_table import DEFAULTS, IMPORT_STRINGS, REMOVED

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_SIMPLEJWT_PACKAGE = "rest_framework_simplejwt."
_OWN_PACKAGE = "ferrojwt.drf."

# The rule's name in the contract lies in a module that needs Django REST framework.
_MOVED = {
    "ferrojwt.drf.authentication.default_user_authentication_rule": (
        "ferrojwt.django.users.default_user_authentication_rule"
    ),
}


class APISettings:
    """Attribute access to the settings: the project's value, or the one in ``DEFAULTS``.

    Unknown names raise AttributeError.  A dotted path that cannot be imported raises ImportError,
    a ``SIMPLE_JWT`` that is not a dict raises ImproperlyConfigured, and one with a name of
    ``REMOVED`` RuntimeError, as in simplejwt.  The serializers' paths are imported by the views,
    so that a view's error names its serializer.
    """

    defaults: ClassVar[dict[str, Any]] = DEFAULTS
    import_strings: ClassVar[tuple[str, ...]] = IMPORT_STRINGS

    def __init__(self) -> None:
        self._unset: dict[str, Any] = {}
        self._checked: object = None
        self._imported: dict[str, tuple[Any, Any]] = {}

    @property
    def user_settings(self) -> dict[str, Any]:
        """The project's ``SIMPLE_JWT`` dict itself, or an empty one of our own without it."""
        configured = configured_dict()
        if configured is None:
            return self._unset
        if configured is not self._checked:
            _check(configured)
            self._checked = configured
        return cast("dict[str, Any]", configured)

    def __getattr__(self, name: str) -> Any:
        if name not in self.defaults:
            raise AttributeError(f"{name!r} is not a SIMPLE_JWT setting.")
        user_settings = self.user_settings
        if name in user_settings:
            value = user_settings[name]
        elif name == "SIGNING_KEY":
            value = settings.SECRET_KEY
        else:
            value = self.defaults[name]
        return self._import(name, value) if name in self.import_strings else value

    def __delattr__(self, name: str) -> None:
        """Forget what was imported for ``name``, and a value that was set on this object."""
        self._imported.pop(name, None)
        if name in self.__dict__ or name not in self.defaults:
            super().__delattr__(name)

    def reload(self) -> None:
        """Forget what was imported; the next access imports again."""
        self._imported.clear()

    def _import(self, name: str, value: Any) -> Any:
        remembered = self._imported.get(name)
        # Identity is enough: the remembered value is kept alive, so its id cannot be reused.
        if remembered is None or remembered[0] is not value:
            remembered = self._imported[name] = (value, _imported(name, value))
        return remembered[1]


api_settings = APISettings()


def configured_dict() -> Any:
    """Return what the project has set as ``SIMPLE_JWT``, whatever it is, or None without it.

    ``REST_FRAMEWORK["SIMPLE_JWT"]`` is taken where ``settings.SIMPLE_JWT`` is absent: tutorials
    put it there, and simplejwt then runs with its defaults, without a word.
    """
    configured = getattr(settings, "SIMPLE_JWT", None)
    if configured is not None:
        return configured
    rest_framework = getattr(settings, "REST_FRAMEWORK", None)
    return rest_framework.get("SIMPLE_JWT") if isinstance(rest_framework, dict) else None


def import_path(dotted_path: str) -> Any:
    """Import what ``dotted_path`` names; raises ImportError when there is no such thing.

    Paths into ``rest_framework_simplejwt`` lead to the module of the same name here, because
    settings dicts copied from its documentation spell the defaults out.
    """
    if dotted_path.startswith(_SIMPLEJWT_PACKAGE):
        dotted_path = _OWN_PACKAGE + dotted_path.removeprefix(_SIMPLEJWT_PACKAGE)
    return import_string(_MOVED.get(dotted_path, dotted_path))


def at_use(read: Callable[[], T]) -> T:
    """Make a class attribute whose value is ``read()`` at each access.

    It works on the class and on its instances.  A subclass or an instance overrides it by plain
    assignment, which is why the declared type is that of the value.
    """
    return cast("T", _AtUse(read))


def _check(configured: object) -> None:
    if not isinstance(configured, dict):
        raise ImproperlyConfigured("settings.SIMPLE_JWT must be a dict.")
    for name in REMOVED:
        if name in configured:
            raise RuntimeError(
                f"SIMPLE_JWT[{name!r}] has been removed. See docs/SETTINGS.md for what there is."
            )


class _AtUse:
    def __init__(self, read: Callable[[], Any]) -> None:
        self._read = read

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        return self._read()


def _imported(name: str, value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_imported(name, item) for item in value]
    if not isinstance(value, str):
        return value
    try:
        return import_path(value)
    except ImportError as error:
        message = f"Could not import {value!r} for SIMPLE_JWT[{name!r}]: {error}"
        raise ImportError(message) from error
