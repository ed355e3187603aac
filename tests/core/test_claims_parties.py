"""`iss`, `aud`, `sub`, `jti` and required claims."""

import re

import pytest

import ferrojwt as jwt
from ferrojwt.exceptions import InvalidJTIError, InvalidSubjectError
from tests.core.forge import KEY, token


class Text(str):
    __slots__ = ()


def decoded(claims, **arguments) -> dict:
    return jwt.decode(token(claims), KEY, ["HS256"], **arguments)


# Issuer


@pytest.mark.parametrize(
    "issuer",
    [
        "issuer",
        Text("issuer"),
        ["issuer"],
        ["other", "issuer"],
        ("issuer",),
        {"issuer"},
        frozenset({"issuer"}),
        {"issuer": None},
        {"issuer": None}.keys(),
        [None, 1, "issuer"],
    ],
    ids=repr,
)
def test_an_expected_issuer_is_accepted(issuer):
    assert decoded({"iss": "issuer"}, issuer=issuer) == {"iss": "issuer"}


def test_an_issuer_may_come_from_a_generator():
    decoded({"iss": "issuer"}, issuer=(name for name in ["other", "issuer"]))


def test_an_issuer_may_be_an_object_that_contains():
    class Issuers:
        def __contains__(self, issuer):
            return issuer.startswith("iss")

    decoded({"iss": "issuer"}, issuer=Issuers())


@pytest.mark.parametrize(
    "issuer",
    [
        "other",
        "",
        "issuer ",
        "ISSUER",
        "an issuer",
        "iss",
        ["other"],
        [],
        (),
        set(),
        {},
        [b"issuer"],
    ],
    ids=repr,
)
def test_another_issuer_is_refused(issuer):
    with pytest.raises(jwt.InvalidIssuerError, match="Invalid issuer"):
        decoded({"iss": "issuer"}, issuer=issuer)


@pytest.mark.parametrize("issuer", [b"issuer", 1, True, 1.5, object()], ids=repr)
def test_an_issuer_that_contains_nothing_is_refused(issuer):
    message = re.escape('Issuer param must be "str" or "Container[str]"')
    with pytest.raises(jwt.InvalidIssuerError, match=message):
        decoded({"iss": "issuer"}, issuer=issuer)


@pytest.mark.parametrize("iss", [None, 1, 1.5, True, [], ["issuer"], {"issuer": 1}], ids=repr)
@pytest.mark.parametrize("issuer", ["issuer", ["issuer"], [["issuer"]], [None, 1]], ids=repr)
def test_an_iss_claim_that_is_no_text_is_refused(iss, issuer):
    message = re.escape("Payload Issuer (iss) must be a string")
    with pytest.raises(jwt.InvalidIssuerError, match=message):
        decoded({"iss": iss}, issuer=issuer)


def test_a_missing_iss_is_refused_when_one_is_expected():
    with pytest.raises(jwt.MissingRequiredClaimError) as caught:
        decoded({}, issuer="issuer")

    assert caught.value.claim == "iss"


@pytest.mark.parametrize("iss", ["issuer", None, 1, ["issuer"]], ids=repr)
def test_iss_is_not_checked_when_none_is_expected(iss):
    assert decoded({"iss": iss}) == {"iss": iss}


@pytest.mark.parametrize("claims", [{}, {"iss": 1}, {"iss": "other"}], ids=repr)
def test_the_issuer_check_can_be_switched_off(claims):
    assert decoded(claims, issuer="issuer", options={"verify_iss": False}) == claims


# Audience


@pytest.mark.parametrize("aud", ["a", ["a"], ["b", "a"]], ids=repr)
@pytest.mark.parametrize(
    "audience",
    ["a", Text("a"), ["a"], ["c", "a"], ("a",), {"a"}, {"a": 1}, [None, 1, "a"]],
    ids=repr,
)
def test_an_expected_audience_is_accepted(aud, audience):
    assert decoded({"aud": aud}, audience=audience) == {"aud": aud}


def test_an_audience_may_come_from_a_generator():
    decoded({"aud": "a"}, audience=(name for name in ["b", "a"]))


@pytest.mark.parametrize("aud", ["a", ["a"], ["b", "a"], "text with a in it"], ids=repr)
@pytest.mark.parametrize(
    "audience",
    ["c", "", "A", "a ", "text", ["c"], [], (), set(), b"a", [b"a"], [None], [["a"]]],
    ids=repr,
)
def test_another_audience_is_refused(aud, audience):
    with pytest.raises(jwt.InvalidAudienceError, match="Audience doesn't match"):
        decoded({"aud": aud}, audience=audience)


@pytest.mark.parametrize("aud", ["a", ["a"], ["a", 1], 1, True, {"a": 1}], ids=repr)
def test_an_aud_claim_is_refused_when_no_audience_is_expected(aud):
    with pytest.raises(jwt.InvalidAudienceError, match="Invalid audience"):
        decoded({"aud": aud})


@pytest.mark.parametrize("claims", [{}, *({"aud": aud} for aud in [None, "", [], {}, 0, False])])
def test_an_empty_aud_claim_counts_as_missing(claims):
    assert decoded(claims) == claims

    with pytest.raises(jwt.MissingRequiredClaimError) as caught:
        decoded(claims, audience="a")
    assert caught.value.claim == "aud"


@pytest.mark.parametrize("aud", [1, 1.5, True, {"a": 1}, ["a", 1], [None], [["a"]]], ids=repr)
@pytest.mark.parametrize("audience", ["a", ["a"], []], ids=repr)
def test_an_aud_claim_of_another_type_is_refused(aud, audience):
    with pytest.raises(jwt.InvalidAudienceError, match="Invalid claim format in token"):
        decoded({"aud": aud}, audience=audience)


@pytest.mark.parametrize("audience", [1, 1.5, True, object()], ids=repr)
@pytest.mark.parametrize(
    "options", [None, {"verify_aud": False}, {"verify_signature": False}], ids=repr
)
def test_an_audience_that_is_not_iterable_is_a_type_error(audience, options):
    with pytest.raises(TypeError, match="audience must be a string, iterable or None"):
        decoded({"aud": "a"}, audience=audience, options=options)


@pytest.mark.parametrize("claims", [{}, {"aud": 1}, {"aud": "other"}], ids=repr)
def test_the_audience_check_can_be_switched_off(claims):
    assert decoded(claims, audience="a", options={"verify_aud": False}) == claims


def test_a_strict_audience_that_is_equal_is_accepted():
    decoded({"aud": "a"}, audience="a", options={"strict_aud": True})


@pytest.mark.parametrize(
    ("aud", "audience", "message"),
    [
        ("a", ["a"], "Invalid audience (strict)"),
        (["a"], ("a",), "Invalid audience (strict)"),
        (["a"], "a", "Invalid claim format in token (strict)"),
        (1, "a", "Invalid claim format in token (strict)"),
        ("b", "a", "Audience doesn't match (strict)"),
        ("a", None, "Invalid audience"),
    ],
)
def test_a_strict_audience_takes_one_text_on_each_side(aud, audience, message):
    with pytest.raises(jwt.InvalidAudienceError, match=re.escape(message)):
        decoded({"aud": aud}, audience=audience, options={"strict_aud": True})


@pytest.mark.parametrize("claims", [{}, {"aud": ""}, {"aud": None}], ids=repr)
def test_a_strict_audience_must_be_in_the_token(claims):
    with pytest.raises(jwt.MissingRequiredClaimError, match="aud"):
        decoded(claims, audience=["a"], options={"strict_aud": True})


def test_a_strict_audience_is_not_looked_at_when_the_check_is_off():
    decoded({"aud": ["a"]}, audience="b", options={"strict_aud": True, "verify_aud": False})


# Subject and token id


@pytest.mark.parametrize("subject", ["s", Text("s"), None])
def test_an_expected_subject_is_accepted(subject):
    assert decoded({"sub": "s"}, subject=subject) == {"sub": "s"}


@pytest.mark.parametrize("sub", [None, 1, 1.5, True, ["s"], {}], ids=repr)
@pytest.mark.parametrize("subject", [None, "s"])
def test_a_sub_claim_that_is_no_text_is_refused(sub, subject):
    with pytest.raises(InvalidSubjectError, match="Subject must be a string"):
        decoded({"sub": sub}, subject=subject)


@pytest.mark.parametrize("subject", ["other", "", "S", ["s"], 1, b"s"], ids=repr)
def test_another_subject_is_refused(subject):
    with pytest.raises(InvalidSubjectError, match="Invalid subject"):
        decoded({"sub": "s"}, subject=subject)


def test_a_missing_sub_is_accepted_even_when_one_is_expected():
    assert decoded({}, subject="s") == {}


@pytest.mark.parametrize("sub", ["other", 1, None], ids=repr)
def test_the_subject_check_can_be_switched_off(sub):
    decoded({"sub": sub}, subject="s", options={"verify_sub": False})


@pytest.mark.parametrize("jti", ["", "j", "é" * 1000], ids=len)
def test_a_token_id_may_be_any_text(jti):
    assert decoded({"jti": jti}) == {"jti": jti}


@pytest.mark.parametrize("jti", [None, 1, 1.5, True, ["j"], {}], ids=repr)
def test_a_token_id_that_is_no_text_is_refused(jti):
    with pytest.raises(InvalidJTIError, match="JWT ID must be a string"):
        decoded({"jti": jti})


def test_the_token_id_check_can_be_switched_off():
    assert decoded({"jti": 1}, options={"verify_jti": False}) == {"jti": 1}


# Required claims


@pytest.mark.parametrize("claims", [{}, {"x": None}], ids=repr)
@pytest.mark.parametrize("require", [["x"], ("x",), {"x"}, {"x": 1}, "x"], ids=repr)
def test_a_required_claim_that_is_missing_or_null_is_refused(claims, require):
    with pytest.raises(jwt.MissingRequiredClaimError) as caught:
        decoded(claims, options={"require": require})

    assert caught.value.claim == "x"
    assert str(caught.value) == 'Token is missing the "x" claim'


@pytest.mark.parametrize("value", [0, "", [], {}, False, -0.0], ids=repr)
def test_a_required_claim_may_be_empty(value):
    assert decoded({"x": value}, options={"require": ["x"]}) == {"x": value}


def test_the_first_missing_claim_in_the_order_required_is_named():
    with pytest.raises(jwt.MissingRequiredClaimError) as caught:
        decoded({"b": 1}, options={"require": ["b", "z", "a"]})

    assert caught.value.claim == "z"


def test_required_claims_may_come_from_a_generator():
    with pytest.raises(jwt.MissingRequiredClaimError):
        decoded({"a": 1}, options={"require": (name for name in ["a", "b"])})


@pytest.mark.parametrize("claim", [1, None, ("a",)], ids=repr)
def test_a_required_claim_that_is_no_text_is_missing(claim):
    with pytest.raises(jwt.MissingRequiredClaimError) as caught:
        decoded({"a": 1}, options={"require": [claim]})

    assert caught.value.claim == claim


@pytest.mark.parametrize("claim", ["exp", "nbf", "iat", "iss", "aud", "sub", "jti"])
def test_a_claim_stays_required_when_its_check_is_off(claim):
    with pytest.raises(jwt.MissingRequiredClaimError):
        decoded({}, options={"require": [claim], f"verify_{claim}": False})


def test_required_claims_are_required_without_verification():
    with pytest.raises(jwt.MissingRequiredClaimError):
        decoded({}, options={"require": ["x"], "verify_signature": False})


@pytest.mark.parametrize("require", [1, None], ids=repr)
def test_required_claims_that_are_not_iterable_are_a_type_error(require):
    with pytest.raises(TypeError, match="not iterable"):
        decoded({}, options={"require": require})
