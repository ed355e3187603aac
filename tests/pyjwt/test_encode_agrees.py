"""`encode` gives PyJWT's bytes, or raises what PyJWT raises."""

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.pyjwt import strategies
from tests.pyjwt.oracle import assert_same
from tests.pyjwt.strategies import ALGORITHMS, KEY


class Encoder(json.JSONEncoder):
    def default(self, o):
        return {"type": type(o).__name__}


@given(payload=strategies.json_objects, algorithm=st.sampled_from(ALGORITHMS))
def test_json_payloads(payload, algorithm):
    assert_same(lambda library: library.encode(payload, KEY, algorithm))


@given(payload=strategies.payloads_to_encode)
def test_payloads_of_any_python_object(payload):
    assert_same(lambda library: library.encode(payload, KEY))


@given(
    payload=strategies.payloads_to_encode,
    headers=strategies.headers_to_encode,
    encoder=st.sampled_from([None, Encoder]),
)
def test_a_json_encoder(payload, headers, encoder):
    assert_same(lambda library: library.encode(payload, KEY, headers=headers, json_encoder=encoder))


@given(headers=strategies.headers_to_encode, sort_headers=st.booleans())
def test_headers(headers, sort_headers):
    assert_same(lambda library: library.encode({}, KEY, headers=headers, sort_headers=sort_headers))


@given(
    key=strategies.secrets,
    algorithm=st.sampled_from([*ALGORITHMS, "none", None, "", "HS255"]),
    headers=strategies.headers_to_encode,
)
def test_keys_and_algorithms(key, algorithm, headers):
    assert_same(lambda library: library.encode({}, key, algorithm, headers))


@given(payload=st.binary(), headers=strategies.headers_to_encode, is_detached=st.booleans())
def test_bytes_at_the_jws_level(payload, headers, is_detached):
    assert_same(
        lambda library: library.PyJWS().encode(
            payload, KEY, headers=headers, is_payload_detached=is_detached
        )
    )


@given(
    depth=st.integers(1, 300),
    wraps=st.lists(st.sampled_from([list, tuple, dict]), min_size=1, max_size=4),
)
def test_nesting(depth, wraps):
    nested = None
    for level in range(depth):
        wrap = wraps[level % len(wraps)]
        nested = {"n": nested} if wrap is dict else wrap([nested])

    assert_same(lambda library: library.encode({"n": nested}, KEY))


@given(payload=strategies.json_objects, algorithm=st.sampled_from(ALGORITHMS))
def test_each_library_decodes_what_the_other_encodes(payload, algorithm):
    import jwt

    import ferrojwt

    payload = {name: value for name, value in payload.items() if name not in {"iss", "exp"}}
    options = {f"verify_{claim}": False for claim in strategies.REGISTERED}
    compact = ferrojwt.encode(payload, KEY, algorithm)

    assert jwt.encode(payload, KEY, algorithm) == compact
    assert_same(lambda library: library.decode(compact, KEY, [algorithm], options))
