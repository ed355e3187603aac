"""Deliberate gains over PyJWT; docs/COMPATIBILITY.md gives the reasons."""

import pickle
import warnings

import pytest

import ferrojwt as jwt
from tests.core.forge import KEY, token

pytestmark = pytest.mark.beyond_pyjwt


@pytest.mark.parametrize("algorithms", ["HS2567", "xHS256", "HS256,HS512", "HS256 HS512"])
def test_algorithms_given_as_text_mean_exactly_that_algorithm(algorithms):
    with pytest.raises(jwt.InvalidAlgorithmError, match="specified alg value is not allowed"):
        jwt.decode(token(), KEY, algorithms)


@pytest.mark.parametrize("compact", ["\ud800", f"{token()}\udc80"], ids=ascii)
@pytest.mark.parametrize(
    "read", [lambda compact: jwt.decode(compact, KEY, ["HS256"]), jwt.get_unverified_header]
)
def test_a_lone_surrogate_in_a_token_is_an_invalid_token(read, compact):
    with pytest.raises(jwt.InvalidTokenError) as caught:
        read(compact)

    _assert_is_also(caught.value, UnicodeEncodeError)
    assert caught.value.reason == "surrogates not allowed"


@pytest.mark.parametrize("alg", [["HS256"], {"HS256": 1}], ids=repr)
@pytest.mark.parametrize("algorithms", [{"HS256"}, {"HS256": 1}], ids=repr)
def test_an_alg_that_cannot_be_hashed_is_an_invalid_algorithm(alg, algorithms):
    with pytest.raises(jwt.InvalidAlgorithmError) as caught:
        jwt.decode(token({}, {"alg": alg}), KEY, algorithms)

    _assert_is_also(caught.value, TypeError)


@pytest.mark.parametrize("options", ["verify_exp", [], 1, {"verify_exp"}], ids=repr)
def test_options_of_another_type_are_an_error_of_ours(options):
    with pytest.raises(jwt.PyJWTError) as caught:
        jwt.decode(token(), KEY, ["HS256"], options)

    _assert_is_also(caught.value, AttributeError)


def test_an_oct_key_without_k_is_an_invalid_key():
    with pytest.raises(jwt.InvalidKeyError) as caught:
        jwt.PyJWK({"kty": "oct"})

    _assert_is_also(caught.value, KeyError)


def test_a_key_set_skips_an_oct_key_without_k():
    jwks = jwt.PyJWKSet([{"kty": "oct"}, {"kty": "oct", "k": "c2VjcmV0", "kid": "good"}])

    assert [key.key_id for key in jwks.keys] == ["good"]


def test_a_missing_key_points_at_the_environment_variable():
    with pytest.raises(TypeError, match=r"Expected a string or bytes value.*environment variable"):
        jwt.encode({}, None)
    with pytest.raises(TypeError, match=r"Expected a string or bytes value.*environment variable"):
        jwt.decode(token(), None, ["HS256"])


def test_an_issuer_given_as_a_set_points_at_the_braces():
    with pytest.raises(TypeError, match=r"Issuer \(iss\) must be a string\..*set"):
        jwt.encode({"iss": {"issuer"}}, KEY)


def test_a_short_secret_is_warned_about_at_the_callers_line():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        jwt.encode({}, "short")
        jwt.decode(token(key="short"), "short", ["HS256"])

    assert [warning.filename for warning in caught] == [__file__, __file__]


def _assert_is_also(error, leaked):
    """The error belongs to the class that leaks from PyJWT, and survives pickling."""
    assert isinstance(error, leaked)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(copy) is type(error)
    assert copy.args == error.args


@pytest.mark.parametrize(
    "call",
    [
        lambda: jwt.encode({}, "secret-\ud800-secret"),
        lambda: jwt.decode("secret-\ud800.secret.secret", KEY, ["HS256"]),
        lambda: jwt.encode({}, b"secret-\xff-secret", "EdDSA"),
        lambda: jwt.PyJWK({"kty": {"d": "secret"}}),
        lambda: jwt.PyJWK({"kty": "EC", "crv": {"d": "secret"}, "d": "secret"}),
    ],
)
def test_an_error_does_not_show_the_key_or_the_token(call):
    with pytest.raises(jwt.PyJWTError) as caught:
        call()

    error = caught.value
    shown = [str(error), repr(error), repr(error.__cause__), repr(vars(error))]
    assert not any("secret" in text for text in shown)
    assert not getattr(error, "object", None)
