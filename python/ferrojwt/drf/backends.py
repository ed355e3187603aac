"""Signing and verifying of claims sets with one configured key."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from calendar import timegm
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

import ferrojwt as jwt
from ferrojwt import PyJWKClient
from ferrojwt.django.exceptions import TokenBackendError, TokenBackendExpiredToken
from ferrojwt.django.kinds import ALGORITHMS
from ferrojwt.pairs import verifying_key

from .utils import format_lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from json import JSONEncoder

JWK_CLIENT_AVAILABLE = True
ALLOWED_ALGORITHMS = frozenset(ALGORITHMS)
_NO_LEEWAY = timedelta(0)


class TokenBackend:
    """Encodes claims sets to compact JWTs and back, under one algorithm and key.

    algorithm: one of ``ALLOWED_ALGORITHMS``, else TokenBackendError (RFC 8725 section 3.1).
    signing_key: for HS algorithms the secret, str or bytes, at least as long as the hash (RFC 7518
    section 3.2); for the others a private key in any form that ``ferrojwt.encode`` takes.
    verifying_key: the public key; not used with HS algorithms, and without it the public half of
    ``signing_key`` verifies.
    audience: str or strings; written as ``aud`` and required on decoding.  None: no ``aud`` check.
    issuer: str; written as ``iss`` and required on decoding.  None: no ``iss`` check.
    jwk_url: where the JWK Set (RFC 7517 section 5) of the tokens' issuer is; not used with HS
    algorithms.  A token without ``kid`` is verified with the keys above, if there are any.
    leeway: clock skew to allow for, in seconds or as timedelta.
    json_encoder: a ``json.JSONEncoder`` subclass for the claims.
    """

    # Older secrets, which still verify HS tokens.
    fallback_keys: Iterable[str | bytes] = ()

    def __init__(  # noqa: PLR0917 - the contract's signature
        self,
        algorithm: str,
        signing_key: Any = None,
        verifying_key: Any = "",
        audience: str | Iterable[str] | None = None,
        issuer: str | None = None,
        jwk_url: str | None = None,
        leeway: float | timedelta | None = None,
        json_encoder: type[JSONEncoder] | None = None,
    ) -> None:
        if algorithm not in ALLOWED_ALGORITHMS:
            raise TokenBackendError(
                format_lazy(_("Unrecognized algorithm type '{}'"), algorithm),
            )
        # Always there, unless somebody has said otherwise.
        if algorithm in jwt.algorithms.requires_cryptography and not jwt.algorithms.has_crypto:
            raise TokenBackendError(
                format_lazy(_("You must have cryptography installed to use {}."), algorithm)
            )
        self.algorithm = algorithm
        self.signing_key = signing_key
        self.verifying_key = verifying_key
        self.audience = audience
        self.issuer = issuer
        self.jwks_client = PyJWKClient(jwk_url) if jwk_url else None
        self.leeway = leeway
        self.json_encoder = json_encoder

    def encode(self, payload: Mapping[str, Any]) -> str:
        """Return a compact JWT of ``payload``, with ``aud`` and ``iss`` added where configured.

        Raises ImproperlyConfigured when the key is missing or unfit, TypeError when a claim has
        no JSON form.
        """
        if isinstance(self.signing_key, (str, bytes)) and not self.signing_key:
            raise _missing_key("SIGNING_KEY")
        try:
            token: str | bytes = jwt.encode(
                self._complete(payload),
                self.signing_key,
                algorithm=self.algorithm,
                json_encoder=self.json_encoder,
            )
        except jwt.InvalidKeyError as error:
            raise _unfit_key("SIGNING_KEY", error) from error
        except TypeError as error:
            if self.signing_key is None:
                raise _missing_key("SIGNING_KEY") from error
            raise
        # A stand-in for `jwt.encode` may be one of PyJWT 1.x.
        return token.decode() if isinstance(token, bytes) else token

    def encode_unsigned(self, payload: Mapping[str, Any]) -> str:
        """Return header and payload as :meth:`encode` writes them, without a signature."""
        claims = self._complete(payload)
        for name in ("exp", "iat", "nbf"):
            if isinstance(claims.get(name), datetime):
                claims[name] = timegm(claims[name].utctimetuple())
        header = {"alg": self.algorithm, "typ": "JWT"}
        return ".".join(_segment(part, self.json_encoder) for part in (header, claims))

    def decode(self, token: str | bytes, verify: bool = True) -> dict[str, Any]:
        """Return the claims set of ``token``.

        ``verify=False`` skips the signature and every check of claims but that of ``aud``, where
        an audience is set.  Raises TokenBackendExpiredToken when ``exp`` has passed,
        TokenBackendError for any other refusal, ImproperlyConfigured when the key is missing or
        unfit.
        """
        if isinstance(token, str) and not token.isascii():
            # No compact serialization has such characters, and a lone surrogate has no UTF-8 form.
            raise TokenBackendError(_("Token is invalid"))
        try:
            key = self.get_verifying_key(token) if verify else ""
            # Read after the key: a subclass may choose all of it by the token.
            audience = self.audience
            # All of it by name, None too: a stand-in for `jwt.decode` may require that.
            checks: dict[str, Any] = {
                "algorithms": [self.algorithm],
                "audience": audience,
                "issuer": self.issuer,
                "leeway": self.get_leeway(),
                "options": {"verify_aud": audience is not None, "verify_signature": verify},
            }
            try:
                return jwt.decode(token, key, **checks)
            except jwt.InvalidSignatureError as error:
                return self._decode_with_older_key(token, checks, error)
        except (jwt.InvalidKeyError, TypeError) as error:
            if self.jwks_client is not None and not self._is_symmetric:
                # The token chose the key by its `kid`, and it may be one of another kind.
                raise TokenBackendError(_("Token is invalid")) from error
            if isinstance(error, TypeError):
                raise
            raise _unfit_key(self._verifying_setting(), error) from error
        except jwt.InvalidAlgorithmError as error:
            raise TokenBackendError(_("Invalid algorithm specified")) from error
        except jwt.ExpiredSignatureError as error:
            raise TokenBackendExpiredToken(_("Token is expired")) from error
        except (
            jwt.InvalidTokenError,
            jwt.PyJWKClientError,
            jwt.PyJWKSetError,
            jwt.PyJWKError,
        ) as error:
            raise TokenBackendError(_("Token is invalid")) from error

    def get_verifying_key(self, token: str | bytes) -> Any:
        """Return the key that is to verify ``token``.

        Raises PyJWKClientError when the JWK Set has none, ImproperlyConfigured without any key.
        """
        if self.algorithm.startswith("HS"):
            key = self.signing_key
        else:
            client = self.jwks_client
            if client is not None and (_has_kid(token) or not self._has_key_of_its_own):
                return client.get_signing_key_from_jwt(token).key
            # Without one, the signing key's public half: a service can read what it writes.
            key = self.verifying_key or self._public_half()
        if not key:
            raise _missing_key(self._verifying_setting())
        return key

    def _public_half(self) -> Any:
        key = self.signing_key
        return key and verifying_key(key, [self.algorithm])

    @property
    def prepared_signing_key(self) -> Any:
        """``signing_key`` as the algorithm's key object, or None without one."""
        return self._prepared(self.signing_key)

    @property
    def prepared_verifying_key(self) -> Any:
        """``verifying_key`` as the algorithm's key object, or None without one."""
        return self._prepared(self.verifying_key)

    def get_leeway(self) -> timedelta:
        """Return the leeway as timedelta.

        Raises TokenBackendError when it is neither a number of seconds, a timedelta nor None.
        """
        leeway = self.leeway
        if leeway is None:
            return _NO_LEEWAY
        if isinstance(leeway, timedelta):
            return leeway
        if isinstance(leeway, (int, float)):
            return timedelta(seconds=leeway) if leeway else _NO_LEEWAY
        raise TokenBackendError(
            format_lazy(
                _("Unrecognized type '{}', 'leeway' must be of type int, float or timedelta."),
                type(leeway),
            ),
        )

    @property
    def _is_symmetric(self) -> bool:
        return self.algorithm.startswith("HS")

    @property
    def _has_key_of_its_own(self) -> bool:
        return bool(self.verifying_key or self.signing_key)

    def _verifying_setting(self) -> str:
        return "SIGNING_KEY" if self._is_symmetric else "VERIFYING_KEY"

    def _decode_with_older_key(
        self, token: str | bytes, checks: dict[str, Any], refusal: jwt.InvalidSignatureError
    ) -> dict[str, Any]:
        for key in self.fallback_keys if self._is_symmetric else ():
            try:
                return jwt.decode(token, key, **checks)
            except jwt.InvalidSignatureError:  # noqa: PERF203 - there are one or two
                continue
        raise refusal

    def _complete(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        claims = dict(payload)
        if self.audience is not None:
            claims["aud"] = self.audience
        if self.issuer is not None:
            claims["iss"] = self.issuer
        return claims

    def _prepared(self, key: Any) -> Any:
        if not key:
            return None
        return jwt.get_algorithm_by_name(self.algorithm).prepare_key(key)


def _has_kid(token: str | bytes) -> bool:
    return jwt.get_unverified_header(token).get("kid") is not None


def _segment(value: dict[str, Any], encoder: type[JSONEncoder] | None) -> str:
    text = json.dumps(value, separators=(",", ":"), cls=encoder)
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


_ADVICE = {
    "SIGNING_KEY": (
        "Set SIMPLE_JWT['SIGNING_KEY'] to a secret of at least 32 random bytes for the HS "
        "algorithms, to a private key for the others, or remove the entry to sign with "
        "settings.SECRET_KEY."
    ),
    "VERIFYING_KEY": (
        "Set SIMPLE_JWT['VERIFYING_KEY'] to the public key that belongs to the tokens, or "
        "SIMPLE_JWT['JWK_URL'] to where it is published."
    ),
}


def _missing_key(setting: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"The key is empty. {_ADVICE[setting]}")


def _unfit_key(setting: str, error: jwt.InvalidKeyError) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"The key cannot be used. {_ADVICE[setting]} ({error})")
