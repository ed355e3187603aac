"""Blacklisted tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.encoding import force_str

from ferrojwt.legacy.settings import api_settings
from ferrojwt.legacy.settings_table import OFF, REQUIRE
from ferrojwt.legacy.verification import line_id

from .spelling import spellings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet


class BlacklistedTokenManager(models.Manager["BlacklistedToken"]):
    """Finds the rows of a token, and deletes those that are of no more use."""

    def blocking(
        self, token: str | bytes, payload: Mapping[str, Any]
    ) -> QuerySet[BlacklistedToken]:
        """Return the rows because of which ``token`` with ``payload`` is refused.

        ``JWT_TOKEN_ID`` says whether a token is known by its text ("off"), by the id of its line
        ("require"), or by both.  Raises InvalidTokenError for an id that is no UUID.
        """
        mode = api_settings.JWT_TOKEN_ID
        by_text = Q(token__in=spellings(force_str(token)))
        if mode == OFF:
            return self.filter(by_text)
        token_id = line_id(payload)
        if token_id is None:
            return self.none() if mode == REQUIRE else self.filter(by_text)
        by_id = Q(token_id=token_id)
        return self.filter(by_id if mode == REQUIRE else by_text | by_id)

    def delete_stale_tokens(self) -> tuple[int, dict[str, int]]:
        """Delete the rows of expired tokens; return what ``QuerySet.delete`` returns."""
        leeway = api_settings.JWT_LEEWAY or 0
        if not isinstance(leeway, timedelta):
            leeway = timedelta(seconds=leeway)
        return self.filter(expires_at__lt=timezone.now() - leeway).delete()


class BlacklistedToken(models.Model):
    """A token that is no longer accepted, by its text, by the id of its line, or by both.

    ``expires_at`` is the moment from which the row may be deleted.
    """

    token_id = models.UUIDField(db_index=True, null=True)
    token = models.TextField(db_index=True, null=True)  # noqa: DJ001 - upstream's column
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    expires_at = models.DateTimeField(db_index=True)
    blacklisted_at = models.DateTimeField(auto_now_add=True)

    objects = BlacklistedTokenManager()

    class Meta:  # noqa: D106 - declarations that Django documents
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(token_id__isnull=False) | Q(token__isnull=False),
                name="token_or_id_not_null",
            )
        ]

    def __str__(self) -> str:
        return f"Blacklisted token - {self.user} - {self.expires_at}"

    @staticmethod
    def is_blocked(token: str | bytes, payload: Mapping[str, Any]) -> bool:
        """Tell whether ``token`` with ``payload``, or the line that it is of, is blacklisted.

        Raises InvalidTokenError for an id that is no UUID.
        """
        rows: QuerySet[BlacklistedToken] = BlacklistedToken.objects.blocking(token, payload)
        return rows.exists()
