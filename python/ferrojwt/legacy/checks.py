"""The system checks of ``JWT_AUTH``.

They run where ``ferrojwt.legacy`` or its blacklist is in ``INSTALLED_APPS``, or
``ferrojwt.compat.install()`` was called in a project with ``JWT_AUTH``; otherwise at the first use
of the authentication class.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks

from ferrojwt.django import kinds
from ferrojwt.django.checks import TAG, Reporter, rules
from ferrojwt.django.checks.keys import check_key
from ferrojwt.django.checks.names_and_values import shown_name

from .settings import import_path, misplaced_settings
from .settings_table import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.checks import CheckMessage


def check_legacy(**_kwargs: Any) -> list[CheckMessage]:
    """Return what is wrong with the project's ``JWT_AUTH``."""
    found = (_check_place, _check_names, _check_values, _check_dangers, _check_keys)
    return [message for check in found for message in check()]


def register() -> None:
    """Hand the checks to Django; a second time changes nothing."""
    checks.register(check_legacy, TAG)


report_without_app = Reporter(check_legacy)


def _configured() -> dict[Any, Any]:
    configured = getattr(settings, "JWT_AUTH", None) or misplaced_settings()
    return configured if isinstance(configured, dict) else {}


def _value_of(name: str) -> Any:
    """Return a setting as the project has it, or its default; None for a value of a wrong kind."""
    value = _configured().get(name, BY_NAME[name].default)
    return value if BY_NAME[name].kind.accepts(value) else None


def _check_place() -> Iterator[CheckMessage]:
    configured = getattr(settings, "JWT_AUTH", None)
    if configured is not None and not isinstance(configured, dict):
        yield rules.LEGACY_NOT_A_DICT.broken(
            f"JWT_AUTH is a {type(configured).__name__}, not a dict.", "Write JWT_AUTH = {…}."
        )
    loose = sorted(name for name in BY_NAME if hasattr(settings, name))
    if loose:
        yield rules.LEGACY_LOOSE.broken(
            f"These settings have no effect outside JWT_AUTH: {', '.join(loose)}.",
            f"Move them into it: JWT_AUTH = {{{loose[0]!r}: …}}.",
        )
    rest_framework = getattr(settings, "REST_FRAMEWORK", None)
    inside = sorted(misplaced_settings())
    if isinstance(rest_framework, dict) and "JWT_AUTH" in rest_framework:
        inside.append("JWT_AUTH")
    if inside:
        yield rules.LEGACY_MISPLACED.broken(
            f"REST_FRAMEWORK has {', '.join(inside)}.",
            "Move it out: JWT_AUTH = {…} is a setting of its own, beside REST_FRAMEWORK.",
        )


def _check_names() -> Iterator[CheckMessage]:
    for name in _configured():
        if name in BY_NAME:
            continue
        near = get_close_matches(str(name).upper(), BY_NAME, n=1)
        yield rules.LEGACY_UNKNOWN.broken(
            f"JWT_AUTH has no setting {shown_name(name, near)}; it has no effect.",
            f"Did you mean {near[0]!r}?" if near else "Remove it.",
        )


def _check_values() -> Iterator[CheckMessage]:
    for name, value in _configured().items():
        setting = BY_NAME.get(name)
        if setting is None:
            continue
        if not setting.kind.accepts(value):
            # The value itself is not shown: it may be a key that stands in the wrong place.
            yield rules.LEGACY_WRONG_VALUE.broken(
                f"JWT_AUTH[{name!r}] has a value that it does not take, of the type "
                f"{type(value).__name__}.",
                f"It must be {setting.kind.expected}.",
            )
        elif setting.kind.paths is kinds.Paths.ON_ACCESS and isinstance(value, str):
            yield from _check_path(name, value)


def _check_path(name: str, path: str) -> Iterator[CheckMessage]:
    try:
        found = import_path(path)
    except Exception as error:  # noqa: BLE001 - the module may raise anything
        yield rules.LEGACY_NO_SUCH_OBJECT.broken(
            f"JWT_AUTH[{name!r}]: {path!r} cannot be imported ({type(error).__name__}: {error}).",
            "Correct the dotted path, or the module that it leads to.",
        )
        return
    if not callable(found):
        yield rules.LEGACY_WRONG_VALUE.broken(
            f"JWT_AUTH[{name!r}]: {path!r} is a {type(found).__name__}.",
            "It must lead to a function.",
        )


def _check_dangers() -> Iterator[CheckMessage]:
    if _value_of("JWT_VERIFY") is False:
        yield rules.LEGACY_UNVERIFIED.broken(
            "JWT_AUTH['JWT_VERIFY'] is False: signatures are not looked at, and everybody can log "
            "in as anybody.",
            "Remove the entry. `ferrojwt.decode(token, options={'verify_signature': False})` reads "
            "a token without trusting it.",
        )
    if _value_of("JWT_VERIFY_EXPIRATION") is False:
        yield rules.LEGACY_IMMORTAL.broken(
            "JWT_AUTH['JWT_VERIFY_EXPIRATION'] is False: tokens are accepted for ever.",
            "Remove the entry, and let clients refresh their tokens before they expire.",
        )


def _check_keys() -> Iterator[CheckMessage]:
    names = _value_of("JWT_ALGORITHM")
    algorithms = [names] if isinstance(names, str) else list(names or ())
    for number, algorithm in enumerate(algorithms):
        is_first = number == 0
        if not algorithm.startswith("HS"):
            if is_first:
                yield from _check_setting(algorithm, "JWT_PRIVATE_KEY", must_sign=True)
            yield from _check_setting(algorithm, "JWT_PUBLIC_KEY")
        elif _value_of("JWT_GET_USER_SECRET_KEY") is None:
            yield from _check_setting(algorithm, "JWT_SECRET_KEY")


def _check_setting(algorithm: str, name: str, *, must_sign: bool = False) -> Iterator[CheckMessage]:
    half = {"JWT_PRIVATE_KEY": "private", "JWT_PUBLIC_KEY": "public"}.get(name)
    advice = f"Set it to a {half} key for {algorithm}, as PEM text, JWK or key object."
    where = f"JWT_AUTH[{name!r}]"
    keys = _value_of(name)
    if half is None:
        advice = "Set it to a secret of at least 64 random bytes, kept outside the source."
        if name not in _configured():
            where, keys = "SECRET_KEY, which signs the tokens,", settings.SECRET_KEY
    if isinstance(keys, dict):
        keys = list(keys.values())
    for key in keys if isinstance(keys, list) else [keys]:
        if key is None or key in ("", b""):
            yield rules.UNUSABLE_KEY.broken(f"{where} is empty.", advice)
        else:
            yield from check_key(algorithm, where, key, advice, must_sign=must_sign)
