"""A secret shorter than the digest is warned about at every call, or refused when asked for."""

import re
import warnings

import pytest

import ferrojwt as jwt
from tests.core.forge import KEY, signature, token

MINIMUM = {"HS256": 32, "HS384": 48, "HS512": 64}
ENFORCED = {"enforce_minimum_key_length": True}


def short_key(algorithm) -> str:
    return "k" * (MINIMUM[algorithm] - 1)


def about(algorithm, length=None) -> str:
    minimum = MINIMUM[algorithm]
    return re.escape(
        f"The HMAC key is {length or minimum - 1} bytes long, which is below the minimum"
        f" recommended length of {minimum} bytes for SHA{algorithm[2:]}. See RFC 7518 Section 3.2."
    )


def short_token(algorithm) -> str:
    return token({"a": 1}, key=short_key(algorithm), algorithm=algorithm)


@pytest.mark.parametrize("algorithm", MINIMUM)
def test_a_short_secret_is_warned_about_when_encoding(algorithm):
    with pytest.warns(jwt.InsecureKeyLengthWarning, match=about(algorithm)):
        compact = jwt.encode({}, short_key(algorithm), algorithm)

    assert len(signature(compact, short_key(algorithm), algorithm)) == MINIMUM[algorithm]


@pytest.mark.parametrize("algorithm", MINIMUM)
def test_a_short_secret_is_warned_about_when_decoding(algorithm):
    with pytest.warns(jwt.InsecureKeyLengthWarning, match=about(algorithm)):
        claims = jwt.decode(short_token(algorithm), short_key(algorithm), [algorithm])

    assert claims == {"a": 1}


@pytest.mark.parametrize("algorithm", MINIMUM)
def test_a_secret_of_the_minimum_length_is_not_warned_about(algorithm):
    key = "k" * MINIMUM[algorithm]

    # A warning would be an error here.
    assert jwt.decode(jwt.encode({}, key, algorithm), key, [algorithm]) == {}


def test_the_length_of_a_secret_is_counted_in_bytes():
    jwt.encode({}, "é" * 16)

    with pytest.warns(jwt.InsecureKeyLengthWarning, match=about("HS256", 30)):
        jwt.encode({}, "é" * 15)


def test_a_short_secret_is_warned_about_at_every_call():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(3):
            jwt.encode({}, short_key("HS256"))
            jwt.decode(short_token("HS256"), short_key("HS256"), ["HS256"])

    assert [warning.category for warning in caught] == [jwt.InsecureKeyLengthWarning] * 6


@pytest.mark.parametrize("algorithm", MINIMUM)
def test_a_short_secret_is_an_error_where_warnings_are(algorithm):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(jwt.InsecureKeyLengthWarning):
            jwt.encode({}, short_key(algorithm), algorithm)
        with pytest.raises(jwt.InsecureKeyLengthWarning):
            jwt.decode(short_token(algorithm), short_key(algorithm), [algorithm])


def test_a_short_secret_is_warned_about_even_when_the_signature_is_wrong():
    with (
        pytest.warns(jwt.InsecureKeyLengthWarning),
        pytest.raises(jwt.InvalidSignatureError),
    ):
        jwt.decode(token(key=KEY), short_key("HS256"), ["HS256"])


def test_a_short_secret_is_not_looked_at_without_verification():
    options = {"verify_signature": False, **ENFORCED}

    assert jwt.decode(short_token("HS256"), short_key("HS256"), options=options) == {"a": 1}


@pytest.mark.parametrize("algorithm", MINIMUM)
def test_a_short_secret_is_refused_when_decoding_with_the_option(algorithm):
    with pytest.raises(jwt.InvalidKeyError, match=about(algorithm)):
        jwt.decode(short_token(algorithm), short_key(algorithm), [algorithm], ENFORCED)


def test_a_long_secret_is_accepted_with_the_option():
    assert jwt.decode(token({"a": 1}), KEY, ["HS256"], ENFORCED) == {"a": 1}


def test_the_option_holds_for_one_call_only():
    with pytest.raises(jwt.InvalidKeyError):
        jwt.decode(short_token("HS256"), short_key("HS256"), ["HS256"], ENFORCED)

    with pytest.warns(jwt.InsecureKeyLengthWarning):
        jwt.decode(short_token("HS256"), short_key("HS256"), ["HS256"])
