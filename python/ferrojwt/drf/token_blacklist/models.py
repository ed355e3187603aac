"""Outstanding tokens and blacklisted tokens."""

from __future__ import annotations

from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# Modules that only might use the models can import them where the app is not installed.
_IS_ABSTRACT = not apps.is_installed("ferrojwt.drf.token_blacklist")


class OutstandingToken(models.Model):
    """A token that has been issued, by its ``jti``.

    ``token`` is its header and payload; the signature, which would make it usable, is left out
    unless ``SIMPLE_JWT["STORE_TOKEN_TEXT"]`` is on.  ``expires_at`` is the last moment at which
    the token can be of use; from then on the row may be deleted.
    """

    id = models.BigAutoField(primary_key=True, serialize=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    jti = models.CharField(unique=True, max_length=255)
    token = models.TextField()
    created_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    class Meta:  # noqa: D106 - declarations that Django documents
        abstract = _IS_ABSTRACT
        verbose_name = _("Outstanding Token")
        verbose_name_plural = _("Outstanding Tokens")
        ordering = ("user",)
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="token_blacklist_expires_at")]

    def __str__(self) -> str:
        return _("Token for %(user)s (%(jti)s)") % {"user": self.user, "jti": self.jti}


class BlacklistedToken(models.Model):
    """Marks an outstanding token as no longer accepted."""

    id = models.BigAutoField(primary_key=True, serialize=False)
    token = models.OneToOneField(OutstandingToken, on_delete=models.CASCADE)
    blacklisted_at = models.DateTimeField(auto_now_add=True)

    class Meta:  # noqa: D106 - declarations that Django documents
        abstract = _IS_ABSTRACT
        verbose_name = _("Blacklisted Token")
        verbose_name_plural = _("Blacklisted Tokens")

    def __str__(self) -> str:
        return _("Blacklisted token for %(user)s") % {"user": self.token.user}
