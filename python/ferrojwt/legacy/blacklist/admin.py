"""The admin page of blacklisted tokens: deleting a row accepts its token again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from .models import BlacklistedToken

if TYPE_CHECKING:
    from django.http import HttpRequest


@admin.register(BlacklistedToken)
class BlacklistedTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # Not at run time.
    """Lists who is affected and until when, and shows no signature: with it a token is of use.

    Rows are added and deleted, but not changed: one that was pointed at another token would free
    the first.
    """

    list_display = ("user", "token_id", "expires_at", "blacklisted_at")
    list_select_related = ("user",)
    search_fields = ("token_id",)
    raw_id_fields = ("user",)
    ordering = ("-blacklisted_at",)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> BlacklistedToken | None:
        """Return the row with header and payload of its token, if it has a text, or None."""
        row: BlacklistedToken | None = super().get_object(request, object_id, from_field)
        if row is not None and row.token is not None:
            row.token = row.token.rpartition(".")[0]
        return row

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse lookups in the text, whose signature could be guessed letter by letter."""
        is_in_text = lookup.partition("__")[0] == "token"
        return not is_in_text and super().lookup_allowed(lookup, value, request)

    def has_change_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        """Refuse; those who may change rows look at them."""
        return False
