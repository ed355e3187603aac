"""`PyJWT` objects: their options, and the hooks that subclasses override."""

import zlib

import pytest

import ferrojwt as jwt
from ferrojwt import api_jws, api_jwt
from tests.core.forge import KEY, payload_bytes, token

DEFAULTS = {
    "verify_signature": True,
    "verify_exp": True,
    "verify_nbf": True,
    "verify_iat": True,
    "verify_aud": True,
    "verify_iss": True,
    "verify_sub": True,
    "verify_jti": True,
    "require": [],
    "strict_aud": False,
    "enforce_minimum_key_length": False,
}
OFF = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False}
OFF |= {"verify_iss": False, "verify_sub": False, "verify_jti": False}


def test_options_start_with_every_check_on():
    assert jwt.PyJWT().options == DEFAULTS


def test_options_are_merged_with_the_defaults():
    assert jwt.PyJWT({"verify_exp": False}).options == {**DEFAULTS, "verify_exp": False}


def test_an_object_that_does_not_verify_checks_no_claims():
    expected = {**DEFAULTS, **OFF, "verify_signature": False}

    assert jwt.PyJWT({"verify_signature": False}).options == expected


def test_the_options_of_an_object_hold_for_its_calls():
    lenient = jwt.PyJWT({"verify_exp": False, "require": ["a"]})

    assert lenient.decode(token({"a": 1, "exp": 1}), KEY, ["HS256"]) == {"a": 1, "exp": 1}
    with pytest.raises(jwt.MissingRequiredClaimError):
        lenient.decode(token({}), KEY, ["HS256"])
    with pytest.raises(jwt.ExpiredSignatureError):
        lenient.decode(token({"a": 1, "exp": 1}), KEY, ["HS256"], {"verify_exp": True})


def test_an_object_that_does_not_verify_still_checks_the_signature_of_a_call():
    lenient = jwt.PyJWT({"verify_signature": False})

    assert lenient.decode(token({"exp": 1}), KEY, ["HS256"]) == {"exp": 1}
    with pytest.raises(jwt.InvalidSignatureError):
        lenient.decode(token({"exp": 1}), KEY[::-1], ["HS256"])
    with pytest.raises(jwt.DecodeError, match='the "algorithms" argument'):
        lenient.decode(token({"exp": 1}))


def test_an_object_enforces_the_minimum_key_length_on_both_sides():
    strict = jwt.PyJWT({"enforce_minimum_key_length": True})

    with pytest.raises(jwt.InvalidKeyError, match="below the minimum recommended length"):
        strict.encode({}, "short")
    with pytest.raises(jwt.InvalidKeyError, match="below the minimum recommended length"):
        strict.decode(token(key="short"), "short", ["HS256"])


def test_the_options_given_are_not_changed():
    options = {"verify_signature": False}

    jwt.PyJWT(options)

    assert options == {"verify_signature": False}


def test_the_functions_do_what_the_one_object_does(monkeypatch):
    assert api_jwt._jwt_global_obj._jws is api_jws._jws_global_obj
    monkeypatch.setattr(
        api_jwt._jwt_global_obj, "_encode_payload", lambda *_, **__: b'{"from":"hook"}'
    )

    assert jwt.decode(jwt.encode({}, KEY), KEY, ["HS256"]) == {"from": "hook"}


def test_a_subclass_may_encode_and_decode_the_payload_itself():
    class Compressed(jwt.PyJWT):
        def _encode_payload(self, payload, headers=None, json_encoder=None):
            return zlib.compress(super()._encode_payload(payload, headers, json_encoder))

        def _decode_payload(self, decoded):
            return super()._decode_payload(
                {**decoded, "payload": zlib.decompress(decoded["payload"])}
            )

    compact = Compressed().encode({"a": 1}, KEY)

    assert zlib.decompress(payload_bytes(compact)) == b'{"a":1}'
    assert Compressed().decode(compact, KEY, ["HS256"]) == {"a": 1}
    with pytest.raises(jwt.DecodeError, match="Invalid payload string"):
        jwt.decode(compact, KEY, ["HS256"])


def test_a_subclass_receives_the_headers_when_it_encodes_the_payload():
    class Recording(jwt.PyJWT):
        def _encode_payload(self, payload, headers=None, json_encoder=None):
            self.seen = (payload, headers, json_encoder)
            return super()._encode_payload(payload, headers, json_encoder)

    recording = Recording()
    recording.encode({"a": 1}, KEY, headers={"kid": "k"})

    assert recording.seen == ({"a": 1}, {"kid": "k"}, None)


@pytest.mark.parametrize(
    ("hook", "claims"),
    [
        ("_validate_claims", {}),
        ("_validate_required_claims", {}),
        ("_validate_iat", {"iat": 1}),
        ("_validate_nbf", {"nbf": 1}),
        ("_validate_exp", {"exp": 4_000_000_000}),
        ("_validate_iss", {}),
        ("_validate_aud", {}),
        ("_validate_sub", {}),
        ("_validate_jti", {}),
        ("_decode_payload", {}),
    ],
)
def test_an_overridden_check_is_called(hook, claims):
    def refuse(*_arguments, **_options):
        raise ZeroDivisionError

    subclass = type("Refusing", (jwt.PyJWT,), {hook: refuse})

    with pytest.raises(ZeroDivisionError):
        subclass().decode(token(claims), KEY, ["HS256"])


def test_an_overridden_check_may_let_everything_pass():
    class Lenient(jwt.PyJWT):
        def _validate_exp(self, payload, now, leeway):
            assert payload == {"exp": 1}
            assert isinstance(now, float)
            assert leeway == 5

    assert Lenient().decode(token({"exp": 1}), KEY, ["HS256"], leeway=5) == {"exp": 1}


def test_a_check_overridden_on_one_object_is_called():
    checked = jwt.PyJWT()
    checked._validate_jti = lambda payload: payload.update(seen=True)

    assert checked.decode(token({"a": 1}), KEY, ["HS256"]) == {"a": 1, "seen": True}
