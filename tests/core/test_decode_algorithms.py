"""Which algorithms a token may be verified with."""

import re

import pytest

import ferrojwt as jwt
from tests.core.forge import HEADER, KEY, signature, token

NOT_GIVEN = re.escape(
    'It is required that you pass in a value for the "algorithms" argument when calling decode().'
)
NOT_ALLOWED = "The specified alg value is not allowed"


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize("key", [KEY, KEY.encode()], ids=["str", "bytes"])
def test_a_token_of_an_allowed_algorithm_is_decoded(algorithm, key):
    compact = token({"a": 1}, algorithm=algorithm)

    complete = jwt.decode_complete(compact, key, [algorithm])

    assert complete["payload"] == {"a": 1}
    assert complete["signature"] == signature(compact.rpartition(".")[0], KEY, algorithm)


@pytest.mark.parametrize("algorithms", [None, [], (), set(), "", {}], ids=repr)
def test_algorithms_must_be_given(algorithms):
    with pytest.raises(jwt.DecodeError, match=NOT_GIVEN) as caught:
        jwt.decode(token(), KEY, algorithms)

    assert type(caught.value) is jwt.DecodeError


@pytest.mark.parametrize(
    "algorithms",
    [
        ["HS256"],
        ["HS512", "HS256"],
        ("HS256",),
        {"HS256"},
        frozenset({"HS256"}),
        {"HS256": None},
        {"HS256": None}.keys(),
        "HS256",
        ["unknown", None, 1, "HS256"],
    ],
    ids=repr,
)
def test_algorithms_may_be_any_container(algorithms):
    assert jwt.decode(token({"a": 1}), KEY, algorithms) == {"a": 1}


def test_algorithms_may_be_a_generator():
    assert jwt.decode(token({"a": 1}), KEY, (name for name in ["HS512", "HS256"])) == {"a": 1}


def test_algorithms_may_be_an_object_that_contains():
    class Everything:
        def __contains__(self, name):
            return name == "HS256"

    assert jwt.decode(token({"a": 1}), KEY, Everything()) == {"a": 1}


@pytest.mark.parametrize(
    "algorithms",
    [["HS384"], ("none",), {"HS512"}, ["hs256"], ["HS2567"], ["HS25"], [b"HS256"], [None]],
    ids=repr,
)
def test_an_algorithm_that_is_not_allowed_is_refused(algorithms):
    with pytest.raises(jwt.InvalidAlgorithmError, match=NOT_ALLOWED):
        jwt.decode(token(), KEY, algorithms)


def test_a_token_without_alg_is_refused():
    with pytest.raises(jwt.InvalidAlgorithmError, match="Algorithm not specified"):
        jwt.decode(token({}, {"typ": "JWT"}), KEY, ["HS256"])


@pytest.mark.parametrize("alg", [None, "", 0, False, [], {}, 0.0], ids=repr)
def test_a_falsy_alg_is_refused_even_when_allowed(alg):
    with pytest.raises(jwt.InvalidAlgorithmError, match=NOT_ALLOWED):
        jwt.decode(token({}, {"alg": alg}), KEY, ["HS256", alg])


@pytest.mark.parametrize("alg", [1, True, 1.5, ["HS256"], {"HS256": 1}], ids=repr)
def test_an_alg_that_is_no_text_is_refused(alg):
    with pytest.raises(jwt.InvalidAlgorithmError, match=NOT_ALLOWED):
        jwt.decode(token({}, {"alg": alg}), KEY, ["HS256"])


@pytest.mark.parametrize(
    "alg", ["HS255", "hs256", "HS256 ", "HS256\x00", "MD5", "\ud800"], ids=ascii
)
def test_an_allowed_algorithm_that_does_not_exist_is_not_supported(alg):
    with pytest.raises(jwt.InvalidAlgorithmError, match="Algorithm not supported") as caught:
        jwt.decode(token({}, {"alg": alg}), KEY, [alg])

    assert type(caught.value.__cause__) is NotImplementedError


@pytest.mark.parametrize(
    ("made_with", "labelled"),
    [("HS256", "HS384"), ("HS384", "HS512"), ("HS512", "HS256")],
)
def test_a_signature_of_another_algorithm_is_refused(made_with, labelled):
    compact = token({}, {"alg": labelled}, algorithm=made_with)

    with pytest.raises(jwt.InvalidSignatureError, match="Signature verification failed"):
        jwt.decode(compact, KEY, ["HS256", "HS384", "HS512"])


@pytest.mark.parametrize("key", [KEY + "x", KEY[:-1], KEY.upper(), KEY.encode() + b"\x00"])
def test_a_signature_of_another_key_is_refused(key):
    with pytest.raises(jwt.InvalidSignatureError, match="Signature verification failed"):
        jwt.decode(token(), key, ["HS256"])


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_a_signature_changed_in_any_bit_is_refused(algorithm):
    compact = token({}, algorithm=algorithm)
    signing_input, _, right = compact.rpartition(".")

    for position in range(len(right) - 1):
        replacement = "A" if right[position] != "A" else "B"
        changed = right[:position] + replacement + right[position + 1 :]
        with pytest.raises(jwt.InvalidSignatureError):
            jwt.decode(f"{signing_input}.{changed}", KEY, [algorithm])


@pytest.mark.parametrize("cut", [3, 7, 39])
def test_a_signature_cut_short_is_refused(cut):
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token()[:-cut], KEY, ["HS256"])


def test_a_signature_with_more_behind_it_is_refused():
    # Three bytes more: the longer text is well-formed base64url.
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token() + "AAAA", KEY, ["HS256"])


@pytest.mark.parametrize("key", ["", None])
@pytest.mark.parametrize("signature_segment", ["", "AAAA"])
def test_none_is_never_verified(key, signature_segment):
    compact = f"{jwt.encode({}, None, 'none')}{signature_segment}"

    with pytest.raises(jwt.InvalidSignatureError, match="Signature verification failed"):
        jwt.decode(compact, key, ["none"])


def test_none_with_a_key_is_refused():
    message = re.escape('When alg = "none", key value must be None.')
    with pytest.raises(jwt.InvalidKeyError, match=message):
        jwt.decode(jwt.encode({}, None, "none"), KEY, ["none"])


def test_none_must_be_allowed():
    with pytest.raises(jwt.InvalidAlgorithmError, match=NOT_ALLOWED):
        jwt.decode(jwt.encode({}, None, "none"), "", ["HS256"])


@pytest.mark.parametrize("alg", ["None", "NONE", "nOnE", "none "])
def test_other_spellings_of_none_do_not_exist(alg):
    with pytest.raises(jwt.InvalidAlgorithmError, match="Algorithm not supported"):
        jwt.decode(token({}, {"alg": alg}), "", [alg])


@pytest.mark.parametrize("verify_signature", [False, 0, None, "", []], ids=repr)
def test_algorithms_and_key_are_not_needed_without_verification(verify_signature):
    compact = token({"a": 1}, {"alg": "HS255"})

    assert jwt.decode(compact, options={"verify_signature": verify_signature}) == {"a": 1}


@pytest.mark.parametrize(
    "key", [None, 1, object(), b"", [], KEY], ids=lambda key: type(key).__name__
)
def test_the_key_is_not_looked_at_without_verification(key):
    assert jwt.decode(token({"a": 1}), key, options={"verify_signature": False}) == {"a": 1}


def test_an_unverified_token_is_decoded_in_full():
    complete = jwt.decode_complete(token({"a": 1}), options={"verify_signature": False})

    assert complete["payload"] == {"a": 1}
    assert complete["header"] == HEADER
    assert len(complete["signature"]) == 32
