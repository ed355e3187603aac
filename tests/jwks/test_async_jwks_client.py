"""`AsyncPyJWKClient`: one fetch for all who wait, over HTTP and with `fetch_data` overridden."""

import asyncio
import json
import ssl
import sys
import threading
import time

import pytest

import ferrojwt as jwt
from ferrojwt import exceptions
from ferrojwt.api_jwk import PyJWKSet
from ferrojwt.async_jwks_client import AsyncPyJWKClient
from tests.core import jwks
from tests.jwks.endpoint import Endpoint, key_set

pytest.importorskip("httpx")

LIMIT = 1024 * 1024


class Source(AsyncPyJWKClient):
    """Answers from `members`, or raises `error`, once `may_answer` is set."""

    def __init__(self, *kids, **arguments):
        super().__init__("https://host/jwks.json", **arguments)
        self.members = key_set(*kids)
        self.error = None
        self.fetches = 0
        self.was_cancelled = False
        self.may_answer = None

    async def fetch_data(self):
        self.fetches += 1
        try:
            if self.may_answer is not None:
                await self.may_answer.wait()
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise
        if self.error is not None:
            raise self.error
        return self.members

    def hold(self):
        self.may_answer = asyncio.Event()


@pytest.fixture
def clock(monkeypatch):
    """A list whose only item is what `time.monotonic` returns."""
    seconds = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    return seconds


@pytest.fixture
def client(endpoint):
    return AsyncPyJWKClient(endpoint.uri)


def kids(keys):
    return [key.key_id for key in keys]


async def until_all_wait():
    """Let every task run as far as it gets."""
    for _ in range(10):
        await asyncio.sleep(0)


async def outcomes(awaitables):
    return await asyncio.gather(*awaitables, return_exceptions=True)


# Construction


@pytest.mark.parametrize("uri", ["file:///etc/passwd", "ftp://host/keys", "data:,{}", "/keys"])
def test_a_uri_that_is_not_http_is_refused(uri):
    with pytest.raises(jwt.PyJWKClientError, match="Invalid JWKS URI scheme"):
        AsyncPyJWKClient(uri)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"lifespan": 0}, 'greater than 0, the input is "0"'),
        ({"cooldown_duration": -1}, 'equal to 0, the input is "-1"'),
        ({"cooldown_duration": float("nan")}, 'finite, the input is "nan"'),
    ],
)
def test_durations_have_to_be_in_range(arguments, message):
    with pytest.raises(jwt.PyJWKClientError, match=message):
        AsyncPyJWKClient("https://host", **arguments)


def test_the_extra_is_named_where_httpx_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)

    with pytest.raises(ImportError, match=r"ferrojwt\[async\]"):
        AsyncPyJWKClient("https://host")


def test_an_override_of_fetch_data_needs_no_httpx(monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)

    key = asyncio.run(Source("first").get_signing_key("first"))

    assert key.key_id == "first"


# A fetch


def test_the_members_are_fetched(endpoint, client):
    endpoint.serve({**key_set("first"), "extra": [1]})

    assert asyncio.run(client.fetch_data()) == {**key_set("first"), "extra": [1]}


def test_a_chunked_response_is_read(endpoint, client):
    endpoint.serve(key_set("chunked"), is_chunked=True)

    assert kids(asyncio.run(client.get_jwk_set())) == ["chunked"]


def test_headers_are_sent_and_compression_is_not_asked_for(endpoint):
    asyncio.run(AsyncPyJWKClient(endpoint.uri, headers={"X-Tenant": "a"}).fetch_data())

    headers = {name.lower(): value for name, value in endpoint.requests[0][1].items()}
    assert headers["x-tenant"] == "a"
    assert headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(endpoint, client, status):
    with Endpoint() as elsewhere:
        endpoint.serve(b"", status=status, headers={"Location": elsewhere.uri})

        with pytest.raises(jwt.PyJWKClientConnectionError, match=f"HTTP Error {status}"):
            asyncio.run(client.fetch_data())

        assert elsewhere.fetches == 0


@pytest.mark.parametrize("status", [400, 401, 404, 500, 503])
def test_an_error_status_is_a_connection_error(endpoint, client, status):
    endpoint.serve(key_set("first"), status=status)

    with pytest.raises(jwt.PyJWKClientConnectionError) as caught:
        asyncio.run(client.fetch_data())

    assert f'Fail to fetch data from the url, err: "HTTP Error {status}' in str(caught.value)


def test_no_endpoint_at_all_is_a_connection_error():
    with Endpoint() as endpoint:
        client = AsyncPyJWKClient(endpoint.uri)

    with pytest.raises(jwt.PyJWKClientConnectionError, match="Fail to fetch data from the url"):
        asyncio.run(client.fetch_data())


def test_a_uri_that_cannot_be_requested_is_a_connection_error():
    client = AsyncPyJWKClient("http://host:port/")

    with pytest.raises(jwt.PyJWKClientConnectionError, match="Fail to fetch data from the url"):
        asyncio.run(client.fetch_data())


def test_no_response_in_time_is_a_connection_error(endpoint):
    endpoint.hold()

    with pytest.raises(jwt.PyJWKClientConnectionError, match="Fail to fetch data from the url"):
        asyncio.run(AsyncPyJWKClient(endpoint.uri, timeout=0.05).fetch_data())


def test_a_connection_that_breaks_in_the_middle_is_a_connection_error(endpoint, client):
    endpoint.serve(key_set("first"), content_length=10_000)

    with pytest.raises(jwt.PyJWKClientConnectionError, match="Fail to fetch data from the url"):
        asyncio.run(client.fetch_data())


@pytest.mark.parametrize(
    ("body", "also"), [(b"<html>", json.JSONDecodeError), (b"\xff{", UnicodeDecodeError)]
)
def test_a_response_that_is_not_json_is_a_client_error(endpoint, client, body, also):
    endpoint.serve(body)

    with pytest.raises(exceptions.JWKSResponseError, match="did not return JSON") as caught:
        asyncio.run(client.fetch_data())

    assert isinstance(caught.value, also)


@pytest.mark.parametrize("document", [[], "keys", None, 1])
def test_a_response_that_is_no_object_is_refused(endpoint, client, document):
    endpoint.serve(document)

    with pytest.raises(jwt.PyJWKClientError, match="did not return a JSON object"):
        asyncio.run(client.fetch_data())


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_response_beyond_the_limit_is_refused(endpoint, client, is_chunked):
    endpoint.serve(b" " * (LIMIT + 1), is_chunked=is_chunked)

    with pytest.raises(jwt.PyJWKClientError, match=f"more than {LIMIT} bytes"):
        asyncio.run(client.fetch_data())


def test_the_ssl_context_is_the_one_given(monkeypatch, endpoint):
    import httpx

    used = []
    real = httpx.AsyncClient
    monkeypatch.setattr(
        httpx, "AsyncClient", lambda *, verify, timeout: used.append(verify) or real(verify=verify)
    )
    context = ssl.create_default_context()

    asyncio.run(AsyncPyJWKClient(endpoint.uri, ssl_context=context).fetch_data())

    assert used == [context]


# The JWK Set


def test_the_set_is_kept(endpoint, client):
    async def twice():
        return await client.get_jwk_set(), await client.get_jwk_set()

    first, second = asyncio.run(twice())

    assert first is second
    assert endpoint.fetches == 1


def test_the_set_is_kept_from_one_event_loop_to_the_next(endpoint, client):
    first = asyncio.run(client.get_jwk_set())

    assert asyncio.run(client.get_jwk_set()) is first
    assert endpoint.fetches == 1


def test_the_set_is_fetched_again_after_its_lifespan(clock):
    client = Source("first", lifespan=10)
    asyncio.run(client.get_jwk_set())

    clock[0] += 10.001
    asyncio.run(client.get_jwk_set())

    assert client.fetches == 2


def test_the_set_is_fetched_again_on_demand():
    client = Source("first")
    asyncio.run(client.get_jwk_set())
    client.members = key_set("second")

    assert kids(asyncio.run(client.get_jwk_set(refresh=True))) == ["second"]
    assert kids(asyncio.run(client.get_jwk_set())) == ["second"]


@pytest.mark.parametrize("members", [{"keys": []}, {"keys": [{"kty": "AKP"}]}, [], None], ids=repr)
def test_a_fetch_without_usable_keys_leaves_the_set_as_it_is(members):
    client = Source("first")
    held = asyncio.run(client.get_jwk_set())
    client.members = members

    with pytest.raises(jwt.PyJWTError):
        asyncio.run(client.get_jwk_set(refresh=True))

    assert asyncio.run(client.get_jwk_set()) is held


def test_a_fetch_that_fails_leaves_the_set_as_it_is(endpoint, client):
    held = asyncio.run(client.get_jwk_set())
    endpoint.serve(b"", status=503)

    with pytest.raises(jwt.PyJWKClientConnectionError):
        asyncio.run(client.get_jwk_set(refresh=True))

    assert asyncio.run(client.get_jwk_set()) is held


def test_an_override_of_fetch_data_may_return_a_set():
    client = Source()
    client.members = PyJWKSet.from_dict(key_set("mine"))

    assert asyncio.run(client.get_jwk_set()) is client.members


# Signing keys


def test_signing_keys_have_an_id_and_may_sign():
    client = Source()
    client.members = {
        "keys": key_set("first", None)["keys"] + key_set("enc", use="enc")["keys"],
    }

    assert kids(asyncio.run(client.get_signing_keys())) == ["first"]


def test_a_signing_key_verifies_the_token_that_names_it(endpoint, client):
    compact = jwt.encode({"a": 1}, jwt.PyJWK(jwks.PRIVATE["ES256"]), headers={"kid": "first"})

    key = asyncio.run(client.get_signing_key_from_jwt(compact))

    assert jwt.decode(compact, key) == {"a": 1}


@pytest.mark.parametrize("compact", ["", "a.b.c", b"\xff"], ids=repr)
def test_a_malformed_token_causes_no_fetch(compact):
    client = Source("first")

    with pytest.raises(jwt.DecodeError):
        asyncio.run(client.get_signing_key_from_jwt(compact))

    assert client.fetches == 0


def test_a_token_without_a_key_id_causes_no_fetch():
    client = Source("first")

    with pytest.raises(jwt.PyJWKClientError, match='matches: "None"'):
        asyncio.run(client.get_signing_key_from_jwt(jwt.encode({}, "secret" * 10)))

    assert client.fetches == 0


def test_a_new_key_is_found_after_the_cooldown(clock):
    client = Source("first", cooldown_duration=30)
    asyncio.run(client.get_signing_key("first"))
    client.members = key_set("second")

    clock[0] += 29.9
    with pytest.raises(jwt.PyJWKClientError, match=r'^Unable to find .* matches: "second"$'):
        asyncio.run(client.get_signing_key("second"))
    clock[0] += 0.1

    assert asyncio.run(client.get_signing_key("second")).key_id == "second"


def test_a_flood_of_unknown_key_ids_causes_one_fetch():
    client = Source("first")

    async def flood():
        return await outcomes(client.get_signing_key(str(number)) for number in range(50))

    refused = asyncio.run(flood()) + asyncio.run(flood())

    assert {type(error) for error in refused} == {jwt.PyJWKClientError}
    assert client.fetches == 1


def test_a_flood_after_the_cooldown_causes_one_more_fetch(clock):
    client = Source("first")
    asyncio.run(client.get_jwk_set())
    clock[0] += 30

    async def flood():
        return await outcomes(client.get_signing_key(str(number)) for number in range(50))

    refused = asyncio.run(flood()) + asyncio.run(flood())

    assert {type(error) for error in refused} == {jwt.PyJWKClientError}
    assert client.fetches == 2


def test_a_failed_fetch_cools_down_too(clock):
    client = Source("first")
    asyncio.run(client.get_jwk_set())
    clock[0] += 30
    client.error = jwt.PyJWKClientConnectionError("down")

    async def twice():
        return [(await outcomes([client.get_signing_key("unknown")]))[0] for _ in range(2)]

    assert [str(error) for error in asyncio.run(twice())] == [
        "down",
        'Unable to find a signing key that matches: "unknown"',
    ]
    assert client.fetches == 2


def test_an_unknown_key_id_is_remembered_beyond_the_cooldown(clock):
    client = Source("first", cooldown_duration=0, unknown_kid_lifespan=60)
    asyncio.run(client.get_jwk_set())

    async def look_up(kid):
        with pytest.raises(jwt.PyJWKClientError):
            await client.get_signing_key(kid)

    asyncio.run(look_up("unknown"))
    clock[0] += 59
    asyncio.run(look_up("unknown"))
    assert client.fetches == 2

    clock[0] += 1
    asyncio.run(look_up("unknown"))
    assert client.fetches == 3


def test_an_unknown_key_id_is_found_once_a_fetch_has_brought_it():
    client = Source("first", cooldown_duration=0)
    with pytest.raises(jwt.PyJWKClientError):
        asyncio.run(client.get_signing_key("second"))
    client.members = key_set("first", "second")

    asyncio.run(client.get_jwk_set(refresh=True))

    assert asyncio.run(client.get_signing_key("second")).key_id == "second"


@pytest.mark.parametrize("kid", ["0", "a" * 10_000], ids=["oldest", "long"])
def test_the_memory_for_unknown_key_ids_is_bounded(kid):
    client = Source("first", cooldown_duration=0, max_unknown_kids=2)

    async def look_up(kid):
        with pytest.raises(jwt.PyJWKClientError):
            await client.get_signing_key(kid)

    async def fill():
        for each in (kid, "1", "2"):
            await look_up(each)
        before = client.fetches
        await look_up("2")
        assert client.fetches == before
        await look_up(kid)
        return client.fetches - before

    assert asyncio.run(fill()) == 1
    assert len(client._unknown_kids._added) == 2


# Waiting together


def test_tasks_that_want_the_first_key_share_a_fetch():
    client = Source("first")

    async def look_up():
        client.hold()
        tasks = [asyncio.create_task(client.get_signing_key("first")) for _ in range(20)]
        await until_all_wait()
        client.may_answer.set()
        return await asyncio.gather(*tasks)

    assert {key.key_id for key in asyncio.run(look_up())} == {"first"}
    assert client.fetches == 1


def test_tasks_that_want_unknown_keys_share_a_fetch_that_may_bring_them(clock):
    client = Source("first")
    asyncio.run(client.get_jwk_set())
    client.members = key_set("first", "second", "third")
    clock[0] += 30

    async def look_up():
        client.hold()
        wanted = ["second", "third", "fourth"]
        tasks = [asyncio.create_task(client.get_signing_key(kid)) for kid in wanted]
        await until_all_wait()
        client.may_answer.set()
        return await outcomes(tasks)

    second, third, fourth = asyncio.run(look_up())

    assert (second.key_id, third.key_id) == ("second", "third")
    assert isinstance(fourth, jwt.PyJWKClientError)
    assert client.fetches == 2


def test_a_known_key_is_returned_while_an_unknown_one_is_fetched():
    client = Source("first", cooldown_duration=0)

    async def look_up():
        await client.get_jwk_set()
        client.hold()
        unknown = asyncio.create_task(client.get_signing_key("unknown"))
        await until_all_wait()
        known = await asyncio.wait_for(client.get_signing_key("first"), 5)
        assert not unknown.done()
        client.may_answer.set()
        await outcomes([unknown])
        return known

    assert asyncio.run(look_up()).key_id == "first"


def test_all_who_wait_are_told_of_a_failure_and_the_next_one_fetches_again():
    client = Source("first")
    client.error = jwt.PyJWKClientConnectionError("down")

    async def look_up():
        refused = await outcomes(client.get_signing_key("first") for _ in range(5))
        client.error = None
        return refused, await client.get_signing_key("first")

    refused, key = asyncio.run(look_up())

    assert [str(error) for error in refused] == ["down"] * 5
    assert key.key_id == "first"
    assert client.fetches == 2


def test_a_task_that_is_cancelled_leaves_the_fetch_to_the_others():
    client = Source("first")

    async def look_up():
        client.hold()
        tasks = [asyncio.create_task(client.get_signing_key("first")) for _ in range(3)]
        await until_all_wait()
        tasks[0].cancel()
        await until_all_wait()
        client.may_answer.set()
        return await outcomes(tasks)

    cancelled, second, third = asyncio.run(look_up())

    assert isinstance(cancelled, asyncio.CancelledError)
    assert (second.key_id, third.key_id) == ("first", "first")
    assert (client.fetches, client.was_cancelled) == (1, False)


@pytest.mark.parametrize("error", [None, jwt.PyJWKClientConnectionError("down")])
def test_a_fetch_that_nobody_waits_for_any_more_ends_in_silence(error):
    client = Source("first")
    client.error = error
    reported = []

    async def look_up():
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: reported.append(context)
        )
        client.hold()
        task = asyncio.create_task(client.get_signing_key("first"))
        await until_all_wait()
        task.cancel()
        await outcomes([task])
        client.may_answer.set()
        await until_all_wait()

    asyncio.run(look_up())

    assert reported == []
    assert not client._fetches
    assert (client.jwk_set_cache.get() is None) is (error is not None)


def test_a_loop_that_ends_takes_its_fetch_along():
    client = Source("first")

    async def give_up():
        client.hold()
        task = asyncio.create_task(client.get_signing_key("first"))
        await until_all_wait()
        task.cancel()

    asyncio.run(give_up())
    client.may_answer = None

    assert client.was_cancelled
    assert asyncio.run(client.get_signing_key("first")).key_id == "first"


def test_event_loops_of_several_threads_may_share_a_client(endpoint, client):
    endpoint.hold()
    found = []

    def look_up():
        found.append(asyncio.run(client.get_signing_key("first")))

    threads = [threading.Thread(target=look_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    endpoint.wait_for_fetches(4)
    endpoint.release()
    for thread in threads:
        thread.join(10)

    assert kids(found) == ["first"] * 4
    # One for each loop: a task cannot be awaited in another.
    assert endpoint.fetches == 4
