"""Checks of ``SIMPLE_JWT`` against the table of settings: names, values, places, lifetimes."""

from __future__ import annotations

from datetime import timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from django.conf import settings

from ferrojwt.django import kinds, settings_table
from ferrojwt.django.conf import configured_dict, import_path

from . import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.core.checks import CheckMessage

# Longer than these, a stolen token is worth stealing (RFC 9700 section 2.2.1 and its like).
LONGEST_ACCESS = timedelta(minutes=30)
LONGEST_REFRESH = timedelta(days=90)


def project_settings() -> dict[Any, Any]:
    """Return the project's ``SIMPLE_JWT``, or an empty dict where there is no usable one."""
    configured = configured_dict()
    return configured if isinstance(configured, dict) else {}


def value_of(name: str) -> Any:
    """Return a setting as the project has it, or its default; None for a value of a wrong kind."""
    setting = settings_table.BY_NAME[name]
    value = project_settings().get(name, setting.default)
    return value if setting.kind.accepts(value) else None


def check_place(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find ``SIMPLE_JWT`` where it does not belong, or as something else than a dict."""
    configured = configured_dict()
    if configured is not None and not isinstance(configured, dict):
        yield rules.NOT_A_DICT.broken(
            f"SIMPLE_JWT is a {type(configured).__name__}, not a dict.",
            "Write SIMPLE_JWT = {…}.",
        )
    rest_framework = getattr(settings, "REST_FRAMEWORK", None)
    if not isinstance(rest_framework, dict):
        return
    if "SIMPLE_JWT" in rest_framework:
        is_read = getattr(settings, "SIMPLE_JWT", None) is None
        yield rules.MISPLACED.broken(
            "SIMPLE_JWT stands inside REST_FRAMEWORK"
            + (". It is read there by ferrojwt only." if is_read else ", and is not read there."),
            "Move it out: SIMPLE_JWT = {…} is a setting of its own, beside REST_FRAMEWORK.",
        )
    loose = sorted(settings_table.BY_NAME.keys() & rest_framework.keys())
    if loose:
        yield rules.LOOSE.broken(
            f"REST_FRAMEWORK has settings of SIMPLE_JWT, which are not read there: {_list(loose)}.",
            "Move them into SIMPLE_JWT = {…}.",
        )


def check_names(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find keys that are no settings."""
    for name in project_settings():
        if name in settings_table.BY_NAME:
            continue
        if name in settings_table.REMOVED:
            successor = settings_table.REMOVED[name]
            yield rules.REMOVED.broken(
                f"SIMPLE_JWT[{name!r}] has been removed.",
                f"Use {successor!r} instead." if successor else "Remove it.",
            )
            continue
        near = get_close_matches(str(name).upper(), settings_table.BY_NAME, n=1)
        yield rules.UNKNOWN.broken(
            f"SIMPLE_JWT has no setting {shown_name(name, near)}; it has no effect.",
            f"Did you mean {near[0]!r}?" if near else "Remove it.",
        )


def shown_name(name: Any, near: list[str]) -> str:
    """Return an unknown name for a message; of one that is near no setting, only the beginning.

    What stands there by mistake may be a value, even a key.
    """
    text = str(name)
    return repr(text[:64]) if near else f"{text[:4]!r}… ({len(text)} characters)"


def check_values(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find values that their setting does not take."""
    for name, value in project_settings().items():
        setting = settings_table.BY_NAME.get(name)
        if setting is not None and not setting.kind.accepts(value):
            # The value itself is not shown: it may be a key that stands in the wrong place.
            yield rules.WRONG_VALUE.broken(
                f"SIMPLE_JWT[{name!r}] has a value that it does not take, of the type "
                f"{type(value).__name__}.",
                f"It must be {setting.kind.expected}.{_near_algorithm(setting.kind, value)}",
            )


def check_paths(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find paths that lead nowhere, or to what cannot be called."""
    for name, value in project_settings().items():
        setting = settings_table.BY_NAME.get(name)
        if (
            setting is not None
            and setting.kind.paths is not kinds.Paths.NONE
            and setting.kind.accepts(value)
        ):
            yield from _check_paths(name, [value] if isinstance(value, str) else value)


def check_lifetimes(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find lifetimes that defeat what access and refresh tokens are for."""
    lifetimes = {
        name: value_of(name)
        for name, setting in settings_table.BY_NAME.items()
        if setting.kind is kinds.LIFETIME and value_of(name) is not None
    }
    limits = {
        "ACCESS_TOKEN_LIFETIME": (LONGEST_ACCESS, rules.LONG_ACCESS),
        "SLIDING_TOKEN_LIFETIME": (LONGEST_ACCESS, rules.LONG_ACCESS),
        "REFRESH_TOKEN_LIFETIME": (LONGEST_REFRESH, rules.LONG_REFRESH),
        "SLIDING_TOKEN_REFRESH_LIFETIME": (LONGEST_REFRESH, rules.LONG_REFRESH),
    }
    for name, lifetime in lifetimes.items():
        limit, rule = limits[name]
        if lifetime > limit:
            yield rule.broken(
                f"SIMPLE_JWT[{name!r}] is {lifetime}: whoever steals a token can use it that long.",
                f"Set it to {limit} or less; the client gets a new token by refreshing.",
            )
    for short, long in (
        ("ACCESS_TOKEN_LIFETIME", "REFRESH_TOKEN_LIFETIME"),
        ("SLIDING_TOKEN_LIFETIME", "SLIDING_TOKEN_REFRESH_LIFETIME"),
    ):
        if short in lifetimes and long in lifetimes and lifetimes[long] <= lifetimes[short]:
            yield rules.SHORT_REFRESH.broken(
                f"SIMPLE_JWT[{long!r}] is not longer than {short}: there is nothing to refresh.",
                f"Make {short} shorter or {long} longer.",
            )


def _check_paths(name: str, values: Any) -> Iterator[CheckMessage]:
    for path in values if isinstance(values, (list, tuple)) else ():
        if not isinstance(path, str):
            continue
        try:
            found = import_path(path)
        except Exception as error:  # noqa: BLE001 - the module may raise anything
            yield rules.NO_SUCH_OBJECT.broken(
                f"SIMPLE_JWT[{name!r}]: {path!r} cannot be imported "
                f"({type(error).__name__}: {error}).",
                "Correct the dotted path, or the module that it leads to.",
            )
        else:
            if not callable(found):
                yield rules.WRONG_VALUE.broken(
                    f"SIMPLE_JWT[{name!r}]: {path!r} is a {type(found).__name__}.",
                    f"It must lead to a {'function' if name.startswith('ON_') else 'class'}.",
                )


def _near_algorithm(kind: kinds.Kind, value: Any) -> str:
    if kind is not kinds.ALGORITHM or not isinstance(value, str):
        return ""
    near = get_close_matches(value.upper(), kinds.ALGORITHMS, n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
