"""`PyJWKSet`, and the cache that holds one for a time."""

import json
import time

import pytest

import ferrojwt as jwt
from ferrojwt import api_jwk
from ferrojwt.api_jwk import PyJWTSetWithTimestamp
from ferrojwt.exceptions import MissingCryptographyError
from ferrojwt.jwk_set_cache import JWKSetCache
from tests.core import jwks

FIRST = {**jwks.PUBLIC["ES256"], "kid": "first"}
SECOND = {**jwks.PUBLIC["EdDSA"], "kid": "second"}
UNUSABLE = {
    "no object": None,
    "text": "key",
    "list": [FIRST],
    "empty": {},
    "unknown kind": {"kty": "AKP", "kid": "x"},
    "unknown algorithm": {**FIRST, "alg": "RSA-OAEP"},
    "unknown curve": {**FIRST, "crv": "P-192"},
    "wrong type": {**FIRST, "x": 1},
    "off the curve": {**FIRST, "x": FIRST["y"]},
}
BEYOND_PYJWT = {
    "oct without k": {"kty": "oct"},
    "alg none": {**jwks.OCT, "alg": "none"},
    "alg a list": {**FIRST, "alg": ["ES256"]},
}


@pytest.fixture
def clock(monkeypatch):
    """A list whose only item is what `time.monotonic` returns."""
    seconds = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    return seconds


def kids(jwk_set):
    return [key.key_id for key in jwk_set]


@pytest.mark.parametrize(
    "make",
    [
        jwt.PyJWKSet,
        lambda keys: jwt.PyJWKSet.from_dict({"keys": keys}),
        lambda keys: jwt.PyJWKSet.from_json(json.dumps({"keys": keys})),
    ],
)
def test_a_set_has_its_keys_in_order(make):
    jwk_set = make([FIRST, SECOND])

    assert kids(jwk_set) == ["first", "second"]
    assert list(jwk_set) == jwk_set.keys


def test_a_key_is_found_by_its_id():
    jwk_set = jwt.PyJWKSet([FIRST, SECOND, {**SECOND, "kid": "first"}])

    assert jwk_set["first"] is jwk_set.keys[0]


def test_an_unknown_key_id_is_a_key_error():
    with pytest.raises(KeyError, match="keyset has no key for kid: third"):
        jwt.PyJWKSet([FIRST])["third"]


@pytest.mark.parametrize("member", UNUSABLE.values(), ids=UNUSABLE)
def test_a_member_that_cannot_be_used_is_left_out(member):
    assert kids(jwt.PyJWKSet([member, FIRST, member])) == ["first"]


@pytest.mark.beyond_pyjwt
@pytest.mark.parametrize("member", BEYOND_PYJWT.values(), ids=BEYOND_PYJWT)
def test_a_member_whose_error_leaks_from_pyjwt_is_left_out(member):
    assert kids(jwt.PyJWKSet([member, FIRST])) == ["first"]


@pytest.mark.parametrize("member", UNUSABLE.values(), ids=UNUSABLE)
def test_a_set_without_usable_keys_is_refused(member):
    with pytest.raises(jwt.PyJWKSetError, match="did not contain any usable keys"):
        jwt.PyJWKSet([member])


@pytest.mark.parametrize("keys", [[], None, {}, "", ()])
def test_a_set_without_keys_is_refused(keys):
    with pytest.raises(jwt.PyJWKSetError, match=r"^The JWK Set did not contain any keys$"):
        jwt.PyJWKSet(keys)


@pytest.mark.parametrize("members", [{}, {"key": [FIRST]}, FIRST])
def test_a_document_without_keys_is_refused(members):
    with pytest.raises(jwt.PyJWKSetError, match=r"^The JWK Set did not contain any keys$"):
        jwt.PyJWKSet.from_dict(members)


@pytest.mark.parametrize("keys", ["keys", {"a": FIRST}, (FIRST,), 1])
def test_keys_that_are_no_list_are_refused(keys):
    with pytest.raises(jwt.PyJWKSetError, match=r"^Invalid JWK Set value$"):
        jwt.PyJWKSet(keys)


def test_a_key_that_needs_the_extra_is_not_passed_over_in_silence(monkeypatch):
    def missing(*_):
        raise MissingCryptographyError

    monkeypatch.setattr(api_jwk, "PyJWK", missing)

    with pytest.raises(MissingCryptographyError):
        jwt.PyJWKSet([FIRST])


def test_a_key_that_needs_the_extra_does_not_spoil_the_others(monkeypatch):
    def missing_for_first(members):
        if members is FIRST:
            raise MissingCryptographyError
        return members

    monkeypatch.setattr(api_jwk, "PyJWK", missing_for_first)

    assert jwt.PyJWKSet([FIRST, SECOND]).keys == [SECOND]


def test_a_set_knows_when_it_came(clock):
    jwk_set = jwt.PyJWKSet([FIRST])

    held = PyJWTSetWithTimestamp(jwk_set)

    assert held.get_jwk_set() is held.jwk_set is jwk_set
    assert held.get_timestamp() == held.timestamp == clock[0]


def test_an_empty_cache_has_nothing_that_could_expire():
    cache = JWKSetCache(10)

    assert cache.get() is None
    assert not cache.is_expired()


def test_a_cache_returns_the_very_set():
    cache, jwk_set = JWKSetCache(10), jwt.PyJWKSet([FIRST])

    cache.put(jwk_set)

    assert cache.get() is jwk_set


def test_a_cache_parses_members_once():
    cache = JWKSetCache(10)

    cache.put({"keys": [FIRST]})

    assert kids(cache.get()) == ["first"]
    assert cache.get() is cache.get()


@pytest.mark.parametrize(("age", "is_expired"), [(0, False), (10, False), (10.001, True)])
def test_a_set_expires_after_its_lifespan(clock, age, is_expired):
    cache = JWKSetCache(10)
    cache.put({"keys": [FIRST]})

    clock[0] += age

    assert cache.is_expired() is is_expired
    assert (cache.get() is None) is is_expired


def test_a_lifespan_of_minus_one_is_for_ever(clock):
    cache = JWKSetCache(-1)
    cache.put({"keys": [FIRST]})

    clock[0] += 1e9

    assert cache.get() is not None


def test_none_empties_the_cache():
    cache = JWKSetCache(10)
    cache.put({"keys": [FIRST]})

    cache.put(None)

    assert cache.get() is None


@pytest.mark.parametrize("value", ["keys", [FIRST], 1, {"keys": []}, {"keys": [None]}])
def test_a_value_that_is_no_set_leaves_the_cache_as_it_is(value):
    cache = JWKSetCache(10)
    cache.put({"keys": [FIRST]})

    with pytest.raises(jwt.PyJWKSetError):
        cache.put(value)

    assert kids(cache.get()) == ["first"]


@pytest.mark.beyond_pyjwt
@pytest.mark.parametrize("member", ["kid", "use", "alg", "crv", "kty"])
def test_a_member_nested_too_deeply_spoils_no_other_key(member):
    deep = "deep"
    for _ in range(5000):
        deep = [deep]

    assert jwt.PyJWKSet([{**FIRST, member: deep}, SECOND]).keys[-1].key_id == "second"
