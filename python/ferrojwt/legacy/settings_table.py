"""The one table of the ``JWT_AUTH`` settings: for the reader, the system checks and the tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ferrojwt.django import kinds
from ferrojwt.django.kinds import Kind, Paths
from ferrojwt.django.settings_table import Setting

# The values of JWT_TOKEN_ID.
OFF, INCLUDE, REQUIRE = "off", "include", "require"


def _is_keys(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(map(_is_text, value)) and all(map(_is_key, value.values()))
    if isinstance(value, list):
        return bool(value) and all(map(_is_key, value))
    return _is_key(value)


def _is_algorithms(value: Any) -> bool:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)):
        return False
    return bool(names) and all(map(kinds.ALGORITHM.accepts, names))


def _is_word(value: Any) -> bool:
    return _is_text(value) and value.isascii() and not any(map(str.isspace, value))


_is_text = kinds.TEXT.accepts
_is_key = kinds.KEY.accepts

_ALGORITHMS = Kind(
    f"one of {', '.join(kinds.ALGORITHMS)}, or a list of them: the first signs", _is_algorithms
)
_KEYS = Kind("a key, a list of keys or a dict of keys by key id: the first signs", _is_keys)
_DELTA = Kind("a datetime.timedelta", lambda value: isinstance(value, timedelta))
_TOKEN_ID = Kind(
    "'off', 'include' or 'require'",
    lambda value: isinstance(value, str) and value in {OFF, INCLUDE, REQUIRE},
)
_OPTIONAL_FUNCTION = Kind(
    "a dotted path, a callable or None",
    lambda value: value is None or kinds.FUNCTION.accepts(value),
    Paths.ON_ACCESS,
)
_WORD = Kind("a word such as 'Bearer'", _is_word)
_SAME_SITE = Kind(
    "'Lax', 'Strict', 'None' or None",
    lambda value: value is None or (isinstance(value, str) and value in {"Lax", "Strict", "None"}),
)
_HANDLERS = "ferrojwt.legacy.utils."

SETTINGS = (
    # None stands for settings.SECRET_KEY, which is read at use too.
    Setting("JWT_SECRET_KEY", None, _KEYS),
    Setting("JWT_GET_USER_SECRET_KEY", None, _OPTIONAL_FUNCTION),
    Setting("JWT_PRIVATE_KEY", None, _KEYS),
    Setting("JWT_PUBLIC_KEY", None, _KEYS),
    Setting("JWT_ALGORITHM", "HS256", _ALGORITHMS),
    Setting("JWT_INSIST_ON_KID", False, kinds.FLAG),
    Setting("JWT_TOKEN_ID", INCLUDE, _TOKEN_ID),
    Setting("JWT_AUDIENCE", None, kinds.AUDIENCE),
    Setting("JWT_ISSUER", None, kinds.OPTIONAL_TEXT),
    Setting("JWT_ENCODE_HANDLER", _HANDLERS + "jwt_encode_payload", kinds.FUNCTION),
    Setting("JWT_DECODE_HANDLER", _HANDLERS + "jwt_decode_token", kinds.FUNCTION),
    Setting("JWT_PAYLOAD_HANDLER", _HANDLERS + "jwt_create_payload", kinds.FUNCTION),
    Setting(
        "JWT_PAYLOAD_GET_USERNAME_HANDLER",
        _HANDLERS + "jwt_get_username_from_payload_handler",
        kinds.FUNCTION,
    ),
    Setting(
        "JWT_PAYLOAD_GET_USER_ID_HANDLER",
        _HANDLERS + "jwt_get_user_id_from_payload_handler",
        kinds.FUNCTION,
    ),
    Setting("JWT_PAYLOAD_INCLUDE_USER_ID", True, kinds.FLAG),
    Setting("JWT_VERIFY", True, kinds.FLAG),
    Setting("JWT_VERIFY_EXPIRATION", True, kinds.FLAG),
    Setting("JWT_LEEWAY", 0, kinds.LEEWAY),
    Setting("JWT_EXPIRATION_DELTA", timedelta(seconds=300), _DELTA),
    Setting("JWT_ALLOW_REFRESH", True, kinds.FLAG),
    Setting("JWT_REFRESH_EXPIRATION_DELTA", timedelta(days=7), _DELTA),
    Setting("JWT_AUTH_HEADER_PREFIX", "Bearer", _WORD),
    Setting(
        "JWT_RESPONSE_PAYLOAD_HANDLER", _HANDLERS + "jwt_create_response_payload", kinds.FUNCTION
    ),
    Setting("JWT_AUTH_COOKIE", None, kinds.OPTIONAL_TEXT),
    Setting("JWT_AUTH_COOKIE_DOMAIN", None, kinds.OPTIONAL_TEXT),
    Setting("JWT_AUTH_COOKIE_PATH", "/", kinds.TEXT),
    Setting("JWT_AUTH_COOKIE_SECURE", True, kinds.FLAG),
    Setting("JWT_AUTH_COOKIE_SAMESITE", "Lax", _SAME_SITE),
    Setting("JWT_IMPERSONATION_COOKIE", None, kinds.OPTIONAL_TEXT),
    Setting("JWT_DELETE_STALE_BLACKLISTED_TOKENS", False, kinds.FLAG),
)

BY_NAME = {setting.name: setting for setting in SETTINGS}
DEFAULTS: dict[str, Any] = {setting.name: setting.default for setting in SETTINGS}
IMPORT_STRINGS = tuple(
    setting.name for setting in SETTINGS if setting.kind.paths is Paths.ON_ACCESS
)

# A wrong value of these raises at every use, as it stops a project of upstream's at its start.
ENFORCED = ("JWT_EXPIRATION_DELTA", "JWT_REFRESH_EXPIRATION_DELTA", "JWT_TOKEN_ID")
