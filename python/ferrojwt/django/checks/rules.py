"""The one table of the system checks; ``docs/CHECKS.md`` explains the same ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.checks import Error, Warning  # noqa: A004 - Django's name

if TYPE_CHECKING:
    from django.core.checks import CheckMessage


@dataclass(frozen=True)
class Rule:
    """What a check looks for.

    id: stays as it is, since projects silence it by this name (``SILENCED_SYSTEM_CHECKS``).
    title: one line, for the documentation.
    """

    id: str
    title: str

    def broken(self, message: str, hint: str) -> CheckMessage:
        """Return the message for a project that breaks the rule; ``hint`` is the fix."""
        level = Error if self.id.startswith("ferrojwt.E") else Warning
        return level(message, hint=hint, id=self.id)


NOT_A_DICT = Rule("ferrojwt.E001", "SIMPLE_JWT is not a dict")
WRONG_VALUE = Rule("ferrojwt.E002", "a setting has a value of the wrong type, or an impossible one")
NO_SUCH_OBJECT = Rule("ferrojwt.E003", "a dotted path cannot be imported")
REMOVED = Rule("ferrojwt.E004", "a setting that simplejwt has removed")
BLACKLIST_WITHOUT_APP = Rule("ferrojwt.E005", "BLACKLIST_AFTER_ROTATION without the blacklist app")
UNUSABLE_KEY = Rule("ferrojwt.E006", "a key is empty or cannot be used with the algorithm")
NO_VERIFYING_KEY = Rule("ferrojwt.E007", "an asymmetric algorithm without any key to verify with")
MIDDLEWARE_ORDER = Rule("ferrojwt.E008", "JWTMiddleware before AuthenticationMiddleware")
NO_USER_FIELD = Rule("ferrojwt.E009", "USER_ID_FIELD is no field of the user model")
BLACKLIST_VIEW_WITHOUT_APP = Rule(
    "ferrojwt.E010", "TokenBlacklistView is routed without the blacklist app"
)
LEGACY_NOT_A_DICT = Rule("ferrojwt.E020", "JWT_AUTH is not a dict")
LEGACY_WRONG_VALUE = Rule("ferrojwt.E021", "a setting of JWT_AUTH has a wrong value")
LEGACY_NO_SUCH_OBJECT = Rule("ferrojwt.E022", "a dotted path in JWT_AUTH cannot be imported")
LEGACY_UNVERIFIED = Rule("ferrojwt.E023", "JWT_VERIFY is False")

UNKNOWN = Rule("ferrojwt.W001", "an unknown or misspelt setting")
MISPLACED = Rule("ferrojwt.W002", "SIMPLE_JWT inside REST_FRAMEWORK")
LOOSE = Rule("ferrojwt.W003", "settings of SIMPLE_JWT directly inside REST_FRAMEWORK")
SHORT_KEY = Rule("ferrojwt.W004", "a key is shorter than its algorithm asks for")
ROTATION_WITHOUT_APP = Rule("ferrojwt.W005", "ROTATE_REFRESH_TOKENS without the blacklist app")
PUBLIC_HALF = Rule("ferrojwt.W006", "an asymmetric algorithm without VERIFYING_KEY")
FORGETFUL_CACHE = Rule("ferrojwt.W007", "revocation in a cache that forgets")
LONG_ACCESS = Rule("ferrojwt.W008", "access tokens live long (--deploy)")
LONG_REFRESH = Rule("ferrojwt.W009", "refresh tokens live very long (--deploy)")
SHORT_REFRESH = Rule("ferrojwt.W010", "refresh tokens live no longer than access tokens (--deploy)")
UNTYPED = Rule("ferrojwt.W011", "TOKEN_TYPE_CLAIM is None")
SHARED_IDENTITY = Rule("ferrojwt.W012", "several users may have the same USER_ID_FIELD")
UNKNOWN_PROXIES = Rule("ferrojwt.W013", "token views are limited without NUM_PROXIES (--deploy)")
NO_JSON = Rule("ferrojwt.W014", "the renderers of REST_FRAMEWORK write no JSON")
LEGACY_UNKNOWN = Rule("ferrojwt.W020", "an unknown or misspelt setting in JWT_AUTH")
LEGACY_LOOSE = Rule("ferrojwt.W021", "settings of JWT_AUTH outside it")
LEGACY_MISPLACED = Rule("ferrojwt.W022", "JWT_AUTH, or settings of it, inside REST_FRAMEWORK")
LEGACY_IMMORTAL = Rule("ferrojwt.W023", "JWT_VERIFY_EXPIRATION is False")

RULES = (
    NOT_A_DICT,
    WRONG_VALUE,
    NO_SUCH_OBJECT,
    REMOVED,
    BLACKLIST_WITHOUT_APP,
    UNUSABLE_KEY,
    NO_VERIFYING_KEY,
    MIDDLEWARE_ORDER,
    NO_USER_FIELD,
    BLACKLIST_VIEW_WITHOUT_APP,
    LEGACY_NOT_A_DICT,
    LEGACY_WRONG_VALUE,
    LEGACY_NO_SUCH_OBJECT,
    LEGACY_UNVERIFIED,
    UNKNOWN,
    MISPLACED,
    LOOSE,
    SHORT_KEY,
    ROTATION_WITHOUT_APP,
    PUBLIC_HALF,
    FORGETFUL_CACHE,
    LONG_ACCESS,
    LONG_REFRESH,
    SHORT_REFRESH,
    UNTYPED,
    SHARED_IDENTITY,
    UNKNOWN_PROXIES,
    NO_JSON,
    LEGACY_UNKNOWN,
    LEGACY_LOOSE,
    LEGACY_MISPLACED,
    LEGACY_IMMORTAL,
)
