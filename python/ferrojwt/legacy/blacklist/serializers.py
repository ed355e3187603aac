"""The serializer that blacklists a token."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.utils.timezone import make_naive
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

import ferrojwt as jwt
from ferrojwt.django.refusals import log_refusal
from ferrojwt.drf.utils import LAST_MOMENT
from ferrojwt.legacy.authentication import JSONWebTokenAuthentication
from ferrojwt.legacy.settings import api_settings
from ferrojwt.legacy.settings_table import OFF, REQUIRE
from ferrojwt.legacy.utils import check_user
from ferrojwt.legacy.verification import check_type, line_id, refusal_text

from .models import BlacklistedToken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet


class BlacklistTokenSerializer(serializers.ModelSerializer[BlacklistedToken]):
    """Takes a valid token and blacklists it, and with it the line that it is of."""

    class Meta:  # noqa: D106 - declarations that DRF documents
        model = BlacklistedToken
        fields = ("token",)
        extra_kwargs: ClassVar = {"token": {"required": False, "allow_null": False}}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values of a row; raises ValidationError for a token that is not valid."""
        token = attrs.get("token")
        if token is None:
            raise serializers.ValidationError({"token": [_("This field is required.")]})
        try:
            payload = JSONWebTokenAuthentication.jwt_decode_token(token)
            check_type(payload)
            token_id = _token_id(payload)
        except jwt.InvalidTokenError as error:
            log_refusal(error, token)
            raise serializers.ValidationError(refusal_text(error)) from error
        # Kept as it is for `create`, which looks for rows of the same token.
        self._payload: Mapping[str, Any] = payload
        return {
            **attrs,
            "token_id": token_id,
            "user": check_user(payload),
            "expires_at": _in_project_form(_end_of_row(payload, has_line=token_id is not None)),
        }

    def create(self, validated_data: dict[str, Any]) -> BlacklistedToken:
        """Return the row of the token, which is made unless there is one."""
        rows: QuerySet[BlacklistedToken]
        rows = BlacklistedToken.objects.blocking(validated_data["token"], self._payload)
        existing = rows.first()
        if existing is not None:
            return existing
        if api_settings.JWT_TOKEN_ID == REQUIRE:
            # The id will do, and a text could be used until the token expires.
            validated_data = {**validated_data, "token": None}
        row: BlacklistedToken = BlacklistedToken.objects.create(**validated_data)
        return row


def _token_id(payload: Mapping[str, Any]) -> Any:
    try:
        return line_id(payload)
    except jwt.InvalidTokenError:
        if api_settings.JWT_TOKEN_ID == OFF:
            # Nobody looks at ids then.
            return None
        raise


def _end_of_row(payload: Mapping[str, Any], has_line: bool) -> datetime:
    """Return until when the token, or another of its line, could be accepted.

    The others were issued until ``JWT_REFRESH_EXPIRATION_DELTA`` after the log-in, which was before
    this token's issue.  They live for as long as this one, if the setting has been shortened since,
    or as the setting says.
    """
    if not api_settings.JWT_VERIFY_EXPIRATION:
        return LAST_MOMENT
    try:
        end = datetime.fromtimestamp(int(payload["exp"]), timezone.utc)
        if has_line:
            newest: datetime = datetime.now(timezone.utc) + api_settings.JWT_EXPIRATION_DELTA
            end = max(end, newest) + api_settings.JWT_REFRESH_EXPIRATION_DELTA
    except (LookupError, TypeError, ValueError, OverflowError, OSError):
        # A project's own decoder may do without, and a time may be beyond the calendar's end.
        return LAST_MOMENT
    return min(end, LAST_MOMENT)


def _in_project_form(moment: datetime) -> datetime:
    return moment if settings.USE_TZ else make_naive(moment)
