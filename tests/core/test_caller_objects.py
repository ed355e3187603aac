"""What the caller passes in is left alone."""

import copy
import datetime

import ferrojwt as jwt
from tests.core.forge import KEY, token


def test_encode_leaves_the_payload_as_it_was():
    due = datetime.datetime(2031, 5, 6, tzinfo=datetime.timezone.utc)
    payload = {"exp": due, "iat": due, "nbf": due, "nested": {"a": [1]}}
    before = copy.deepcopy(payload)

    jwt.encode(payload, KEY)

    assert payload == before
    assert payload["exp"] is due


def test_encode_leaves_the_headers_as_they_were():
    headers = {"typ": None, "b64": True, "kid": "k", "crit": ["x"]}
    before = copy.deepcopy(headers)

    jwt.encode({}, KEY, headers=headers)

    assert headers == before


def test_decode_leaves_options_and_algorithms_as_they_were():
    options = {"verify_signature": False, "require": ["a"]}
    algorithms = ["HS256"]

    jwt.decode(token({"a": 1}), KEY, algorithms, options)

    assert options == {"verify_signature": False, "require": ["a"]}
    assert algorithms == ["HS256"]


def test_decode_returns_new_objects_each_time():
    compact = token({"nested": {"a": [1]}}, {"alg": "HS256", "x": {"b": [2]}})

    first = jwt.decode_complete(compact, KEY, ["HS256"])
    first["payload"]["nested"]["a"].append("changed")
    first["header"]["x"]["b"].append("changed")
    second = jwt.decode_complete(compact, KEY, ["HS256"])

    assert second["payload"] == {"nested": {"a": [1]}}
    assert second["header"] == {"alg": "HS256", "x": {"b": [2]}}


def test_unverified_headers_are_new_objects_each_time():
    compact = token(header={"alg": "HS256", "x": [1]})

    jwt.get_unverified_header(compact)["x"].append("changed")
    jwt.get_unverified_header(compact)["alg"] = "none"

    assert jwt.get_unverified_header(compact) == {"alg": "HS256", "x": [1]}
