"""How `options` and the deprecated arguments are read."""

import types
from collections import UserDict

import pytest

import ferrojwt as jwt
from ferrojwt.warnings import RemovedInPyjwt3Warning
from tests.core.forge import KEY, token

NEVER_VALID = {
    "exp": 1,
    "nbf": 10**12,
    "iat": "soon",
    "aud": "other",
    "iss": "other",
    "sub": 1,
    "jti": 1,
}
EXPECTED = {"audience": "a", "issuer": "i", "subject": "s"}
ALL_CLAIM_CHECKS = [f"verify_{claim}" for claim in NEVER_VALID]


def test_without_verification_no_claim_is_checked():
    options = {"verify_signature": False}

    assert jwt.decode(token(NEVER_VALID), options=options, **EXPECTED) == NEVER_VALID


@pytest.mark.parametrize("claim", NEVER_VALID)
def test_without_verification_a_claim_is_checked_when_asked_for(claim):
    options = {"verify_signature": False, f"verify_{claim}": True}

    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(token(NEVER_VALID), options=options, **EXPECTED)


def test_with_verification_every_claim_check_can_be_switched_off():
    options = dict.fromkeys(ALL_CLAIM_CHECKS, False)

    assert jwt.decode(token(NEVER_VALID), KEY, ["HS256"], options, **EXPECTED) == NEVER_VALID


@pytest.mark.parametrize("off", [False, 0, None, "", []], ids=repr)
def test_a_check_is_off_when_its_option_is_falsy(off):
    assert jwt.decode(token({"exp": 1}), KEY, ["HS256"], {"verify_exp": off}) == {"exp": 1}


@pytest.mark.parametrize("on", [True, 1, "no", [0]], ids=repr)
def test_a_check_is_on_when_its_option_is_truthy(on):
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(token({"exp": 1}), KEY, ["HS256"], {"verify_exp": on})


@pytest.mark.parametrize("options", [None, {}, {"unknown": 1}, {1: 2}], ids=repr)
def test_options_that_say_nothing_change_nothing(options):
    assert jwt.decode(token({"a": 1}), KEY, ["HS256"], options) == {"a": 1}
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(token({"exp": 1}), KEY, ["HS256"], options)


@pytest.mark.parametrize("mapping", [UserDict, types.MappingProxyType, type("D", (dict,), {})])
def test_options_may_be_any_mapping(mapping):
    options = mapping({"verify_exp": False})

    assert jwt.decode(token({"exp": 1}), KEY, ["HS256"], options) == {"exp": 1}


@pytest.mark.parametrize("options", ["verify_exp", [], 1, {"verify_exp"}, True], ids=repr)
def test_options_of_another_type_are_an_attribute_error(options):
    with pytest.raises(AttributeError):
        jwt.decode(token(), KEY, ["HS256"], options)


@pytest.mark.parametrize("function", ["decode", "decode_complete"])
def test_verify_false_does_not_switch_verification_off(function):
    wrong_key = KEY[::-1]
    with (
        pytest.warns(DeprecationWarning, match="The `verify` argument to `decode` does nothing"),
        pytest.raises(jwt.InvalidSignatureError),
    ):
        getattr(jwt, function)(token(), wrong_key, ["HS256"], verify=False)


@pytest.mark.parametrize(("verify", "verify_signature"), [(False, True), (True, False), (2, True)])
def test_verify_is_warned_about_where_it_contradicts_the_options(verify, verify_signature):
    options = {"verify_signature": verify_signature}
    with pytest.warns(DeprecationWarning, match="mismatch between the kwarg and the option entry"):
        jwt.decode(token(), KEY, ["HS256"], options, verify=verify)


@pytest.mark.parametrize("verify", [None, True, 1, False])
def test_verify_is_silent_where_it_agrees_with_the_options(verify):
    options = {"verify_signature": verify is not False}

    # A warning would be an error here.
    assert jwt.decode(token({"a": 1}), KEY, ["HS256"], options, verify=verify) == {"a": 1}


@pytest.mark.parametrize("function", ["decode", "decode_complete"])
def test_unknown_arguments_are_named_in_a_warning(function):
    message = (
        rf"passing additional kwargs to {function}\(\) is deprecated and will be removed in "
        r"pyjwt version 3. Unsupported kwargs: \('foo', 'verify_exp'\)"
    )
    with pytest.warns(RemovedInPyjwt3Warning, match=message):
        getattr(jwt, function)(token(), KEY, ["HS256"], foo=1, verify_exp=False)


def test_an_option_given_as_an_argument_has_no_effect():
    with pytest.warns(RemovedInPyjwt3Warning), pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(token({"exp": 1}), KEY, ["HS256"], verify_exp=False)


@pytest.mark.parametrize("function", ["encode", "get_unverified_header"])
def test_the_other_functions_refuse_unknown_arguments(function):
    with pytest.raises(TypeError):
        getattr(jwt, function)(token(), foo=1)
