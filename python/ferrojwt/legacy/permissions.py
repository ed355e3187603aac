"""Permissions that the views need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class IsSuperUser(BasePermission):
    """Lets superusers pass."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 - DRF's signature
        """Tell whether the request's user is a superuser."""
        return bool(getattr(request.user, "is_superuser", False))
