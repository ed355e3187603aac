"""`PyJWKClient` against a real endpoint."""

import inspect
import json
import pickle
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest

import ferrojwt as jwt
from ferrojwt import exceptions
from ferrojwt.api_jwk import PyJWKSet
from ferrojwt.jwks_client import PyJWKClient
from tests.core import jwks
from tests.jwks.endpoint import Endpoint, key_set

LIMIT = 1024 * 1024
REDIRECTS = [301, 302, 303, 307, 308]
NOT_JSON = {
    "html": (b"<html>", json.JSONDecodeError),
    "nothing": (b"", json.JSONDecodeError),
    "cut off": (b'{"keys": [', json.JSONDecodeError),
    "not utf-8": (b'{"keys": "\xff"}', UnicodeDecodeError),
    "deep": (b"[" * 200_000, RecursionError),
    "long integer": (b"1" * 5000, ValueError),
}


@pytest.fixture
def clock(monkeypatch):
    """A list whose only item is what `time.monotonic` returns."""
    seconds = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    return seconds


@pytest.fixture
def client(endpoint):
    return PyJWKClient(endpoint.uri)


def kids(keys):
    return [key.key_id for key in keys]


# Construction


def test_parameters_have_pyjwts_names_order_and_defaults():
    oracle = pytest.importorskip("jwt")

    def parameters(function):
        return [
            (each.name, each.default) for each in inspect.signature(function).parameters.values()
        ]

    assert parameters(PyJWKClient) == parameters(oracle.PyJWKClient)


@pytest.mark.parametrize(
    "uri",
    ["file:///etc/passwd", "ftp://host/keys", "data:,{}", "/etc/passwd", "", "jar:http://host"],
)
def test_a_uri_that_is_not_http_is_refused(uri):
    with pytest.raises(jwt.PyJWKClientError, match="Invalid JWKS URI scheme"):
        PyJWKClient(uri)


def test_the_scheme_may_be_in_capitals():
    assert PyJWKClient("HTTPS://host/keys").uri == "HTTPS://host/keys"


@pytest.mark.parametrize("lifespan", [0, -1])
def test_a_lifespan_has_to_be_positive(lifespan):
    with pytest.raises(jwt.PyJWKClientError, match=f'greater than 0, the input is "{lifespan}"'):
        PyJWKClient("https://host", lifespan=lifespan)


def test_a_lifespan_does_not_matter_without_the_cache():
    assert PyJWKClient("https://host", cache_jwk_set=False, lifespan=0).jwk_set_cache is None


@pytest.mark.parametrize("cooldown", [-1, float("nan"), float("inf"), float("-inf")])
def test_a_cooldown_has_to_be_finite_and_not_negative(cooldown):
    with pytest.raises(jwt.PyJWKClientError, match=f'the input is "{cooldown}"'):
        PyJWKClient("https://host", cooldown_duration=cooldown)


def test_attributes_are_the_arguments():
    context = ssl.create_default_context()
    headers = {"X-Tenant": "a"}

    client = PyJWKClient(
        "https://host", headers=headers, timeout=5, ssl_context=context, cooldown_duration=7
    )

    assert client.headers is headers
    assert (client.timeout, client.ssl_context, client.cooldown_duration) == (5, context, 7)
    assert client.jwk_set_cache.lifespan == 300
    assert PyJWKClient("https://host").headers == {}


# A fetch


def test_the_members_are_fetched(endpoint, client):
    endpoint.serve({**key_set("first"), "extra": [1]})

    assert client.fetch_data() == {**key_set("first"), "extra": [1]}


def test_a_chunked_response_is_read(endpoint, client):
    endpoint.serve(key_set("chunked"), is_chunked=True)

    assert kids(client.get_jwk_set()) == ["chunked"]


def test_headers_are_sent(endpoint):
    PyJWKClient(endpoint.uri, headers={"X-Tenant": "a"}).fetch_data()

    path, headers = endpoint.requests[0]
    assert path == "/jwks.json"
    assert headers["X-Tenant"] == "a"


@pytest.mark.parametrize("status", REDIRECTS)
def test_a_redirect_is_not_followed(endpoint, client, status):
    with Endpoint() as elsewhere:
        endpoint.serve(b"", status=status, headers={"Location": elsewhere.uri})

        with pytest.raises(jwt.PyJWKClientConnectionError, match=f"HTTP Error {status}"):
            client.fetch_data()

        assert elsewhere.fetches == 0


@pytest.mark.parametrize("status", [400, 401, 404, 500, 503])
def test_an_error_status_is_a_connection_error(endpoint, client, status):
    endpoint.serve(key_set("first"), status=status)

    with pytest.raises(jwt.PyJWKClientConnectionError) as caught:
        client.fetch_data()

    assert f'Fail to fetch data from the url, err: "HTTP Error {status}' in str(caught.value)


def test_no_endpoint_at_all_is_a_connection_error():
    with Endpoint() as endpoint:
        client = PyJWKClient(endpoint.uri)

    with pytest.raises(jwt.PyJWKClientConnectionError, match="Fail to fetch data from the url"):
        client.fetch_data()


def test_no_response_in_time_is_a_connection_error(endpoint):
    endpoint.hold()

    with pytest.raises(jwt.PyJWKClientConnectionError, match="timed out"):
        PyJWKClient(endpoint.uri, timeout=0.05).fetch_data()


def test_a_connection_that_breaks_in_the_middle_is_a_connection_error(endpoint, client):
    endpoint.serve(key_set("first"), content_length=10_000)

    with pytest.raises(jwt.PyJWKClientConnectionError, match="IncompleteRead"):
        client.fetch_data()


@pytest.mark.beyond_pyjwt
def test_a_connection_that_is_reset_is_a_connection_error(client):
    with mock.patch("urllib.request.build_opener") as build_opener:
        build_opener.return_value.open.side_effect = ConnectionResetError(104, "reset by peer")

        with pytest.raises(jwt.PyJWKClientConnectionError, match="reset by peer"):
            client.fetch_data()


@pytest.mark.beyond_pyjwt
@pytest.mark.parametrize(("body", "leaked"), NOT_JSON.values(), ids=NOT_JSON)
def test_a_response_that_is_not_json_is_a_client_error_and_what_leaks_from_pyjwt(
    endpoint, client, body, leaked
):
    endpoint.serve(body)

    with pytest.raises(jwt.PyJWKClientError, match="did not return JSON") as caught:
        client.fetch_data()

    error = caught.value
    assert isinstance(error, exceptions.JWKSResponseError)
    assert isinstance(error, leaked)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(copy), copy.args, vars(copy)) == (type(error), error.args, vars(error))


@pytest.mark.beyond_pyjwt
def test_the_error_of_a_response_that_is_not_json_says_where(endpoint, client):
    endpoint.serve(b'{"keys": no}')

    with pytest.raises(exceptions.JWKSSyntaxError) as caught:
        client.fetch_data()

    assert (caught.value.doc, caught.value.pos, caught.value.lineno) == ('{"keys": no}', 9, 1)


@pytest.mark.parametrize("document", [[], "keys", None, 1, [key_set("first")]])
def test_a_response_that_is_no_object_is_refused(endpoint, client, document):
    endpoint.serve(document)

    with pytest.raises(
        jwt.PyJWKClientError, match=r"^The JWKS endpoint did not return a JSON object$"
    ):
        client.fetch_data()


@pytest.mark.parametrize("document", [{}, {"keys": []}, {"keys": [{"kty": "AKP"}]}])
def test_a_response_without_usable_keys_is_refused(endpoint, client, document):
    endpoint.serve(document)

    with pytest.raises(jwt.PyJWKSetError):
        client.get_jwk_set()


@pytest.mark.beyond_pyjwt
@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_response_beyond_the_limit_is_refused(endpoint, client, is_chunked):
    endpoint.serve(_padded(LIMIT + 1), is_chunked=is_chunked)

    with pytest.raises(jwt.PyJWKClientError, match=f"more than {LIMIT} bytes"):
        client.fetch_data()


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_response_of_the_limit_is_read(endpoint, client, is_chunked):
    endpoint.serve(_padded(LIMIT), is_chunked=is_chunked)

    assert kids(client.get_jwk_set()) == ["first"]


def test_the_ssl_context_is_the_one_given(endpoint):
    context = ssl.create_default_context()
    client = PyJWKClient("https://host", ssl_context=context)

    with mock.patch("urllib.request.build_opener", wraps=urllib.request.build_opener) as build:
        build.side_effect = lambda *handlers: _Opener(endpoint.answer.body)
        client.get_jwk_set()

    assert any(getattr(handler, "_context", None) is context for handler in build.call_args.args)


# The JWK Set


def test_the_set_is_kept(endpoint, client):
    first = client.get_jwk_set()

    assert client.get_jwk_set() is first
    assert isinstance(first, PyJWKSet)
    assert endpoint.fetches == 1


def test_the_set_is_fetched_again_after_its_lifespan(endpoint, clock):
    client = PyJWKClient(endpoint.uri, lifespan=10)
    client.get_jwk_set()

    clock[0] += 10.001
    client.get_jwk_set()

    assert endpoint.fetches == 2


def test_the_set_is_fetched_again_on_demand(endpoint, client):
    client.get_jwk_set()
    endpoint.serve(key_set("second"))

    assert kids(client.get_jwk_set(refresh=True)) == ["second"]
    assert kids(client.get_jwk_set()) == ["second"]


def test_the_set_is_fetched_each_time_without_the_cache(endpoint):
    client = PyJWKClient(endpoint.uri, cache_jwk_set=False)

    client.get_jwk_set()
    client.get_jwk_set()

    assert endpoint.fetches == 2


@pytest.mark.parametrize(
    "failure",
    [
        {"document": b"", "status": 503},
        {"document": b"<html>"},
        {"document": []},
        {"document": {"keys": []}},
    ],
    ids=repr,
)
def test_a_fetch_that_fails_leaves_the_set_as_it_is(endpoint, client, failure):
    held = client.get_jwk_set()
    endpoint.serve(**failure)

    with pytest.raises(jwt.PyJWTError):
        client.get_jwk_set(refresh=True)

    assert client.get_jwk_set() is held


def test_a_set_can_be_put_into_the_cache(endpoint, client):
    client.jwk_set_cache.put(PyJWKSet.from_dict(key_set("mine")))

    assert client.get_signing_key("mine").key_id == "mine"
    assert endpoint.fetches == 0


@pytest.mark.parametrize("wrap", [lambda members: members, PyJWKSet.from_dict])
def test_what_an_override_of_fetch_data_returns_is_kept(endpoint, wrap):
    class Filtering(PyJWKClient):
        def fetch_data(self):
            members = super().fetch_data()
            return wrap({"keys": [key for key in members["keys"] if key["kid"] != "second"]})

    endpoint.serve(key_set("first", "second"))
    client = Filtering(endpoint.uri)

    assert kids(client.get_jwk_set()) == ["first"]
    assert kids(client.get_jwk_set()) == ["first"]
    assert endpoint.fetches == 1


# Signing keys


def test_signing_keys_have_an_id_and_may_sign(endpoint, client):
    keys = key_set("first", None, "")["keys"] + key_set("enc", use="enc")["keys"]
    endpoint.serve({"keys": keys + key_set("sig", use="sig")["keys"]})

    assert kids(client.get_signing_keys()) == ["first", "sig"]


def test_no_signing_keys_are_refused(endpoint, client):
    endpoint.serve(key_set("first", use="enc"))

    with pytest.raises(
        jwt.PyJWKClientError, match=r"^The JWKS endpoint did not contain any signing keys$"
    ):
        client.get_signing_keys()


def test_a_signing_key_verifies_the_token_that_names_it(endpoint, client):
    compact = jwt.encode({"a": 1}, jwt.PyJWK(jwks.PRIVATE["ES256"]), headers={"kid": "second"})
    endpoint.serve(key_set("first", "second"))

    key = client.get_signing_key_from_jwt(compact)

    assert key.key_id == "second"
    assert jwt.decode(compact, key) == {"a": 1}
    assert jwt.decode(
        compact.encode(), client.get_signing_key_from_jwt(compact.encode()).key, ["ES256"]
    )


@pytest.mark.parametrize("compact", ["", "a.b.c", "eyJhbGciOiJFUzI1NiJ9..", b"\xff"], ids=repr)
def test_a_malformed_token_causes_no_fetch(endpoint, client, compact):
    with pytest.raises(jwt.DecodeError):
        client.get_signing_key_from_jwt(compact)

    assert endpoint.fetches == 0


def test_a_token_without_a_key_id_has_no_key(client):
    compact = jwt.encode({}, "secret" * 10)

    with pytest.raises(jwt.PyJWKClientError, match='matches: "None"'):
        client.get_signing_key_from_jwt(compact)


def test_the_first_key_of_an_id_is_matched():
    keys = PyJWKSet(key_set("a", "b", "b")["keys"]).keys

    assert PyJWKClient.match_kid(keys, "b") is keys[1]
    assert PyJWKClient.match_kid(keys, "c") is None


def test_a_new_key_is_found_after_the_cooldown(endpoint, client, clock):
    client.get_signing_key("first")
    endpoint.serve(key_set("second"))
    clock[0] += 30

    assert client.get_signing_key("second").key_id == "second"
    with pytest.raises(jwt.PyJWKClientError, match=r'^Unable to find .* matches: "first"$'):
        client.get_signing_key("first")


def test_a_flood_of_unknown_key_ids_causes_one_fetch(endpoint, client):
    for number in range(50):
        with pytest.raises(jwt.PyJWKClientError, match=f'matches: "{number}"'):
            client.get_signing_key(str(number))

    assert endpoint.fetches == 1


def test_a_flood_after_the_cooldown_causes_one_more_fetch(endpoint, client, clock):
    client.get_jwk_set()
    clock[0] += 30

    for number in range(50):
        with pytest.raises(jwt.PyJWKClientError):
            client.get_signing_key(str(number))

    assert endpoint.fetches == 2


def test_the_cooldown_does_not_hold_without_the_cache(endpoint):
    client = PyJWKClient(endpoint.uri, cache_jwk_set=False)

    for _ in range(2):
        with pytest.raises(jwt.PyJWKClientError):
            client.get_signing_key("unknown")

    assert endpoint.fetches == 4


def test_cached_signing_keys_are_kept_beyond_the_lifespan(endpoint, clock):
    client = PyJWKClient(endpoint.uri, cache_keys=True, max_cached_keys=1)
    key = client.get_signing_key("first")

    clock[0] += 1e6

    assert client.get_signing_key("first") is key
    assert endpoint.fetches == 1
    assert client.get_signing_key.cache_info().maxsize == 1


def test_threads_that_want_the_first_key_share_a_fetch(endpoint, client):
    endpoint.hold()
    with ThreadPoolExecutor(8) as pool:
        looked_up = [pool.submit(client.get_signing_key, "first") for _ in range(8)]
        endpoint.wait_for_fetches(1)
        endpoint.release()

    assert {lookup.result().key_id for lookup in looked_up} == {"first"}
    assert endpoint.fetches == 1


@pytest.mark.beyond_pyjwt
def test_a_known_key_is_returned_while_another_thread_fetches_an_unknown_one(endpoint):
    client = PyJWKClient(endpoint.uri, cooldown_duration=0)
    client.get_jwk_set()
    endpoint.hold()
    with ThreadPoolExecutor(1) as pool:
        unknown = pool.submit(client.get_signing_key, "unknown")
        endpoint.wait_for_fetches(2)

        known = client.get_signing_key("first")

        assert not unknown.done()
        endpoint.release()
    assert known.key_id == "first"
    assert isinstance(unknown.exception(), jwt.PyJWKClientError)


def test_an_override_of_fetch_data_may_look_up_keys_itself(endpoint):
    class Inner(PyJWKClient):
        is_nested = False

        def fetch_data(self):
            if not self.is_nested:
                self.is_nested = True
                self.get_signing_key("first")
            return super().fetch_data()

    thread = threading.Thread(target=Inner(endpoint.uri).get_signing_key, args=("first",))
    thread.start()
    thread.join(10)

    assert not thread.is_alive()


@pytest.mark.beyond_pyjwt
def test_importing_the_package_does_not_load_urllib_request():
    program = "import sys, ferrojwt; sys.exit('urllib.request' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def _padded(size):
    body = json.dumps(key_set("first")).encode()
    return body + b" " * (size - len(body))


class _Opener:
    def __init__(self, body):
        self._body = body

    def open(self, *_, timeout):
        response = mock.MagicMock()
        response.__enter__.return_value.read.return_value = self._body
        return response


@pytest.mark.beyond_pyjwt
def test_a_flood_while_the_endpoint_is_down_causes_one_fetch(endpoint, client, clock):
    client.get_signing_key("first")
    clock[0] += 31
    endpoint.serve(b"", status=500)

    with pytest.raises(jwt.PyJWKClientConnectionError):
        client.get_signing_key("unknown 0")
    for number in range(1, 20):
        with pytest.raises(jwt.PyJWKClientError, match="Unable to find a signing key"):
            client.get_signing_key(f"unknown {number}")

    assert len(endpoint.requests) == 2


@pytest.mark.parametrize("use", [["sig"], {"sig": 1}], ids=repr)
def test_a_use_that_cannot_be_hashed_spoils_no_other_key(endpoint, client, use):
    odd = {**jwks.PUBLIC["ES256"], "kid": "odd", "use": use}
    endpoint.serve({"keys": [odd, *key_set("good")["keys"]]})

    assert client.get_signing_key("good").key_id == "good"


@pytest.mark.beyond_pyjwt
def test_the_private_half_of_a_published_key_is_dropped(endpoint, client):
    private = next(
        v["jwk"] for v in jwks.VECTORS if v["jwk"].get("crv") == "P-256" and "d" in v["jwk"]
    )
    endpoint.serve({"keys": [{**private, "kid": "leaked"}]})

    assert "private" not in repr(client.get_signing_key("leaked"))
