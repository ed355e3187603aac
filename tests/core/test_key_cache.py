"""Keys are read once, remembered within bounds, and forgotten when that is asked for."""

import sys

import pytest

import ferrojwt as jwt
from ferrojwt import _native
from ferrojwt.algorithms import jwk_text
from ferrojwt.algorithms import keys as exchange
from tests.core import keys

CLAIMS = {"a": 1}
CAPACITY = 64


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    _native.clear_key_cache()


@pytest.fixture
def readings(monkeypatch):
    """The secrets that were examined: those that may be JSON are, once each time they are read."""
    examined = []
    original = jwk_text.is_jwk_text

    def is_jwk_text(octets):
        examined.append(octets)
        return original(octets)

    monkeypatch.setattr(jwk_text, "is_jwk_text", is_jwk_text)
    return examined


def secret(number=0):
    """A secret that is examined as JSON, a new object at each call."""
    return f"[{number}, {'0, ' * 30}0]"


def test_a_secret_is_read_once(readings):
    key = secret()
    for _ in range(3):
        jwt.decode(jwt.encode(CLAIMS, key), key, ["HS256"])

    assert len(readings) == 1


def test_an_equal_text_in_another_object_is_known(readings):
    jwt.encode(CLAIMS, secret())
    jwt.encode(CLAIMS, secret())
    jwt.encode(CLAIMS, secret().encode())

    assert len(readings) == 1


def test_a_cleared_cache_reads_again(readings):
    key = secret()
    jwt.encode(CLAIMS, key)
    _native.clear_key_cache()
    jwt.encode(CLAIMS, key)

    assert len(readings) == 2


def holders(objects):
    """How many hold each of the objects."""
    return list(map(sys.getrefcount, objects))


def test_a_cleared_cache_lets_the_keys_go():
    texts = [keys.PRIVATE["ES256"] + " " * number for number in range(1, 4)]
    before = holders(texts)
    for index in range(len(texts)):
        jwt.encode(CLAIMS, texts[index], "ES256")
    assert holders(texts) == [count + 1 for count in before]

    _native.clear_key_cache()

    assert holders(texts) == before


def test_clearing_an_empty_cache_is_nothing():
    _native.clear_key_cache()
    _native.clear_key_cache()


def test_more_keys_than_there_is_room_for_are_forgotten(readings):
    for number in range(3 * CAPACITY):
        jwt.encode(CLAIMS, secret(number))
    assert len(readings) == 3 * CAPACITY

    jwt.encode(CLAIMS, secret(0))

    assert len(readings) == 3 * CAPACITY + 1


def test_a_bounded_number_of_keys_is_held():
    texts = [secret(number) for number in range(3 * CAPACITY)]
    before = holders(texts)
    for index in range(len(texts)):
        jwt.encode(CLAIMS, texts[index])

    assert sum(holders(texts)) - sum(before) == CAPACITY


def test_a_bounded_number_of_key_objects_is_held():
    pytest.importorskip("cryptography")
    key = _native.load_key("OKP", keys.PUBLIC["EdDSA"].encode())
    objects = [exchange.handed_out(key) for _ in range(2 * CAPACITY)]
    compact = jwt.encode(CLAIMS, keys.PRIVATE["EdDSA"], "EdDSA")
    before = holders(objects)
    for index in range(len(objects)):
        jwt.decode(compact, objects[index], ["EdDSA"])

    assert sum(holders(objects)) - sum(before) == CAPACITY


@pytest.mark.parametrize("kind", [str, bytes], ids=["str", "bytes"])
def test_an_object_of_a_subclass_is_not_held(kind):
    derived = type("Derived", (kind,), {})
    text = keys.PRIVATE["ES256"]
    key = derived(text if kind is str else text.encode())
    before = sys.getrefcount(key)

    compact = jwt.encode(CLAIMS, key, "ES256")

    assert sys.getrefcount(key) == before
    assert jwt.decode(compact, keys.PUBLIC["ES256"], ["ES256"]) == CLAIMS


def test_a_key_that_is_held_outlives_the_callers_reference():
    compact = jwt.encode(CLAIMS, "".join([keys.PRIVATE["ES256"], "\n"]), "ES256")
    for number in range(50):
        # Were the text not held, one of these might have its address.
        other = "".join([keys.PUBLIC["ES384"], "\n" * number])
        with pytest.raises(jwt.InvalidKeyError):
            jwt.decode(compact, other, ["ES256"])


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_a_key_pair_that_is_known_does_not_become_an_hmac_secret(algorithm):
    for text in (keys.PRIVATE[algorithm], keys.PUBLIC[algorithm]):
        jwt.PyJWS().decode_complete(
            jwt.PyJWS().encode(b"", keys.PRIVATE[algorithm], algorithm),
            keys.PUBLIC[algorithm],
            [algorithm],
        )
        with pytest.raises(jwt.InvalidKeyError, match="asymmetric key"):
            jwt.encode(CLAIMS, text, "HS256")


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_a_secret_that_is_known_does_not_become_a_key_pair(algorithm):
    key = secret()
    jwt.encode(CLAIMS, key)

    with pytest.raises(jwt.InvalidKeyError):
        jwt.encode(CLAIMS, key, algorithm)


def test_a_key_that_is_known_for_one_algorithm_is_refused_by_another():
    key = keys.PRIVATE["ES256"]
    jwt.encode(CLAIMS, key, "ES256")

    for algorithm in ("ES384", "ES256K", "RS256", "EdDSA"):
        with pytest.raises(jwt.InvalidKeyError):
            jwt.encode(CLAIMS, key, algorithm)


def test_one_rsa_key_serves_all_rsa_algorithms():
    key = keys.PRIVATE["RS256"]
    signatures = {
        keys.signature_of(jwt.encode(CLAIMS, key, algorithm, {"alg": "RS256"}))
        for algorithm in keys.RSA_ALGORITHMS
    }
    tokens = [jwt.encode(CLAIMS, key, algorithm) for algorithm in keys.RSA_ALGORITHMS]

    assert len(signatures) == 1
    for algorithm, compact in zip(keys.RSA_ALGORITHMS, tokens, strict=True):
        assert jwt.decode(compact, keys.PUBLIC["RS256"], [algorithm]) == CLAIMS


def test_a_refused_key_is_refused_again():
    for _ in range(3):
        with pytest.raises(jwt.InvalidKeyError):
            jwt.encode(CLAIMS, keys.text("certificate.pem"), "RS256")


def test_a_short_secret_that_is_known_is_warned_of_again():
    for _ in range(3):
        with pytest.warns(jwt.InsecureKeyLengthWarning):
            jwt.encode(CLAIMS, "short", "HS256")
