"""The ``SIMPLE_JWT`` settings, read when they are used.

``api_settings.NAME`` is looked up when it is first used and again after Django has said that
settings changed, so that ``override_settings(SIMPLE_JWT=...)`` takes effect everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
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
        # The names whose attributes are values that were looked up, as opposed to set.
        self._looked_up: set[str] = set()
        setting_changed.connect(self._on_setting_changed)

    @property
    def user_settings(self) -> dict[str, Any]:
        """The project's ``SIMPLE_JWT`` dict itself, or an empty one of our own without it."""
        configured = configured_dict()
        if configured is None:
            return self._unset
        _check(configured)
        return cast("dict[str, Any]", configured)

    def __getattr__(self, name: str) -> Any:
        """Look the setting up, and keep its value as an attribute until settings change."""
        if name not in self.defaults:
            raise AttributeError(f"{name!r} is not a SIMPLE_JWT setting.")
        user_settings = self.user_settings
        if name in user_settings:
            value = user_settings[name]
        elif name == "SIGNING_KEY":
            value = settings.SECRET_KEY
        else:
            value = self.defaults[name]
        if name in self.import_strings:
            value = _imported(name, value)
        self._looked_up.add(name)
        setattr(self, name, value)
        return value

    def __delattr__(self, name: str) -> None:
        """Forget the value of ``name``, whether it was looked up or set on this object."""
        self._looked_up.discard(name)
        if name in self.__dict__ or name not in self.defaults:
            super().__delattr__(name)

    def reload(self) -> None:
        """Forget what was looked up; the next access looks and imports again."""
        for name in tuple(self._looked_up):
            delattr(self, name)

    def _on_setting_changed(self, **_kwargs: object) -> None:
        # Whichever it was: SECRET_KEY and REST_FRAMEWORK are read as well.
        self.reload()


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


def setting_at_use(name: str) -> Any:
    """Make a class attribute whose value is the setting ``name`` at each access."""
    return _SettingAtUse(name)


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


class _SettingAtUse:
    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        return getattr(api_settings, self._name)


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
