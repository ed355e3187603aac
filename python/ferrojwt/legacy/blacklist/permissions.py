"""A permission for views whose authentication does not look at the blacklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

import ferrojwt as jwt
from ferrojwt.legacy.authentication import JSONWebTokenAuthentication
from ferrojwt.legacy.verification import refusal_text

from .models import BlacklistedToken

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class IsNotBlacklisted(BasePermission):
    """Refuses requests with a blacklisted token, and those without credentials."""

    message = _("You have been blacklisted.")

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 - DRF's signature
        """Tell whether the request's token is acceptable, as is a header of another scheme.

        Whether the token is valid is for the view's authentication to say.  Raises
        AuthenticationFailed when there is no token, or none that can be read.
        """
        token = JSONWebTokenAuthentication.get_token_from_request(request)
        if token is None:
            return True
        try:
            unverified = jwt.decode(token, options={"verify_signature": False})
            return not BlacklistedToken.is_blocked(token, unverified)
        except jwt.InvalidTokenError as error:
            raise AuthenticationFailed(refusal_text(error)) from error
