"""The admin pages: outstanding tokens to look at, blacklisted tokens to add and remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .models import BlacklistedToken, OutstandingToken

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest


@admin.register(OutstandingToken)
class OutstandingTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # Not at run time.
    """Shows the tokens and changes nothing: a row is a record of what has been issued.

    A signature that a row has is kept from those who look: with it they could use the token.
    """

    list_display = ("jti", "user", "created_at", "expires_at")
    search_fields = ("user__id", "jti")
    ordering = ("user",)
    list_select_related = ("user",)
    actions = None

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> OutstandingToken | None:
        """Return the row with header and payload of its token, or None."""
        row: OutstandingToken | None = super().get_object(request, object_id, from_field)
        if row is not None:
            row.token = ".".join(row.token.split(".")[:2])
        return row

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse lookups in the text, whose signature could be guessed letter by letter."""
        is_in_text = lookup.partition("__")[0] == "token"
        return not is_in_text and super().lookup_allowed(lookup, value, request)

    def get_readonly_fields(self, *_args: Any, **_kwargs: Any) -> list[str]:
        """Return every field."""
        return [field.name for field in self.model._meta.fields]

    def has_add_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        """Refuse."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: OutstandingToken | None = None
    ) -> bool:
        """Let those who may change tokens look at them."""
        return request.method in {"GET", "HEAD"} and super().has_change_permission(request, obj)


@admin.register(BlacklistedToken)
class BlacklistedTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # As above.
    """Shows each blacklisted token with what is known of it."""

    list_display = (
        "token_jti",
        "token_user",
        "token_created_at",
        "token_expires_at",
        "blacklisted_at",
    )
    search_fields = ("token__user__id", "token__jti")
    ordering = ("token__user",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BlacklistedToken]:
        """Return the rows together with token and user, so that the list takes one query."""
        rows = super().get_queryset(request).select_related("token__user")
        return cast("QuerySet[BlacklistedToken]", rows)

    def get_readonly_fields(
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's signature
        obj: Any = None,
    ) -> tuple[str, ...]:
        """Let a row be added, but not be pointed at another token: that would free the first."""
        return () if obj is None else ("token",)

    @admin.display(description=_("jti"), ordering="token__jti")
    def token_jti(self, obj: BlacklistedToken) -> str:
        """Return the id of the token."""
        return obj.token.jti

    @admin.display(description=_("user"), ordering="token__user")
    def token_user(self, obj: BlacklistedToken) -> Any:
        """Return the user the token was issued to."""
        return obj.token.user

    @admin.display(description=_("created at"), ordering="token__created_at")
    def token_created_at(self, obj: BlacklistedToken) -> datetime | None:
        """Return when the token was issued."""
        return obj.token.created_at

    @admin.display(description=_("expires at"), ordering="token__expires_at")
    def token_expires_at(self, obj: BlacklistedToken) -> datetime:
        """Return when the token expires."""
        return obj.token.expires_at
