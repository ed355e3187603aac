"""What is wrong with a request that should carry a token."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import AuthenticationFailed


class MissingToken(AuthenticationFailed):
    """There is no token."""

    msg = default_detail = _("The token is missing.")
    default_code = "token_missing"


class InvalidAuthorizationCredentials(AuthenticationFailed):
    """The header is not a scheme and a token."""

    msg = default_detail = _("Invalid Authorization header.")
    default_code = "invalid_authorization_credentials"
