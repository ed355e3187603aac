"""`PyJWKClient`: the keys of a JWKS endpoint; the names are PyJWT's.

Imports `urllib.request`, which takes longer to import than all the rest of the package.
"""

import http.client
import threading
import time
import urllib.request
from functools import lru_cache
from ssl import SSLContext
from typing import Any
from urllib.error import HTTPError

from . import _jwks_endpoint
from .api_jwk import PyJWK, PyJWKSet
from .jwk_set_cache import JWKSetCache

__all__ = ["PyJWKClient"]


class PyJWKClient:
    """Fetches the signing keys of a JWKS endpoint and keeps them for a time.

    It may be shared by threads. Fetches follow no redirects and read at most 1 MiB. A fetch that
    fails leaves the keys that are held as they are.

    uri: the endpoint's, http or https.
    cache_keys: keep the keys that `get_signing_key` found, without a time limit.
    max_cached_keys: how many of these to keep.
    cache_jwk_set: keep the JWK Set for `lifespan` seconds; without it every call fetches.
    headers: of the request.
    timeout: seconds to wait for the endpoint each time it has to send something.
    ssl_context: for https; Python's default unless given.
    cooldown_duration: seconds after a successful fetch, or after any for the sake of an unknown
    key id, in which such a key id causes no other, so that strangers cannot make us flood the
    endpoint. A key that the endpoint has just added may be refused for that long.

    Raises PyJWKClientError for another scheme and for durations out of range.
    """

    def __init__(  # noqa: PLR0917
        self,
        uri: str,
        cache_keys: bool = False,
        max_cached_keys: int = 16,
        cache_jwk_set: bool = True,
        lifespan: float = 300,
        headers: dict[str, Any] | None = None,
        timeout: float = 30,
        ssl_context: SSLContext | None = None,
        cooldown_duration: float = 30,
    ) -> None:
        _jwks_endpoint.check_uri(uri)
        _jwks_endpoint.check_cooldown(cooldown_duration)
        self.uri = uri
        self.headers = {} if headers is None else headers
        self.timeout = timeout
        self.ssl_context = ssl_context
        self.cooldown_duration = cooldown_duration
        self.jwk_set_cache: JWKSetCache | None = None
        if cache_jwk_set:
            _jwks_endpoint.check_lifespan(lifespan)
            self.jwk_set_cache = JWKSetCache(lifespan)
        self._last_successful_fetch: float | None = None
        self._last_forced_fetch: float | None = None
        # Reentrant: an overridden `fetch_data` may look up keys itself.
        self._client_lock = threading.RLock()
        if cache_keys:
            cached = lru_cache(maxsize=max_cached_keys)(self.get_signing_key)
            self.get_signing_key = cached  # type: ignore[method-assign]

    def fetch_data(self) -> Any:
        """Fetch the JWK Set and return its members; override it to fetch or filter them yourself.

        Raises PyJWKClientConnectionError if the endpoint cannot be reached or answers with an
        error or a redirect, PyJWKClientError if the response is too large or no JSON object,
        PyJWKSetError if it has no usable key.
        """
        try:
            body = self._response_body()
        except HTTPError as error:
            error.close()
            raise _jwks_endpoint.connection_error(error) from error
        except (OSError, http.client.HTTPException) as error:
            raise _jwks_endpoint.connection_error(error) from error
        jwk_set = _jwks_endpoint.parse_response(body)
        if self.jwk_set_cache is not None:
            self.jwk_set_cache.put(jwk_set)
        self._last_successful_fetch = time.monotonic()
        return jwk_set

    def get_jwk_set(self, refresh: bool = False) -> PyJWKSet:
        """Return the JWK Set that is held, or fetch it.

        refresh: fetch it in any case. Raises as `fetch_data` does.
        """
        held = None if self.jwk_set_cache is None or refresh else self.jwk_set_cache.get()
        if held is not None:
            return held
        jwk_set = _jwks_endpoint.parse_jwk_set(self.fetch_data())
        if self.jwk_set_cache is not None:
            # What an overridden `fetch_data` returned, rather than what the endpoint sent.
            self.jwk_set_cache.put(jwk_set)
        return jwk_set

    def get_signing_keys(self, refresh: bool = False) -> list[PyJWK]:
        """Return the keys that have a key id and whose `use` is "sig" or absent.

        refresh: as for `get_jwk_set`. Raises as that, and PyJWKClientError if there is none.
        """
        return _jwks_endpoint.signing_keys(self.get_jwk_set(refresh))

    def get_signing_key(self, kid: str) -> PyJWK:
        """Return the signing key of a key id, fetching the JWK Set again if it has none.

        Raises as `get_signing_keys`, and PyJWKClientError if there is no such key.
        """
        held = self._held_signing_key(kid)
        if held is not None:
            return held
        with self._client_lock:
            key = self.match_kid(self.get_signing_keys(), kid)
            if key is None and not self._is_cooling_down():
                # Noted before it may fail: strangers must not make us flood an endpoint that is
                # down either.
                self._last_forced_fetch = time.monotonic()
                key = self.match_kid(self.get_signing_keys(refresh=True), kid)
                # An overridden `fetch_data` may not have noted it.
                self._last_successful_fetch = time.monotonic()
        if key is None:
            raise _jwks_endpoint.unknown_kid_error(kid)
        return key

    def get_signing_key_from_jwt(self, token: str | bytes) -> PyJWK:
        """Return the signing key that a token names by its `kid`; nothing is verified.

        Raises as `get_signing_key`, and InvalidTokenError if the token is malformed.
        """
        return self.get_signing_key(_jwks_endpoint.unverified_kid(token))  # type: ignore[arg-type]

    @staticmethod
    def match_kid(signing_keys: list[PyJWK], kid: str) -> PyJWK | None:
        """Return the first key of that key id, or None."""
        return _jwks_endpoint.match_kid(signing_keys, kid)

    def _response_body(self) -> bytes:
        # The scheme was checked by the constructor.
        request = urllib.request.Request(url=self.uri, headers=self.headers)  # noqa: S310
        handlers: list[urllib.request.BaseHandler] = [_NoRedirectHandler()]
        if self.ssl_context is not None:
            handlers.append(urllib.request.HTTPSHandler(context=self.ssl_context))
        opener = urllib.request.build_opener(*handlers)
        with opener.open(request, timeout=self.timeout) as response:
            return _read(response)

    def _held_signing_key(self, kid: str) -> PyJWK | None:
        # Without the lock: who has a known key need not wait for the fetch of an unknown one.
        if self.jwk_set_cache is None or self.jwk_set_cache.get() is None:
            return None
        return self.match_kid(self.get_signing_keys(), kid)

    def _is_cooling_down(self) -> bool:
        if self.jwk_set_cache is None:
            return False
        fetches = (self._last_successful_fetch, self._last_forced_fetch)
        latest = max((fetch for fetch in fetches if fetch is not None), default=None)
        return latest is not None and time.monotonic() - latest < self.cooldown_duration


class _NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """Takes a redirect for an error: another host could serve its own keys."""

    def redirect_request(  # noqa: PLR0917
        self,
        req: urllib.request.Request,  # noqa: ARG002
        fp: Any,  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: Any,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> None:
        return None


def _read(response: Any) -> bytes:
    announced = getattr(response, "length", None)
    body: bytes
    if isinstance(announced, int):
        _jwks_endpoint.check_size(announced)
        # Without a limit `http.client` notices that a connection broke in the middle.
        body = response.read()
    else:
        body = response.read(_jwks_endpoint.RESPONSE_LIMIT + 1)
        _jwks_endpoint.check_size(len(body))
    return body
