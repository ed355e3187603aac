"""The JOSE header that `encode` writes, and the algorithm it chooses."""

import json
import re

import pytest

import ferrojwt as jwt
from tests.core.forge import KEY, header_bytes, segment, signature


def header_of(**arguments) -> bytes:
    return header_bytes(jwt.encode({}, KEY, **arguments))


@pytest.mark.parametrize(
    ("arguments", "header"),
    [
        ({}, b'{"alg":"HS256","typ":"JWT"}'),
        ({"headers": None}, b'{"alg":"HS256","typ":"JWT"}'),
        ({"headers": {}}, b'{"alg":"HS256","typ":"JWT"}'),
        ({"sort_headers": False}, b'{"typ":"JWT","alg":"HS256"}'),
        ({"headers": {"kid": "k"}}, b'{"alg":"HS256","kid":"k","typ":"JWT"}'),
        (
            {"headers": {"z": 1, "b": 2}, "sort_headers": False},
            b'{"typ":"JWT","alg":"HS256","z":1,"b":2}',
        ),
        ({"headers": {"z": {"b": 1, "a": 2}}}, b'{"alg":"HS256","typ":"JWT","z":{"a":2,"b":1}}'),
        ({"headers": {"typ": "at+jwt"}}, b'{"alg":"HS256","typ":"at+jwt"}'),
        (
            {"headers": {"typ": "at+jwt"}, "sort_headers": False},
            b'{"typ":"at+jwt","alg":"HS256"}',
        ),
        ({"headers": {"typ": None}}, b'{"alg":"HS256"}'),
        ({"headers": {"typ": ""}}, b'{"alg":"HS256"}'),
        ({"headers": {"typ": False}}, b'{"alg":"HS256"}'),
        ({"headers": {"typ": 1}}, b'{"alg":"HS256","typ":1}'),
        ({"headers": {"x": "é\x7f"}}, b'{"alg":"HS256","typ":"JWT","x":"\\u00e9\\u007f"}'),
        ({"headers": {"x": 1e-7}}, b'{"alg":"HS256","typ":"JWT","x":1e-07}'),
        ({"headers": {"x": (1, 2)}}, b'{"alg":"HS256","typ":"JWT","x":[1,2]}'),
        ({"headers": {"crit": ["x"]}}, b'{"alg":"HS256","crit":["x"],"typ":"JWT"}'),
        ({"headers": {"crit": "nonsense"}}, b'{"alg":"HS256","crit":"nonsense","typ":"JWT"}'),
        ({"headers": {"b64": True}}, b'{"alg":"HS256","typ":"JWT"}'),
        ({"headers": {"b64": None}}, b'{"alg":"HS256","typ":"JWT"}'),
        ({"headers": {"b64": 0}}, b'{"alg":"HS256","typ":"JWT"}'),
        ({"headers": {1: "a"}, "sort_headers": False}, b'{"typ":"JWT","alg":"HS256","1":"a"}'),
        ({"algorithm": "HS384"}, b'{"alg":"HS384","typ":"JWT"}'),
    ],
    ids=repr,
)
def test_the_header_is_written_as_pyjwt_writes_it(arguments, header):
    assert header_of(**arguments) == header


def test_header_keys_that_cannot_be_sorted_are_refused():
    with pytest.raises(TypeError, match="not supported between instances"):
        header_of(headers={1: "a"})


@pytest.mark.parametrize("kid", [None, 1, b"k", ["k"], {}, True], ids=repr)
def test_a_key_id_that_is_no_text_is_refused(kid):
    with pytest.raises(
        jwt.InvalidTokenError, match="Key ID header parameter must be a string"
    ) as caught:
        header_of(headers={"kid": kid})

    assert type(caught.value) is jwt.InvalidTokenError


def test_a_header_value_that_json_cannot_hold_is_refused():
    with pytest.raises(TypeError, match="Object of type set is not JSON serializable"):
        header_of(headers={"x": set()})


def test_a_header_that_holds_itself_is_refused():
    circle = []
    circle.append(circle)

    with pytest.raises(ValueError, match="Circular reference detected"):
        header_of(headers={"x": circle})


def test_a_header_nested_a_hundred_thousand_deep_is_a_recursion_error():
    nested = 1
    for _ in range(100_000):
        nested = [nested]

    with pytest.raises(RecursionError):
        header_of(headers={"x": nested})


def test_the_json_encoder_writes_the_header_too():
    class Encoder(json.JSONEncoder):
        def default(self, o):
            return sorted(o) if isinstance(o, set) else super().default(o)

    header = header_of(headers={"x": {2, 1}}, json_encoder=Encoder)

    assert header == b'{"alg":"HS256","typ":"JWT","x":[1,2]}'


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_the_algorithm_named_is_the_one_that_signs(algorithm):
    compact = jwt.encode({}, KEY, algorithm=algorithm)

    signing_input, _, signature_segment = compact.rpartition(".")
    assert signature_segment == segment(signature(signing_input, KEY, algorithm))


def test_an_alg_header_wins_over_the_argument():
    compact = jwt.encode({}, KEY, algorithm="HS256", headers={"alg": "HS512"})

    signing_input, _, signature_segment = compact.rpartition(".")
    assert header_bytes(compact) == b'{"alg":"HS512","typ":"JWT"}'
    assert signature_segment == segment(signature(signing_input, KEY, "HS512"))


@pytest.mark.parametrize(("alg", "text"), [(None, b"null"), ("", b'""'), (0, b"0")])
def test_a_falsy_alg_header_is_written_but_does_not_choose(alg, text):
    compact = jwt.encode({}, KEY, algorithm="HS384", headers={"alg": alg})

    signing_input, _, signature_segment = compact.rpartition(".")
    assert header_bytes(compact) == b'{"alg":' + text + b',"typ":"JWT"}'
    assert signature_segment == segment(signature(signing_input, KEY, "HS384"))


@pytest.mark.parametrize("key", [None, ""])
@pytest.mark.parametrize("algorithm", [None, "none"])
def test_none_makes_a_token_without_a_signature(key, algorithm):
    compact = jwt.encode({"a": 1}, key, algorithm=algorithm)

    signing_input = segment(b'{"alg":"none","typ":"JWT"}') + "." + segment(b'{"a":1}')
    assert compact == signing_input + "."


@pytest.mark.parametrize("arguments", [{"algorithm": None}, {"headers": {"alg": "none"}}])
@pytest.mark.parametrize("key", [KEY, KEY.encode(), b"", 0], ids=repr)
def test_none_with_a_key_is_refused(key, arguments):
    message = re.escape('When alg = "none", key value must be None.')
    with pytest.raises(jwt.InvalidKeyError, match=message):
        jwt.encode({}, key, **arguments)


@pytest.mark.parametrize("algorithm", ["", "hs256", "HS256 ", "HS255", "None", "NONE", "MD5"])
def test_an_unknown_algorithm_is_refused(algorithm):
    with pytest.raises(NotImplementedError, match="Algorithm not supported"):
        jwt.encode({}, KEY, algorithm=algorithm)


def test_an_unknown_alg_header_is_refused():
    with pytest.raises(NotImplementedError, match="Algorithm not supported"):
        jwt.encode({}, KEY, headers={"alg": "HS255"})


@pytest.mark.parametrize("algorithm", [1, ("HS256",)], ids=repr)
def test_an_algorithm_that_is_no_text_is_not_supported(algorithm):
    with pytest.raises(NotImplementedError, match="Algorithm not supported"):
        jwt.encode({}, KEY, algorithm=algorithm)


def test_the_header_is_written_before_the_algorithm_is_looked_up():
    with pytest.raises(TypeError, match="Object of type bytes is not JSON serializable"):
        jwt.encode({}, KEY, algorithm=b"HS256")


@pytest.mark.parametrize("algorithm", [["HS256"], {"HS256": 1}], ids=repr)
def test_an_algorithm_that_cannot_be_hashed_is_a_type_error(algorithm):
    with pytest.raises(TypeError, match="unhashable type"):
        jwt.encode({}, KEY, algorithm=algorithm)


def test_the_payload_is_written_before_the_header_is_checked():
    with pytest.raises(TypeError, match="JSON serializable"):
        jwt.encode({"v": set()}, KEY, headers={"kid": 1})


def test_the_header_is_checked_before_the_algorithm_is_looked_up():
    with pytest.raises(jwt.InvalidTokenError, match="Key ID header parameter"):
        jwt.encode({}, KEY, algorithm="HS255", headers={"kid": 1})


def test_the_algorithm_is_looked_up_before_the_key_is_prepared():
    with pytest.raises(NotImplementedError):
        jwt.encode({}, None, algorithm="HS255")
