"""Python code that runs inside a call may call back into the library."""

import base64
import gc
import hashlib
import hmac
import os
import time
import warnings
from array import array

import pytest

import ferrojwt
from ferrojwt import _native

from .signers import SECRET, signers

SHORT = "short"


@pytest.fixture(autouse=True)
def _cache_is_empty_before_and_after():
    _native.clear_key_cache()
    yield
    _native.clear_key_cache()


def tag(token, secret):
    signing_input = token.rpartition(".")[0].encode()
    return hmac.new(secret.encode(), signing_input, hashlib.sha256).digest()


def spelled(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def use_everything():
    token = ferrojwt.encode({"a": 1}, SECRET)
    assert ferrojwt.decode(token, SECRET, ["HS256"]) == {"a": 1}
    _native.clear_key_cache()
    assert ferrojwt.decode_complete(token, SECRET, ["HS256"])["payload"] == {"a": 1}


class Calls:
    """Uses the library when it is finalised."""

    finalised = 0

    def __del__(self):
        use_everything()
        Calls.finalised += 1


class TextThatCalls(str):
    __slots__ = ()

    def __del__(self):
        use_everything()
        Calls.finalised += 1


@pytest.fixture
def finalised():
    """Give the number of finalisers that have run since the test began."""
    Calls.finalised = 0
    return lambda: Calls.finalised


def test_a_finaliser_of_a_key_calls_back(finalised):
    for number in range(100):
        secret = f"{SECRET} {number}"
        token = ferrojwt.encode({"n": number}, TextThatCalls(secret))
        assert ferrojwt.decode(token, TextThatCalls(secret), ["HS256"]) == {"n": number}

    assert finalised() == 200


def test_a_finaliser_of_a_payload_calls_back(finalised):
    for number in range(100):
        token = ferrojwt.encode({"n": number, "text": TextThatCalls("t")}, SECRET)
        assert ferrojwt.decode(token, SECRET, ["HS256"]) == {"n": number, "text": "t"}

    assert finalised() == 100


def test_a_finaliser_of_an_evicted_key_object_calls_back(finalised):
    rsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.rsa")

    # Named like the package's own, so that it is cached by its identity.
    class Key(rsa.RSAPublicKey, Calls):
        __module__ = "cryptography.example"
        __abstractmethods__ = frozenset()

        def public_bytes(self, *_):
            return public.public_der()

    Key.__abstractmethods__ = frozenset()
    signer = next(signer for signer in signers() if signer.name == "RS256 from key objects")
    public = signer.verifying
    token = ferrojwt.encode({"a": 1}, signer.signing, "RS256")
    for _ in range(200):
        assert ferrojwt.decode(token, Key(), ["RS256"]) == {"a": 1}
    _native.clear_key_cache()
    gc.collect()

    assert finalised() == 200


def test_a_finaliser_of_a_claim_in_an_error_calls_back(finalised):
    token = ferrojwt.encode({"iss": "a"}, SECRET)
    for _ in range(20):
        with pytest.raises(ferrojwt.InvalidIssuerError):
            ferrojwt.decode(token, SECRET, ["HS256"], issuer=[TextThatCalls("b")])

    assert finalised() == 20


def test_a_warning_calls_back(monkeypatch):
    calls = []

    def show(*_, **__):
        calls.append(1)
        if len(calls) < 5:
            use_everything()
            ferrojwt.encode({}, SHORT)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        monkeypatch.setattr(warnings, "showwarning", show)
        token = ferrojwt.encode({"a": 1}, SHORT)

    assert len(calls) == 5
    assert token.rpartition(".")[2] == spelled(tag(token, SHORT))


def test_a_warning_that_changes_the_payload_leaves_the_token_whole(monkeypatch):
    payload = {"a": 1}

    def show(*_, **__):
        payload.clear()
        payload["b"] = 2
        _native.clear_key_cache()

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        monkeypatch.setattr(warnings, "showwarning", show)
        token = ferrojwt.encode(payload, SHORT)
        claims = ferrojwt.decode(token, SHORT, ["HS256"])

    assert claims == {"a": 1}


def test_a_warning_that_forgets_the_key_leaves_it_in_use(monkeypatch):
    holder = [SHORT + str(os.getpid())]

    def show(*_, **__):
        holder.clear()
        _native.clear_key_cache()
        gc.collect()

    expected = holder[0][:]
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        monkeypatch.setattr(warnings, "showwarning", show)
        token = ferrojwt.encode({"a": 1}, holder[0])

    assert token.rpartition(".")[2] == spelled(tag(token, expected))


def test_a_clock_calls_back(monkeypatch):
    token = ferrojwt.encode({"exp": 4_000_000_000}, SECRET)
    clock, depth = time.time, []

    def calling_clock():
        depth.append(1)
        if len(depth) < 5:
            assert ferrojwt.decode(token, SECRET, ["HS256"]) == {"exp": 4_000_000_000}
            _native.clear_key_cache()
        return clock()

    monkeypatch.setattr(time, "time", calling_clock)

    assert ferrojwt.decode(token, SECRET, ["HS256"]) == {"exp": 4_000_000_000}
    assert len(depth) == 5


def test_a_member_of_the_allow_list_calls_back():
    class Name:
        def __eq__(self, other):
            use_everything()
            names.clear()
            return False

        __hash__ = None

    token = ferrojwt.encode({"a": 1}, SECRET)
    names = [Name(), "HS256"]

    with pytest.raises(ferrojwt.InvalidTokenError):
        ferrojwt.decode(token, SECRET, names)


def test_an_audience_that_calls_back_is_compared():
    class Audience(str):
        __slots__ = ()

        def __eq__(self, other):
            use_everything()
            audiences.clear()
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    token = ferrojwt.encode({"aud": ["a", "b"]}, SECRET)
    audiences = [Audience("b")]

    assert ferrojwt.decode(token, SECRET, ["HS256"], audience=audiences) == {"aud": ["a", "b"]}


@pytest.fixture
def on_collection():
    """Give a function that has Python code run at every garbage collection, and those often."""
    callbacks, threshold = list(gc.callbacks), gc.get_threshold()

    def install(work):
        def callback(phase, _):
            if phase == "start":
                work()

        gc.callbacks.append(callback)
        gc.set_threshold(1, 1, 1)

    yield install
    gc.set_threshold(*threshold)
    gc.callbacks[:] = callbacks


def test_a_garbage_collection_calls_back(on_collection):
    operations = [signer.use for signer in signers()]
    on_collection(use_everything)

    for operation in operations:
        operation()


def test_a_garbage_collection_that_changes_options_is_survived(on_collection):
    token = ferrojwt.encode({"a": [{}] * 5, "exp": 4_000_000_000}, SECRET)
    options = {"require": ["exp"], "verify_aud": True}
    numbers = iter(range(1_000_000))

    def change():
        options[f"verify_{next(numbers)}"] = True
        if len(options) > 20:
            for name in list(options)[2:]:
                del options[name]

    on_collection(change)
    for _ in range(200):
        assert ferrojwt.decode(token, SECRET, ["HS256"], options=options)["a"] == [{}] * 5


def test_a_garbage_collection_that_changes_headers_and_payload_is_survived(on_collection):
    payload, headers = {"a": [{}] * 5}, {"kid": "1"}
    numbers = iter(range(1_000_000))

    def change():
        for members in (payload, headers):
            members[f"x{next(numbers)}"] = "y"
            if len(members) > 20:
                for name in list(members)[1:]:
                    del members[name]

    on_collection(change)
    for _ in range(200):
        token = ferrojwt.encode(payload, SECRET, headers=headers)
        assert ferrojwt.decode(token, SECRET, ["HS256"])["a"] == [{}] * 5


def test_a_key_at_the_address_of_another_is_not_taken_for_it():
    tokens = {}
    for number in range(500):
        # Freed at once: the next may lie where it lay.
        token = ferrojwt.encode({}, f"a secret of at least thirty-two bytes {number:05}")
        tokens[number] = token

    for number, token in tokens.items():
        secret = f"a secret of at least thirty-two bytes {number:05}"
        assert ferrojwt.decode_complete(token, secret, ["HS256"])["signature"] == tag(token, secret)


def test_a_key_object_at_the_address_of_another_is_not_taken_for_it():
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    # No objects: an int for an address could itself take the place of a key that is gone.
    addresses = array("Q")
    for number in range(300):
        seed = hashlib.sha256(str(number).encode()).digest()
        key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
        token = ferrojwt.encode({"n": number}, key, "EdDSA")
        addresses.append(id(key))
        raw = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        public = ed25519.Ed25519PublicKey.from_public_bytes(key.public_key().public_bytes(*raw))
        assert ferrojwt.decode(token, public, ["EdDSA"]) == {"n": number}
        addresses.append(id(public))
        del key, public

    # The test shows something only where addresses come back.
    assert len(set(addresses)) < 600
