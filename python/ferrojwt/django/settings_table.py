"""The one table of the ``SIMPLE_JWT`` settings.

The reader (:mod:`ferrojwt.django.conf`) takes its defaults from here, the system checks their
rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from . import kinds

if TYPE_CHECKING:
    from .kinds import Kind


@dataclass(frozen=True)
class Setting:
    """A key of ``SIMPLE_JWT``, the value it has when it is left out, and the values it takes."""

    name: str
    default: Any
    kind: Kind


SETTINGS = (
    Setting("ACCESS_TOKEN_LIFETIME", timedelta(minutes=5), kinds.LIFETIME),
    Setting("REFRESH_TOKEN_LIFETIME", timedelta(days=1), kinds.LIFETIME),
    Setting("ROTATE_REFRESH_TOKENS", False, kinds.FLAG),
    Setting("BLACKLIST_AFTER_ROTATION", False, kinds.FLAG),
    Setting("STORE_TOKEN_TEXT", False, kinds.FLAG),
    Setting("UPDATE_LAST_LOGIN", False, kinds.FLAG),
    Setting("SEND_USER_LOGGED_IN", False, kinds.FLAG),
    Setting("ALGORITHM", "HS256", kinds.ALGORITHM),
    # None stands for settings.SECRET_KEY, which is read at use too.
    Setting("SIGNING_KEY", None, kinds.KEY),
    Setting("VERIFYING_KEY", "", kinds.KEY),
    Setting("AUDIENCE", None, kinds.AUDIENCE),
    Setting("ISSUER", None, kinds.OPTIONAL_TEXT),
    Setting("JSON_ENCODER", None, kinds.OPTIONAL_CLASS),
    Setting("JWK_URL", None, kinds.OPTIONAL_TEXT),
    Setting("LEEWAY", 0, kinds.LEEWAY),
    Setting("AUTH_HEADER_TYPES", ("Bearer",), kinds.HEADER_TYPES),
    Setting("AUTH_HEADER_NAME", "HTTP_AUTHORIZATION", kinds.HEADER_NAME),
    Setting("USER_ID_FIELD", "id", kinds.TEXT),
    Setting("USER_ID_CLAIM", "user_id", kinds.TEXT),
    Setting(
        "USER_AUTHENTICATION_RULE",
        "ferrojwt.drf.authentication.default_user_authentication_rule",
        kinds.FUNCTION,
    ),
    Setting("AUTH_TOKEN_CLASSES", ("ferrojwt.drf.tokens.AccessToken",), kinds.CLASSES),
    Setting("TOKEN_TYPE_CLAIM", "token_type", kinds.OPTIONAL_TEXT),
    Setting("JTI_CLAIM", "jti", kinds.OPTIONAL_TEXT),
    Setting("TOKEN_USER_CLASS", "ferrojwt.drf.models.TokenUser", kinds.CLASS),
    Setting("SLIDING_TOKEN_REFRESH_EXP_CLAIM", "refresh_exp", kinds.TEXT),
    Setting("SLIDING_TOKEN_LIFETIME", timedelta(minutes=5), kinds.LIFETIME),
    Setting("SLIDING_TOKEN_REFRESH_LIFETIME", timedelta(days=1), kinds.LIFETIME),
    Setting(
        "TOKEN_OBTAIN_SERIALIZER",
        "ferrojwt.drf.serializers.TokenObtainPairSerializer",
        kinds.SERIALIZER,
    ),
    Setting(
        "TOKEN_REFRESH_SERIALIZER",
        "ferrojwt.drf.serializers.TokenRefreshSerializer",
        kinds.SERIALIZER,
    ),
    Setting(
        "TOKEN_VERIFY_SERIALIZER",
        "ferrojwt.drf.serializers.TokenVerifySerializer",
        kinds.SERIALIZER,
    ),
    Setting(
        "TOKEN_BLACKLIST_SERIALIZER",
        "ferrojwt.drf.serializers.TokenBlacklistSerializer",
        kinds.SERIALIZER,
    ),
    Setting(
        "SLIDING_TOKEN_OBTAIN_SERIALIZER",
        "ferrojwt.drf.serializers.TokenObtainSlidingSerializer",
        kinds.SERIALIZER,
    ),
    Setting(
        "SLIDING_TOKEN_REFRESH_SERIALIZER",
        "ferrojwt.drf.serializers.TokenRefreshSlidingSerializer",
        kinds.SERIALIZER,
    ),
    Setting("CHECK_REVOKE_TOKEN", False, kinds.FLAG),
    Setting("REVOKE_TOKEN_CLAIM", "hash_password", kinds.TEXT),
    Setting("REVOKE_TOKEN_AS_MD5", False, kinds.FLAG),
    Setting("CHECK_USER_IS_ACTIVE", True, kinds.FLAG),
    Setting(
        "ON_LOGIN_SUCCESS",
        "ferrojwt.drf.serializers.default_on_login_success",
        kinds.FUNCTION,
    ),
    Setting(
        "ON_LOGIN_FAILED",
        "ferrojwt.drf.serializers.default_on_login_failed",
        kinds.FUNCTION,
    ),
)

BY_NAME = {setting.name: setting for setting in SETTINGS}
DEFAULTS: dict[str, Any] = {setting.name: setting.default for setting in SETTINGS}
IMPORT_STRINGS = tuple(
    setting.name for setting in SETTINGS if setting.kind.paths is kinds.Paths.ON_ACCESS
)

# Names that simplejwt once had, and what took their place.
REMOVED = {
    "AUTH_HEADER_TYPE": "AUTH_HEADER_TYPES",
    "AUTH_TOKEN_CLASS": "AUTH_TOKEN_CLASSES",
    "SECRET_KEY": "SIGNING_KEY",
    "TOKEN_BACKEND_CLASS": None,
}
