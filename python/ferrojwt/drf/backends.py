"""Signing and verifying of claims sets with one configured key."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

import ferrojwt as jwt
from ferrojwt.django.exceptions import TokenBackendError, TokenBackendExpiredToken

from .utils import format_lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from json import JSONEncoder

ALLOWED_ALGORITHMS = ("HS256", "HS384", "HS512")


class TokenBackend:
    """Encodes claims sets to compact JWTs and back, under one algorithm and key.

    algorithm: one of ``ALLOWED_ALGORITHMS``, else TokenBackendError (RFC 8725 section 3.1).
    signing_key: the HMAC secret, str or bytes, at least as long as the hash (RFC 7518 section 3.2).
    audience: str or strings; written as ``aud`` and required on decoding.  None: no ``aud`` check.
    issuer: str; written as ``iss`` and required on decoding.  None: no ``iss`` check.
    leeway: clock skew to allow for, in seconds or as timedelta.
    json_encoder: a ``json.JSONEncoder`` subclass for the claims.
    """

    def __init__(
        self,
        algorithm: str,
        signing_key: str | bytes | None = None,
        *,
        audience: str | Iterable[str] | None = None,
        issuer: str | None = None,
        leeway: float | timedelta | None = None,
        json_encoder: type[JSONEncoder] | None = None,
    ) -> None:
        if algorithm not in ALLOWED_ALGORITHMS:
            raise TokenBackendError(
                format_lazy(_("Unrecognized algorithm type '{}'"), algorithm),
            )
        self.algorithm = algorithm
        self.signing_key = signing_key
        self.audience = audience
        self.issuer = issuer
        self.leeway = leeway
        self.json_encoder = json_encoder

    def encode(self, payload: Mapping[str, Any]) -> str:
        """Return a compact JWT of ``payload``, with ``aud`` and ``iss`` added where configured.

        Raises ImproperlyConfigured when the key is missing or unfit, TypeError when a claim has
        no JSON form.
        """
        claims = dict(payload)
        if self.audience is not None:
            claims["aud"] = self.audience
        if self.issuer is not None:
            claims["iss"] = self.issuer
        try:
            return jwt.encode(
                claims,
                self._usable_signing_key(),
                algorithm=self.algorithm,
                json_encoder=self.json_encoder,
            )
        except jwt.InvalidKeyError as error:
            raise _unfit_key(error) from error

    def decode(self, token: str | bytes, verify: bool = True) -> dict[str, Any]:
        """Return the claims set of ``token``.

        ``verify=False`` skips the signature and every claims check.  Raises
        TokenBackendExpiredToken when ``exp`` has passed, TokenBackendError for any other refusal,
        ImproperlyConfigured when the key is missing or unfit.
        """
        key = self._usable_signing_key()
        if isinstance(token, str) and not token.isascii():
            # No compact serialization has such characters, and a lone surrogate has no UTF-8 form.
            raise TokenBackendError(_("Token is invalid"))
        try:
            return jwt.decode(
                token,
                key,
                algorithms=[self.algorithm],
                audience=self.audience,
                issuer=self.issuer,
                leeway=self.get_leeway(),
                options={"verify_aud": self.audience is not None, "verify_signature": verify},
            )
        except jwt.InvalidKeyError as error:
            raise _unfit_key(error) from error
        except jwt.InvalidAlgorithmError as error:
            raise TokenBackendError(_("Invalid algorithm specified")) from error
        except jwt.ExpiredSignatureError as error:
            raise TokenBackendExpiredToken(_("Token is expired")) from error
        except jwt.InvalidTokenError as error:
            raise TokenBackendError(_("Token is invalid")) from error

    def get_leeway(self) -> timedelta:
        """Return the leeway as timedelta.

        Raises TokenBackendError when it is neither a number of seconds, a timedelta nor None.
        """
        if self.leeway is None:
            return timedelta(0)
        if isinstance(self.leeway, timedelta):
            return self.leeway
        if isinstance(self.leeway, (int, float)):
            return timedelta(seconds=self.leeway)
        raise TokenBackendError(
            format_lazy(
                _("Unrecognized type '{}', 'leeway' must be of type int, float or timedelta."),
                type(self.leeway),
            ),
        )

    def _usable_signing_key(self) -> str | bytes:
        if not self.signing_key:
            raise ImproperlyConfigured(
                "The key for signing tokens is empty. Set SIMPLE_JWT['SIGNING_KEY'] to a secret of "
                "at least 32 random bytes, or remove the entry to sign with settings.SECRET_KEY."
            )
        return self.signing_key


def _unfit_key(error: jwt.InvalidKeyError) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        "The key for signing tokens cannot be used. Set SIMPLE_JWT['SIGNING_KEY'] to a secret of "
        f"at least 32 random bytes. ({error})"
    )
