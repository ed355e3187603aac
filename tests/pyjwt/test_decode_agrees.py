"""`decode` gives PyJWT's values and types, or raises what PyJWT raises."""

import copy
import datetime

import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from tests.pyjwt import differences, strategies
from tests.pyjwt.oracle import assert_same
from tests.pyjwt.strategies import ALGORITHMS, KEY, NOW, mutations, segment, signed, token

HEADER = {"alg": "HS256", "typ": "JWT"}
UNCHECKED = {f"verify_{claim}": False for claim in strategies.REGISTERED}
UNVERIFIED = {"verify_signature": False}


@pytest.fixture(autouse=True, scope="module")
def _clock_stands_still():
    moment = datetime.datetime.fromtimestamp(NOW, tz=datetime.timezone.utc)
    with freeze_time(moment):
        yield


def decode(compact, key=KEY, algorithms=("HS256",), options=None, **expected):
    """A call that gives each library arguments of its own."""

    def call(library):
        return library.decode_complete(
            compact, key, copy.deepcopy(algorithms), copy.deepcopy(options), **expected
        )

    return call


@given(payload=strategies.json_objects)
def test_payloads(payload):
    assert_same(decode(token(HEADER, payload), options=UNCHECKED))


@given(content=st.one_of(st.binary(), strategies.json_values.map(strategies.as_json)))
def test_payloads_that_are_no_object(content):
    assert_same(decode(token(HEADER, content)))


@given(content=mutations(strategies.json_objects.map(strategies.as_json)))
def test_payloads_with_damaged_json(content):
    assert_same(decode(token(HEADER, content), options=UNCHECKED))


@given(
    payload=strategies.json_objects,
    encoding=st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]),
)
def test_payloads_in_other_encodings(payload, encoding):
    content = strategies.as_json(payload).decode().encode(encoding)

    assert_same(decode(token(HEADER, content), options=UNCHECKED))


@given(
    number=st.one_of(
        st.from_regex(r"\A-?[0-9]{1,40}(\.[0-9]{0,25})?([eE][+-]?[0-9]{0,4})?\Z"),
        strategies.any_float.map(repr),
        st.text("0123456789.eE+-_xNaInfinity ", max_size=12),
    )
)
def test_numbers(number):
    assert_same(decode(token(HEADER, f'{{"n":{number}}}'.encode())))


@given(claims=strategies.claims)
def test_claims(claims):
    assert_same(decode(token(HEADER, claims)))


@given(claims=strategies.claims, options=strategies.options, expected=strategies.expectations)
def test_claims_options_and_expectations(claims, options, expected):
    assert_same(decode(token(HEADER, claims), options=options, **expected))


@given(
    claims=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(["exp", "nbf", "iat"], strategies.times)
    ),
    expected=strategies.expectations,
)
def test_times_and_leeway(claims, expected):
    assert_same(decode(token(HEADER, claims), leeway=expected.get("leeway", 0)))


@given(iss=strategies.names, issuer=strategies.expected_names)
def test_issuers(iss, issuer):
    assert_same(decode(token(HEADER, {"iss": iss}), issuer=issuer))


@given(aud=strategies.names, audience=strategies.expected_names, strict=st.booleans())
def test_audiences(aud, audience, strict):
    options = {"strict_aud": strict}

    assert_same(decode(token(HEADER, {"aud": aud}), options=options, audience=audience))


@given(sub=strategies.names, subject=strategies.expected_names, jti=strategies.names)
def test_subjects_and_token_ids(sub, subject, jti):
    assert_same(decode(token(HEADER, {"sub": sub}), subject=subject))
    assert_same(decode(token(HEADER, {"jti": jti})))


@given(
    claims=st.dictionaries(st.sampled_from(["x", "y"]), strategies.names),
    require=st.lists(st.sampled_from(["x", "y", "z"]), max_size=2),
)
def test_required_claims(claims, require):
    assert_same(decode(token(HEADER, claims), options={"require": require}))


@given(
    header=strategies.header_values,
    algorithms=strategies.allow_lists,
    options=st.sampled_from([None, UNVERIFIED]),
)
def test_headers_and_algorithms(header, algorithms, options):
    algorithm = header.get("alg")
    made_with = algorithm if algorithm in ALGORITHMS else "HS256"
    compact = token(header, {"a": 1}, made_with)

    assert_same(
        decode(compact, algorithms=algorithms, options=options),
        is_deliberate=lambda *answers: differences.algorithms_as_text(algorithms, *answers),
    )
    assert_same(lambda library: library.get_unverified_header(compact))


@given(
    header=strategies.header_values,
    payload=st.binary(max_size=8),
    detached=st.none() | st.binary(max_size=8),
    options=st.sampled_from([None, UNVERIFIED]),
)
def test_detached_payloads(header, payload, detached, options):
    compact = signed(segment(strategies.as_json({**HEADER, **header})), payload)
    compact = b"..".join(compact.rsplit(b"." + payload + b".", 1))

    def call(library):
        return library.PyJWS().decode_complete(
            compact, KEY, ["HS256", "none"], options, detached_payload=detached
        )

    assert_same(call)


@given(
    content=mutations(strategies.header_values.map(lambda x: strategies.as_json({**HEADER, **x})))
)
def test_headers_with_damaged_json(content):
    compact = token(content, {"a": 1})

    assert_same(decode(compact))
    assert_same(lambda library: library.get_unverified_header(compact))


@given(
    compact=mutations(strategies.claims.map(lambda claims: token(HEADER, claims))),
    options=st.sampled_from([None, UNVERIFIED]),
    as_text=st.booleans(),
)
def test_damaged_tokens(compact, options, as_text):
    if as_text:
        compact = compact.decode("utf-8", "surrogateescape")

    assert_same(decode(compact, options=options))
    assert_same(lambda library: library.get_unverified_header(compact))


@given(
    compact=st.one_of(
        st.binary(),
        strategies.any_text,
        st.text(".=-_AZaz09", max_size=30),
        st.sampled_from([None, 1, bytearray(b"a.b.c"), ("a",)]),
    )
)
def test_anything_as_a_token(compact):
    assert_same(decode(compact))
    assert_same(lambda library: library.get_unverified_header(compact))


@given(segments=st.lists(mutations(st.binary(max_size=12).map(segment)), min_size=2, max_size=2))
def test_rightly_signed_segments_with_damaged_base64(segments):
    compact = signed(*segments)

    assert_same(decode(compact))
    assert_same(lambda library: library.get_unverified_header(compact))


@given(
    payload_segment=mutations(strategies.json_objects.map(lambda x: segment(strategies.as_json(x))))
)
def test_a_rightly_signed_payload_with_damaged_base64(payload_segment):
    compact = signed(segment(strategies.as_json(HEADER)), payload_segment)

    assert_same(decode(compact, options=UNCHECKED))


@given(key=strategies.secrets, options=strategies.options)
def test_keys(key, options):
    assert_same(decode(token(HEADER, {"a": 1}), key, options=options))


@given(
    claims=strategies.claims,
    options=strategies.options,
    of_object=strategies.options,
    expected=strategies.expectations,
)
def test_options_of_an_object(claims, options, of_object, expected):
    compact = token(HEADER, claims)

    def call(library):
        checked = library.PyJWT(copy.deepcopy(of_object))
        return checked.decode(compact, KEY, ["HS256"], copy.deepcopy(options), **expected)

    assert_same(call)
