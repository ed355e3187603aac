"""The purge of stale rows that ``JWT_DELETE_STALE_BLACKLISTED_TOKENS`` asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_save

from ferrojwt.legacy.settings import api_settings

if TYPE_CHECKING:
    from django.db.models import Model


def connect(model: type[Model]) -> None:
    """Call :func:`delete_stale_tokens` whenever a row of ``model`` is saved."""
    post_save.connect(delete_stale_tokens, sender=model)


def delete_stale_tokens(sender: Any, **_kwargs: Any) -> None:
    """Delete the rows of expired tokens, if the setting says so."""
    if api_settings.JWT_DELETE_STALE_BLACKLISTED_TOKENS:
        sender.objects.delete_stale_tokens()
