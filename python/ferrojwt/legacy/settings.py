"""The ``JWT_AUTH`` settings, read when they are used; nothing is cached."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from .settings_table import BY_NAME, DEFAULTS, ENFORCED, IMPORT_STRINGS

__all__ = ["DEFAULTS", "IMPORT_STRINGS", "APISettings", "api_settings"]

_UPSTREAMS_PACKAGE = "rest_framework_jwt."
_OWN_PACKAGE = "ferrojwt.legacy."


class APISettings:
    """Attribute access to the settings: the project's value, or the one in ``DEFAULTS``.

    Unknown names raise AttributeError, a dotted path that leads nowhere ImportError, and a
    ``JWT_AUTH`` that is no dict, or a wrong value of those in ``ENFORCED``, ImproperlyConfigured.

    A value that is set on this object holds until it is deleted, or until the value is set that
    the project's settings give: so ends ``monkeypatch.setattr(api_settings, NAME, ...)``.
    """

    defaults: ClassVar[dict[str, Any]] = DEFAULTS
    import_strings: ClassVar[tuple[str, ...]] = IMPORT_STRINGS

    @property
    def user_settings(self) -> dict[str, Any]:
        """The project's ``JWT_AUTH``.

        Where it is absent or empty: those entries of ``REST_FRAMEWORK`` that have the name of a
        setting, which is where upstream looks then.
        """
        configured = getattr(settings, "JWT_AUTH", None)
        if configured:
            if not isinstance(configured, dict):
                raise ImproperlyConfigured("settings.JWT_AUTH must be a dict.")
            return configured
        return misplaced_settings()

    def __getattr__(self, name: str) -> Any:
        if name not in self.defaults:
            raise AttributeError(f"{name!r} is not a JWT_AUTH setting.")
        user_settings = self.user_settings
        if name in user_settings:
            value = user_settings[name]
        elif name == "JWT_SECRET_KEY":
            value = settings.SECRET_KEY
        else:
            value = self.defaults[name]
        if name in ENFORCED and not BY_NAME[name].kind.accepts(value):
            raise ImproperlyConfigured(f"JWT_AUTH[{name!r}] must be {BY_NAME[name].kind.expected}.")
        return _imported(name, value) if name in self.import_strings else value

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__.pop(name, None)
        if name not in self.defaults or value is not getattr(self, name):
            super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        """Forget the value that was set on this object, if any."""
        if name not in self.defaults:
            super().__delattr__(name)
        self.__dict__.pop(name, None)

    def reload(self) -> None:
        """Forget the values that were set on this object."""
        self.__dict__.clear()


def misplaced_settings() -> dict[str, Any]:
    """Return the entries of ``REST_FRAMEWORK`` that have the name of a setting."""
    rest_framework = getattr(settings, "REST_FRAMEWORK", None)
    if not isinstance(rest_framework, dict):
        return {}
    return {name: value for name, value in rest_framework.items() if name in DEFAULTS}


def import_path(dotted_path: str) -> Any:
    """Import what ``dotted_path`` names; raises ImportError when there is no such thing.

    Paths into ``rest_framework_jwt`` lead to the same place here.
    """
    if dotted_path.startswith(_UPSTREAMS_PACKAGE):
        dotted_path = _OWN_PACKAGE + dotted_path.removeprefix(_UPSTREAMS_PACKAGE)
    return import_string(dotted_path)


def _imported(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return import_path(value)
    except ImportError as error:
        message = f"Could not import {value!r} for JWT_AUTH[{name!r}]: {error}"
        raise ImportError(message) from error


api_settings = APISettings()

# Handlers that djangorestframework-jwt has as globals of its modules, by their names there.
_HANDLERS = {
    "jwt_decode_handler": "JWT_DECODE_HANDLER",
    "jwt_encode_handler": "JWT_ENCODE_HANDLER",
    "jwt_get_username_from_payload": "JWT_PAYLOAD_GET_USERNAME_HANDLER",
    "jwt_payload_handler": "JWT_PAYLOAD_HANDLER",
    "jwt_response_payload_handler": "JWT_RESPONSE_PAYLOAD_HANDLER",
}


def handler_named(name: str, module: str) -> Any:
    """Return the handler that the global ``name`` of ``module`` stands for, as set at this moment.

    Raises AttributeError for every other name.
    """
    if name not in _HANDLERS:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    return getattr(api_settings, _HANDLERS[name])
