"""`PyJWT`: signing and verifying claims sets (RFC 7519); the names are PyJWT's.

The module-level functions are native and do what the process-wide object does; where a call is
out of the ordinary, they hand it over to that object.
"""

import json
import os
import time
from collections.abc import Container, Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from . import _native
from ._caller import log, warn
from ._hints import NAIVE_DATETIME, hint_of_claims, hint_of_issuer
from ._native import decode, decode_complete, encode
from ._watch import Watched, expose, watch
from .api_jws import (
    _ALGORITHM_UNSET,
    _INFO,
    PyJWS,
    _jws_global_obj,
    _warn_of_keywords,
    as_mapping,
)
from .exceptions import DecodeError, MissingRequiredClaimError
from .types import FullOptions, Options, SigOptions

__all__ = ["PyJWT", "decode", "decode_complete", "encode"]


class PyJWT(Watched):
    """Signs and verifies claims sets.

    options: what to check unless a call says otherwise, see `ferrojwt.types.Options`.
    """

    def __init__(self, options: Options | None = None) -> None:
        self._options: FullOptions = self._get_default_options()
        if options is not None:
            self._options = self._merge_options(options)
        self._jws = PyJWS(options=self._get_sig_options())

    @property
    def options(self) -> FullOptions:
        """What is checked unless a call says otherwise."""
        expose(self)
        return self._options

    @options.setter
    def options(self, options: FullOptions) -> None:
        self._options = options

    @staticmethod
    def _get_default_options() -> FullOptions:
        return {
            "verify_signature": True,
            "verify_exp": True,
            "verify_nbf": True,
            "verify_iat": True,
            "verify_aud": True,
            "verify_iss": True,
            "verify_sub": True,
            "verify_jti": True,
            "require": [],
            "strict_aud": False,
            "enforce_minimum_key_length": False,
        }

    def _get_sig_options(self) -> SigOptions:
        return {
            "verify_signature": self._options["verify_signature"],
            "enforce_minimum_key_length": self._options.get("enforce_minimum_key_length", False),
        }

    def _merge_options(self, options: Options | None = None) -> FullOptions:
        if options is None:
            return self._options
        given = dict(as_mapping(options))
        if not given.get("verify_signature", True):
            # Whoever does not check the signature does not check claims, unless they say so.
            given = {**_UNCHECKED_CLAIMS, **given}
        return cast("FullOptions", {**self._options, **given})

    def encode(  # noqa: PLR0917
        self,
        payload: dict[str, Any],
        key: Any,
        algorithm: str | None = _ALGORITHM_UNSET,
        headers: dict[str, Any] | None = None,
        json_encoder: type[json.JSONEncoder] | None = None,
        sort_headers: bool = True,
    ) -> str:
        """Sign a claims set; see `ferrojwt.encode`."""
        if not isinstance(payload, dict):
            message = (
                "Expecting a dict object, as JWT only supports JSON objects as payloads."
                f" Got {type(payload).__name__}."
            )
            raise TypeError(message)
        claims = payload.copy()
        for name in ("exp", "iat", "nbf"):
            moment = claims.get(name)
            if isinstance(moment, datetime):
                if moment.tzinfo is None:
                    log(_INFO, NAIVE_DATETIME, name)
                from calendar import timegm  # noqa: PLC0415 - not a part of the package's import

                claims[name] = timegm(moment.utctimetuple())
        if "iss" in claims and not isinstance(claims["iss"], str):
            message = f"Issuer (iss) must be a string.{hint_of_issuer(claims['iss'])}"
            raise TypeError(message)
        payload_json = self._encode_payload(claims, headers=headers, json_encoder=json_encoder)
        return self._jws.encode(
            payload_json, key, algorithm, headers, json_encoder, sort_headers=sort_headers
        )

    def _encode_payload(
        self,
        payload: dict[str, Any],
        headers: dict[str, Any] | None = None,  # noqa: ARG002
        json_encoder: type[json.JSONEncoder] | None = None,
    ) -> bytes:
        """Return the octets to sign. Override it to compress them, for one."""
        try:
            return json.dumps(payload, separators=(",", ":"), cls=json_encoder).encode()
        except TypeError as error:
            hint = hint_of_claims(payload, str(error))
            if not hint:
                raise
            raise TypeError(f"{error}{hint}") from error

    def decode_complete(  # noqa: PLR0917
        self,
        jwt: str | bytes,
        key: Any = "",
        algorithms: Container[str] | None = None,
        options: Options | None = None,
        verify: bool | None = None,
        detached_payload: bytes | None = None,
        audience: str | Iterable[str] | None = None,
        issuer: str | Container[str] | None = None,
        subject: str | None = None,
        leeway: float | timedelta = 0,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Verify a token and return its parts; see `ferrojwt.decode_complete`."""
        _warn_of_keywords("decode_complete", kwargs)
        verify_signature = as_mapping(options).get("verify_signature", True)
        if verify is not None and verify != verify_signature:
            warn(_VERIFY_IS_IGNORED, DeprecationWarning)
        merged = self._merge_options(options)
        signature_options: SigOptions = {
            "verify_signature": verify_signature,
            "enforce_minimum_key_length": merged.get("enforce_minimum_key_length", False),
        }
        decoded = self._jws.decode_complete(
            jwt,
            key=key,
            algorithms=algorithms,
            options=signature_options,
            detached_payload=detached_payload,
        )
        payload = self._decode_payload(decoded)
        self._validate_claims(
            payload, merged, audience=audience, issuer=issuer, subject=subject, leeway=leeway
        )
        decoded["payload"] = payload
        return decoded

    def _decode_payload(self, decoded: dict[str, Any]) -> dict[str, Any]:
        """Return the claims set. Override it to decompress the payload, for one."""
        try:
            payload = json.loads(decoded["payload"])
        except (ValueError, RecursionError) as error:
            message = f"Invalid payload string: {error}"
            raise DecodeError(message) from error
        if not isinstance(payload, dict):
            message = "Invalid payload string: must be a json object"
            raise DecodeError(message)
        return payload

    def decode(  # noqa: PLR0917
        self,
        jwt: str | bytes,
        key: Any = "",
        algorithms: Container[str] | None = None,
        options: Options | None = None,
        verify: bool | None = None,
        detached_payload: bytes | None = None,
        audience: str | Iterable[str] | None = None,
        subject: str | None = None,
        issuer: str | Container[str] | None = None,
        leeway: float | timedelta = 0,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Verify a token and return its claims set; see `ferrojwt.decode`."""
        _warn_of_keywords("decode", kwargs)
        decoded = self.decode_complete(
            jwt,
            key,
            algorithms,
            options,
            verify=verify,
            detached_payload=detached_payload,
            audience=audience,
            issuer=issuer,
            subject=subject,
            leeway=leeway,
        )
        return cast("dict[str, Any]", decoded["payload"])

    def _validate_claims(  # noqa: PLR0917
        self,
        payload: dict[str, Any],
        options: FullOptions,
        audience: str | Iterable[str] | None = None,
        issuer: str | Container[str] | None = None,
        subject: str | None = None,
        leeway: float | timedelta = 0,
    ) -> None:
        if isinstance(leeway, timedelta):
            leeway = leeway.total_seconds()
        if audience is not None and not isinstance(audience, str | Iterable):
            message = "audience must be a string, iterable or None"
            raise TypeError(message)
        self._validate_required_claims(payload, options["require"])
        # Looked up in its module at each call, so that libraries which freeze time are heard.
        now = time.time()
        if "iat" in payload and options["verify_iat"]:
            self._validate_iat(payload, now, leeway)
        if "nbf" in payload and options["verify_nbf"]:
            self._validate_nbf(payload, now, leeway)
        if "exp" in payload and options["verify_exp"]:
            self._validate_exp(payload, now, leeway)
        if options["verify_iss"]:
            self._validate_iss(payload, issuer)
        if options["verify_aud"]:
            self._validate_aud(payload, audience, strict=options.get("strict_aud", False))
        if options["verify_sub"]:
            self._validate_sub(payload, subject)
        if options["verify_jti"]:
            self._validate_jti(payload)

    def _validate_required_claims(self, payload: dict[str, Any], claims: Iterable[str]) -> None:
        for claim in claims:
            if payload.get(claim) is None:
                raise MissingRequiredClaimError(claim)

    def _validate_iat(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        _native.check_issued_at(payload["iat"], now, leeway)

    def _validate_nbf(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        _native.check_not_before(payload["nbf"], now, leeway)

    def _validate_exp(self, payload: dict[str, Any], now: float, leeway: float) -> None:
        _native.check_expiration(payload["exp"], now, leeway)

    def _validate_iss(self, payload: dict[str, Any], issuer: str | Container[str] | None) -> None:
        if issuer is None:
            return
        if "iss" not in payload:
            raise MissingRequiredClaimError("iss")
        _native.check_issuer(payload["iss"], issuer)

    def _validate_aud(
        self,
        payload: dict[str, Any],
        audience: str | Iterable[str] | None,
        *,
        strict: bool = False,
    ) -> None:
        _native.check_audience(payload.get("aud"), audience, bool(strict))

    def _validate_sub(self, payload: dict[str, Any], subject: str | None = None) -> None:
        if "sub" in payload:
            _native.check_subject(payload["sub"], subject)

    def _validate_jti(self, payload: dict[str, Any]) -> None:
        if "jti" in payload:
            _native.check_jwt_id(payload["jti"])


_UNCHECKED_CLAIMS = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}

_VERIFY_IS_IGNORED = (
    "The `verify` argument to `decode` does nothing in PyJWT 2.0 and newer. "
    "The equivalent is setting `verify_signature` to False in the `options` dictionary. "
    "This invocation has a mismatch between the kwarg and the option entry."
)


_jwt_global_obj = PyJWT()
_jwt_global_obj._jws = _jws_global_obj  # noqa: SLF001
_native.watch_algorithms(_jws_global_obj._algorithms)  # noqa: SLF001
watch([_jwt_global_obj, _jws_global_obj, *_jws_global_obj._algorithms.values()])  # noqa: SLF001


def _warm_up() -> None:
    """Make what is made at the first call.

    A process that forks while another thread is making it would leave it unfinished for ever.
    """
    secret = "0" * 32
    token = encode({}, secret)
    decode(token, secret, ["HS256"])
    decode_complete(token, options={"verify_signature": False})
    _native.clear_key_cache()


_warm_up()
if hasattr(os, "register_at_fork"):
    # A key that another thread was signing with at the fork would never be free again.
    os.register_at_fork(after_in_child=_native.after_fork_in_child)
