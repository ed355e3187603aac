"""Access tokens that can be revoked."""

from __future__ import annotations

from ferrojwt.django.exceptions import Refused
from ferrojwt.django.revocation import is_revoked
from ferrojwt.drf.exceptions import TokenError
from ferrojwt.drf.tokens import AccessToken


class RevocableAccessToken(AccessToken):
    """An access token that is refused once it is revoked, by REST framework and plain views alike.

    The tutorial keeps the whole token in the cache with None as its value, which reads as "not
    revoked", and asks for it in a function that no view calls.
    """

    def verify(self) -> None:
        """Check signature and claims, then the revocations; raises TokenError."""
        super().verify()
        try:
            revoked = is_revoked(self)
        except Refused as refusal:
            # A token without an id. REST framework would answer 403 to a Refused.
            raise TokenError(refusal.detail) from refusal
        if revoked:
            raise TokenError("Token is revoked")
