"""The admin page of blacklisted tokens: deleting a row accepts its token again."""

from __future__ import annotations

from django.contrib import admin

from .models import BlacklistedToken


@admin.register(BlacklistedToken)
class BlacklistedTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # Not at run time.
    """Lists who is affected and until when; not the tokens' texts."""

    list_display = ("user", "token_id", "expires_at", "blacklisted_at")
    list_select_related = ("user",)
    search_fields = ("token_id",)
    raw_id_fields = ("user",)
    ordering = ("-blacklisted_at",)
