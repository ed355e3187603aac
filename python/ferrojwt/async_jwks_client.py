"""`AsyncPyJWKClient`: the keys of a JWKS endpoint, for asyncio.

Needs httpx, the extra `ferrojwt[async]`, unless `fetch_data` is overridden.
"""

import asyncio
import ssl
import time
from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from . import _jwks_endpoint
from .api_jwk import PyJWK, PyJWKSet
from .jwk_set_cache import JWKSetCache

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["AsyncPyJWKClient"]


class AsyncPyJWKClient:
    """Fetches the signing keys of a JWKS endpoint and keeps them for a time.

    One client serves any number of tasks, threads and event loops, which share the keys it
    holds. However many tasks of a loop want keys that have to be fetched, there is one fetch, and
    it goes on when some of them are cancelled. Fetches follow no redirects and read at most
    1 MiB. A fetch that fails leaves the keys that are held as they are.

    uri: the endpoint's, http or https.
    lifespan: seconds to keep the JWK Set.
    headers: of the request.
    timeout: seconds that a fetch may take altogether.
    ssl_context: for https; Python's default unless given.
    cooldown_duration: seconds after a fetch, successful or not, in which an unknown key id
    causes no other, so that strangers cannot make us flood the endpoint. A key that the endpoint
    has just added may be refused for that long.
    unknown_kid_lifespan: seconds in which a key id that a fetch did not bring causes no other.
    max_unknown_kids: how many of these key ids to remember.

    Raises PyJWKClientError for another scheme and for durations out of range, ImportError if
    httpx is not installed.
    """

    def __init__(
        self,
        uri: str,
        *,
        lifespan: float = 300,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30,
        ssl_context: ssl.SSLContext | None = None,
        cooldown_duration: float = 30,
        unknown_kid_lifespan: float = 60,
        max_unknown_kids: int = 1000,
    ) -> None:
        _jwks_endpoint.check_uri(uri)
        _jwks_endpoint.check_cooldown(cooldown_duration)
        _jwks_endpoint.check_lifespan(lifespan)
        if type(self).fetch_data is AsyncPyJWKClient.fetch_data:
            # Missing at start-up rather than at the first log-in.
            _httpx()
        self.uri = uri
        self.headers = dict(headers or {})
        self.timeout = timeout
        self.ssl_context = ssl_context
        self.cooldown_duration = cooldown_duration
        self.jwk_set_cache = JWKSetCache(lifespan)
        self._unknown_kids = _UnknownKids(unknown_kid_lifespan, max_unknown_kids)
        self._last_fetch: float | None = None
        # A task can be awaited in its own loop only.
        self._fetches: dict[asyncio.AbstractEventLoop, asyncio.Task[PyJWKSet]] = {}

    async def fetch_data(self) -> Any:
        """Fetch the JWK Set and return its members; override it to fetch or filter them yourself.

        An override may return a `PyJWKSet` as well.

        Raises PyJWKClientConnectionError if the endpoint cannot be reached or answers with an
        error or a redirect, PyJWKClientError if the response is too large or no JSON object.
        """
        httpx = _httpx()
        try:
            body = await asyncio.wait_for(self._response_body(httpx), self.timeout)
        except asyncio.TimeoutError as error:
            reason = f"no complete response within {self.timeout} seconds"
            raise _jwks_endpoint.connection_error(reason) from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise _jwks_endpoint.connection_error(str(error) or type(error).__name__) from error
        return _jwks_endpoint.parse_response(body)

    async def get_jwk_set(self, refresh: bool = False) -> PyJWKSet:
        """Return the JWK Set that is held, or fetch it.

        refresh: fetch it in any case; a fetch that is under way will do. Raises as `fetch_data`
        does, and PyJWKSetError if the JWK Set has no usable key.
        """
        held = None if refresh else self.jwk_set_cache.get()
        if held is not None:
            return held
        # Whoever stops waiting leaves the fetch to the others.
        return await asyncio.shield(self._fetch())

    async def get_signing_keys(self, refresh: bool = False) -> list[PyJWK]:
        """Return the keys that have a key id and whose `use` is "sig" or absent.

        refresh: as for `get_jwk_set`. Raises as that, and PyJWKClientError if there is none.
        """
        return _jwks_endpoint.signing_keys(await self.get_jwk_set(refresh))

    async def get_signing_key(self, kid: str | None) -> PyJWK:
        """Return the signing key of a key id, fetching the JWK Set again if it has none.

        Raises as `get_signing_keys`, and PyJWKClientError if there is no such key.
        """
        if not kid:
            raise _jwks_endpoint.unknown_kid_error(kid)
        key = _jwks_endpoint.match_kid(await self.get_signing_keys(), kid)
        if key is None and self._may_fetch_for(kid):
            key = _jwks_endpoint.match_kid(await self.get_signing_keys(refresh=True), kid)
            if key is None:
                self._unknown_kids.add(kid)
        if key is None:
            raise _jwks_endpoint.unknown_kid_error(kid)
        return key

    async def get_signing_key_from_jwt(self, token: str | bytes) -> PyJWK:
        """Return the signing key that a token names by its `kid`; nothing is verified.

        Raises as `get_signing_key`, and InvalidTokenError if the token is malformed.
        """
        return await self.get_signing_key(_jwks_endpoint.unverified_kid(token))

    def _fetch(self) -> "asyncio.Task[PyJWKSet]":
        """Return the fetch of this event loop that is under way, or begin one."""
        loop = asyncio.get_running_loop()
        fetch = self._fetches.get(loop)
        if fetch is None:
            fetch = self._fetches[loop] = loop.create_task(self._fetched())
            fetch.add_done_callback(self._forget_fetch)
        return fetch

    async def _fetched(self) -> PyJWKSet:
        try:
            jwk_set = _jwks_endpoint.parse_jwk_set(await self.fetch_data())
        finally:
            self._last_fetch = time.monotonic()
        self.jwk_set_cache.put(jwk_set)
        return jwk_set

    def _forget_fetch(self, fetch: "asyncio.Task[PyJWKSet]") -> None:
        self._fetches.pop(fetch.get_loop(), None)
        if not fetch.cancelled():
            # Or asyncio reports the exception of a fetch that nobody waits for any more.
            fetch.exception()

    def _may_fetch_for(self, kid: str) -> bool:
        if asyncio.get_running_loop() in self._fetches:
            return True
        is_cooling_down = (
            self._last_fetch is not None
            and time.monotonic() - self._last_fetch < self.cooldown_duration
        )
        return not is_cooling_down and kid not in self._unknown_kids

    async def _response_body(self, httpx: "ModuleType") -> bytes:
        # As the sync client's: what has been compressed could grow beyond the limit at once.
        headers = {"Accept-Encoding": "identity", **self.headers}
        trusted = self.ssl_context or self._default_context
        async with (
            httpx.AsyncClient(verify=trusted, timeout=self.timeout) as client,
            client.stream("GET", self.uri, headers=headers, follow_redirects=False) as response,
        ):
            if not response.is_success:
                reason = f"HTTP Error {response.status_code}: {response.reason_phrase}"
                raise _jwks_endpoint.connection_error(reason)
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                _jwks_endpoint.check_size(len(body))
        return bytes(body)

    @cached_property
    def _default_context(self) -> ssl.SSLContext:
        # The certificates that the sync client trusts. Reading them takes a while: once.
        return ssl.create_default_context()


class _UnknownKids:
    """Key ids that the endpoint does not have, for a time and up to a number."""

    # A stranger chooses the key id; the cool-down holds for longer ones too.
    _LONGEST = 256

    def __init__(self, lifespan: float, maximum: int) -> None:
        self._lifespan = lifespan
        self._maximum = maximum
        self._lock = Lock()
        self._added: OrderedDict[str, float] = OrderedDict()

    def add(self, kid: str) -> None:
        if len(kid) > self._LONGEST:
            return
        with self._lock:
            self._added[kid] = time.monotonic()
            self._added.move_to_end(kid)
            if len(self._added) > self._maximum:
                self._added.popitem(last=False)

    def __contains__(self, kid: str) -> bool:
        added = self._added.get(kid)
        return added is not None and time.monotonic() - added < self._lifespan


def _httpx() -> "ModuleType":
    try:
        import httpx  # noqa: PLC0415
    except ImportError as error:
        message = "AsyncPyJWKClient needs httpx: pip install 'ferrojwt[async]'"
        raise ImportError(message, name="httpx") from error
    return httpx
