"""The names, argument orders and exception classes that code written for PyJWT relies on."""

import inspect
import pickle

import pytest

import ferrojwt as jwt
from ferrojwt import exceptions
from tests.core.forge import KEY, token

DECODE_ORDER = (
    *("jwt", "key", "algorithms", "options", "verify", "detached_payload"),
    *("audience", "subject", "issuer", "leeway", "kwargs"),
)
DECODE_COMPLETE_ORDER = (
    *("jwt", "key", "algorithms", "options", "verify", "detached_payload"),
    *("audience", "issuer", "subject", "leeway", "kwargs"),
)
ENCODE_ORDER = ("payload", "key", "algorithm", "headers", "json_encoder", "sort_headers")

BASES = {
    "PyJWTError": Exception,
    "InvalidTokenError": exceptions.PyJWTError,
    "DecodeError": exceptions.InvalidTokenError,
    "InvalidSignatureError": exceptions.DecodeError,
    "ExpiredSignatureError": exceptions.InvalidTokenError,
    "InvalidAudienceError": exceptions.InvalidTokenError,
    "InvalidIssuerError": exceptions.InvalidTokenError,
    "InvalidIssuedAtError": exceptions.InvalidTokenError,
    "ImmatureSignatureError": exceptions.InvalidTokenError,
    "InvalidAlgorithmError": exceptions.InvalidTokenError,
    "MissingRequiredClaimError": exceptions.InvalidTokenError,
    "InvalidSubjectError": exceptions.InvalidTokenError,
    "InvalidJTIError": exceptions.InvalidTokenError,
    "InvalidKeyError": exceptions.PyJWTError,
    "PyJWKError": exceptions.PyJWTError,
    "PyJWKSetError": exceptions.PyJWTError,
    "PyJWKClientError": exceptions.PyJWTError,
    "MissingCryptographyError": exceptions.PyJWKError,
    "PyJWKClientConnectionError": exceptions.PyJWKClientError,
}
TOP_LEVEL_EXCEPTIONS = BASES.keys() - {
    "InvalidSubjectError",
    "InvalidJTIError",
    "MissingCryptographyError",
}


@pytest.mark.parametrize(
    ("function", "order"),
    [
        ("encode", ENCODE_ORDER),
        ("decode", DECODE_ORDER),
        ("decode_complete", DECODE_COMPLETE_ORDER),
        ("get_unverified_header", ("jwt",)),
    ],
)
def test_parameters_have_pyjwts_names_and_order(function, order):
    assert tuple(inspect.signature(getattr(jwt, function)).parameters) == order


def test_encode_takes_its_arguments_by_position():
    compact = jwt.encode({"a": 1}, KEY, "HS384", {"z": 1, "b": 2}, None, False)

    header = jwt.get_unverified_header(compact)
    assert list(header.items()) == [("typ", "JWT"), ("alg", "HS384"), ("z", 1), ("b", 2)]


def test_decode_takes_subject_before_issuer_by_position():
    compact = token({"aud": "a", "sub": "s", "iss": "i"})

    assert jwt.decode(compact, KEY, ["HS256"], None, None, None, "a", "s", "i", 0)


def test_decode_complete_takes_issuer_before_subject_by_position():
    compact = token({"aud": "a", "sub": "s", "iss": "i"})

    assert jwt.decode_complete(compact, KEY, ["HS256"], None, None, None, "a", "i", "s", 0)


def test_functions_take_their_arguments_by_name():
    compact = jwt.encode(
        payload={"a": 1},
        key=KEY,
        algorithm="HS256",
        headers=None,
        json_encoder=None,
        sort_headers=True,
    )

    decoded = jwt.decode(
        jwt=compact,
        key=KEY,
        algorithms=["HS256"],
        options=None,
        verify=None,
        detached_payload=None,
        audience=None,
        subject=None,
        issuer=None,
        leeway=0,
    )

    assert decoded == {"a": 1}
    assert jwt.get_unverified_header(jwt=compact)["alg"] == "HS256"


def test_encode_returns_text():
    assert type(jwt.encode({}, KEY)) is str


def test_decode_complete_returns_payload_header_and_signature_in_that_order():
    compact = token({"a": 1})

    complete = jwt.decode_complete(compact, KEY, ["HS256"])

    assert list(complete) == ["payload", "header", "signature"]
    assert complete["payload"] == {"a": 1}
    assert complete["header"] == {"alg": "HS256", "typ": "JWT"}
    assert type(complete["signature"]) is bytes
    assert len(complete["signature"]) == 32


@pytest.mark.parametrize(("name", "base"), BASES.items())
def test_exception_classes_have_pyjwts_bases(name, base):
    assert getattr(exceptions, name).__bases__ == (base,)


@pytest.mark.parametrize("name", sorted(TOP_LEVEL_EXCEPTIONS))
def test_an_exception_class_is_the_same_at_the_top_level(name):
    assert getattr(jwt, name) is getattr(exceptions, name)


@pytest.mark.parametrize("name", sorted(BASES.keys() - {"MissingRequiredClaimError"}))
def test_exceptions_can_be_pickled(name):
    error = getattr(exceptions, name)("a reason")

    copy = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert type(copy) is type(error)
    assert copy.args == ("a reason",)


def test_a_missing_claim_is_named_by_its_error():
    error = jwt.MissingRequiredClaimError("aud")

    assert error.claim == "aud"
    assert error.args == ("aud",)
    assert str(error) == 'Token is missing the "aud" claim'


def test_a_missing_claim_error_keeps_its_claim_when_pickled():
    copy = pickle.loads(pickle.dumps(jwt.MissingRequiredClaimError("aud")))  # noqa: S301

    assert (copy.claim, str(copy)) == ("aud", 'Token is missing the "aud" claim')


def test_warning_classes_have_pyjwts_bases():
    from ferrojwt import warnings

    assert warnings.InsecureKeyLengthWarning.__bases__ == (UserWarning,)
    assert warnings.RemovedInPyjwt3Warning.__bases__ == (DeprecationWarning,)
    assert jwt.InsecureKeyLengthWarning is warnings.InsecureKeyLengthWarning
