"""Access and refresh tokens in pairs, with the claims that `ferrojwt.drf` gives them.

Each has a `token_type`, "access" or "refresh", an `exp`, an `iat` and a random `jti`, all its
own; the other claims are those of the payload. Neither passes for the other.
"""

from collections.abc import Container, Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from . import _native
from .types import Options

__all__ = ["TokenPair", "decode_access", "decode_refresh", "encode_pair", "refresh_pair"]

_OWN_CLAIMS = {"token_type", "exp", "iat", "jti"}


class TokenPair(NamedTuple):
    """An access token and the refresh token that gets new ones."""

    access: str
    refresh: str

    def __repr__(self) -> str:
        """Name the type only: whoever reads a token may use it."""
        return "<TokenPair>"


def encode_pair(
    payload: dict[str, Any],
    key: Any,
    algorithm: str = "HS256",
    *,
    access_lifetime: timedelta | float,
    refresh_lifetime: timedelta | float,
    headers: dict[str, Any] | None = None,
) -> TokenPair:
    """Sign a pair of tokens with the claims of `payload`.

    key, algorithm, headers: as for `ferrojwt.encode`. Lifetimes: timedelta or seconds, positive.
    Raises ValueError if the payload holds `token_type`, `exp`, `iat` or `jti`, or if a lifetime
    is not positive; otherwise as `ferrojwt.encode` does.
    """
    kinds = [("access", _seconds(access_lifetime)), ("refresh", _seconds(refresh_lifetime))]
    return TokenPair(*_native.encode_typed(payload, key, algorithm, headers, kinds))


def refresh_pair(
    refresh: str | bytes,
    key: Any,
    algorithms: Sequence[str],
    *,
    access_lifetime: timedelta | float,
    refresh_lifetime: timedelta | float,
    rotate: bool = True,
    headers: dict[str, Any] | None = None,
    audience: str | Iterable[str] | None = None,
    issuer: str | Container[str] | None = None,
    leeway: float | timedelta = 0,
) -> TokenPair:
    """Verify a refresh token and sign a new access token with its claims.

    key: the signing key; its public half verifies. algorithms: what the refresh token may be
    signed with; the first of them signs. rotate: sign a new refresh token too, otherwise the
    pair holds the given one. Whether the given token has been used before is not known here:
    that takes a database. Raises as `decode_refresh` and `encode_pair` do.
    """
    algorithms = [algorithms] if isinstance(algorithms, str) else algorithms
    claims = decode_refresh(
        refresh,
        verifying_key(key, algorithms),
        algorithms,
        audience=audience,
        issuer=issuer,
        leeway=leeway,
    )
    payload = {name: claim for name, claim in claims.items() if name not in _OWN_CLAIMS}
    kinds = [("access", _seconds(access_lifetime)), ("refresh", _seconds(refresh_lifetime))]
    tokens = _native.encode_typed(payload, key, algorithms[0], headers, kinds[: 1 + rotate])
    return TokenPair(*tokens) if rotate else TokenPair(tokens[0], _text(refresh))


def decode_access(
    jwt: str | bytes,
    key: Any,
    algorithms: Container[str],
    options: Options | None = None,
    *,
    audience: str | Iterable[str] | None = None,
    issuer: str | Container[str] | None = None,
    subject: str | None = None,
    leeway: float | timedelta = 0,
) -> dict[str, Any]:
    """Verify an access token and return its claims.

    `exp` and `jti` must be present. Raises InvalidTokenTypeError for a token of another type,
    ValueError for an option that skips the verification; otherwise as `ferrojwt.decode` does.
    """
    return _decode("access", jwt, key, algorithms, options, audience, issuer, subject, leeway)


def decode_refresh(
    jwt: str | bytes,
    key: Any,
    algorithms: Container[str],
    options: Options | None = None,
    *,
    audience: str | Iterable[str] | None = None,
    issuer: str | Container[str] | None = None,
    subject: str | None = None,
    leeway: float | timedelta = 0,
) -> dict[str, Any]:
    """Verify a refresh token and return its claims; see `decode_access`."""
    return _decode("refresh", jwt, key, algorithms, options, audience, issuer, subject, leeway)


def _decode(  # noqa: PLR0917
    token_type: str,
    jwt: str | bytes,
    key: Any,
    algorithms: Container[str],
    options: Options | None,
    audience: str | Iterable[str] | None,
    issuer: str | Container[str] | None,
    subject: str | None,
    leeway: float | timedelta,
) -> dict[str, Any]:
    given: dict[str, Any] = dict(options or {})
    if not given.get("verify_signature", True):
        message = "This always verifies the signature; ferrojwt.decode can be told not to."
        raise ValueError(message)
    given["require"] = ["exp", "jti", *given.get("require", [])]
    claims = _native.decode(
        jwt,
        key,
        algorithms,
        given,  # type: ignore[arg-type]
        audience=audience,
        issuer=issuer,
        subject=subject,
        leeway=leeway,
    )
    _native.check_token_type(claims.get("token_type"), token_type)
    return claims


def _seconds(lifetime: timedelta | float) -> float:
    return lifetime.total_seconds() if isinstance(lifetime, timedelta) else lifetime


def verifying_key(key: Any, algorithms: Sequence[str]) -> Any:
    """Return what verifies with a signing key: RSA alone tells the two halves apart."""
    if not algorithms or not algorithms[0].startswith(("RS", "PS")):
        return key
    native = _native.cached_key("RSA", key)
    return native.public_key() if native is not None and native.is_private else key


def _text(token: str | bytes) -> str:
    return token.decode() if isinstance(token, bytes) else token
