from collections.abc import Container, Iterable
from datetime import timedelta
from json import JSONEncoder
from typing import Any

from .algorithms import Algorithm
from .types import Options

__all__ = [
    "__version__",
    "base64url_decode_segment",
    "check_audience",
    "check_expiration",
    "check_hmac_secret",
    "check_issued_at",
    "check_issuer",
    "check_jwt_id",
    "check_not_before",
    "check_subject",
    "clear_key_cache",
    "decode",
    "decode_complete",
    "encode",
    "hmac_sign",
    "hmac_verify",
    "is_pem_format",
    "is_ssh_key",
    "set_fast_path",
    "split_compact",
    "watch_algorithms",
]

__version__: str

def encode(
    payload: dict[str, Any],
    key: Any,
    algorithm: str | None = ...,
    headers: dict[str, Any] | None = None,
    json_encoder: type[JSONEncoder] | None = None,
    sort_headers: bool = True,
) -> str: ...
def decode(
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
) -> dict[str, Any]: ...
def decode_complete(
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
) -> dict[str, Any]: ...
def set_fast_path(enabled: bool) -> None: ...
def watch_algorithms(algorithms: dict[str, Algorithm]) -> None: ...
def clear_key_cache() -> None: ...
def split_compact(token: bytes) -> list[bytes]: ...
def base64url_decode_segment(segment: bytes, name: str) -> bytes: ...
def check_expiration(exp: Any, now: float, leeway: float) -> None: ...
def check_not_before(nbf: Any, now: float, leeway: float) -> None: ...
def check_issued_at(iat: Any, now: float, leeway: float) -> None: ...
def check_issuer(iss: Any, issuer: str | Container[str]) -> None: ...
def check_subject(sub: Any, subject: str | None) -> None: ...
def check_audience(aud: Any, audience: str | Iterable[str] | None, strict: bool) -> None: ...
def check_jwt_id(jti: Any) -> None: ...
def check_hmac_secret(secret: bytes) -> None: ...
def hmac_sign(name: str, secret: bytes, signing_input: bytes) -> bytes: ...
def hmac_verify(name: str, secret: bytes, signing_input: bytes, signature: bytes) -> bool: ...
def is_pem_format(octets: bytes) -> bool: ...
def is_ssh_key(octets: bytes) -> bool: ...
