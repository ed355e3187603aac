"""`PyJWS` and `api_jws`: payloads are bytes, restrictions restrict."""

import re

import pytest

import ferrojwt as jwt
from ferrojwt import api_jws
from ferrojwt.warnings import RemovedInPyjwt3Warning
from tests.core.forge import KEY, header_bytes, segment, signed, token

NOT_SUPPORTED = "Algorithm not supported"


@pytest.mark.parametrize("payload", [b"", b"text", bytes(range(256)), b'{"exp":1}', b"[1]"])
def test_a_payload_is_any_bytes(payload):
    compact = api_jws.encode(payload, KEY)

    assert compact == signed(segment(b'{"alg":"HS256","typ":"JWT"}'), segment(payload))
    assert api_jws.decode(compact, KEY, ["HS256"]) == payload
    assert api_jws.decode_complete(compact, KEY, ["HS256"])["payload"] == payload


@pytest.mark.parametrize("payload", ["text", None, 1, {}], ids=repr)
def test_a_payload_of_another_type_is_a_type_error(payload):
    with pytest.raises(TypeError):
        api_jws.encode(payload, KEY)


def test_arguments_have_pyjwts_order():
    compact = jwt.PyJWS().encode(
        b"x",
        KEY,
        "HS256",
        {"z": 1, "kid": "k"},
        None,
        False,
        False,
    )

    assert header_bytes(compact) == b'{"typ":"JWT","alg":"HS256","z":1,"kid":"k"}'
    assert jwt.PyJWS().decode(compact, KEY, ["HS256"], None, None) == b"x"


def test_the_functions_of_a_module_are_those_of_one_object():
    assert api_jws.encode.__self__ is api_jws._jws_global_obj
    assert api_jws.decode.__self__ is api_jws._jws_global_obj


def test_an_algorithm_that_is_not_whitelisted_is_refused():
    jws = jwt.PyJWS(algorithms=["HS384"])

    with pytest.raises(NotImplementedError, match=NOT_SUPPORTED):
        jws.encode(b"x", KEY)
    with pytest.raises(jwt.InvalidAlgorithmError, match=NOT_SUPPORTED):
        jws.decode(token(), KEY, ["HS256"])
    assert jws.get_algorithms() == ["HS384"]
    assert jws.decode(jws.encode(b"x", KEY, "HS384"), KEY, ["HS384", "HS256"]) == b"x"


def test_an_unregistered_algorithm_is_refused():
    jws = jwt.PyJWS()
    jws.unregister_algorithm("HS256")

    with pytest.raises(NotImplementedError, match=NOT_SUPPORTED):
        jws.encode(b"x", KEY)
    with pytest.raises(jwt.InvalidAlgorithmError, match=NOT_SUPPORTED):
        jws.decode(token(), KEY, ["HS256"])
    with pytest.raises(KeyError):
        jws.unregister_algorithm("HS256")
    assert jwt.PyJWS().decode(token({}), KEY, ["HS256"]) == b"{}"


def test_an_algorithm_unregistered_at_the_top_level_is_refused_there():
    from ferrojwt.algorithms import HMACAlgorithm

    jwt.unregister_algorithm("HS384")
    try:
        with pytest.raises(NotImplementedError, match=NOT_SUPPORTED):
            jwt.encode({}, KEY, "HS384")
        with pytest.raises(jwt.InvalidAlgorithmError, match=NOT_SUPPORTED):
            jwt.decode(token(algorithm="HS384"), KEY, ["HS384"])
    finally:
        jwt.register_algorithm("HS384", HMACAlgorithm(HMACAlgorithm.SHA384))

    assert jwt.decode(token(algorithm="HS384"), KEY, ["HS384"]) == {}


def test_a_registered_algorithm_signs_and_verifies():
    from ferrojwt.algorithms import Algorithm

    class Length(Algorithm):
        def prepare_key(self, key):
            return key

        def sign(self, msg, key):
            return f"{len(msg)}{key}".encode()

        def verify(self, msg, key, sig):
            return sig == self.sign(msg, key)

        @staticmethod
        def to_jwk(key_obj, as_dict=False):
            raise NotImplementedError

        @staticmethod
        def from_jwk(jwk):
            raise NotImplementedError

    jws = jwt.PyJWS()
    jws.register_algorithm("LEN", Length())
    compact = jws.encode(b"x", "k", "LEN")

    assert jws.decode(compact, "k", ["LEN"]) == b"x"
    with pytest.raises(jwt.InvalidSignatureError):
        jws.decode(compact, "other", ["LEN"])
    with pytest.raises(ValueError, match=re.escape("Algorithm already has a handler.")):
        jws.register_algorithm("LEN", Length())
    with pytest.raises(TypeError, match="Object is not of type `Algorithm`"):
        jws.register_algorithm("OTHER", object())
    with pytest.raises(jwt.InvalidAlgorithmError, match=NOT_SUPPORTED):
        api_jws.decode(compact, "k", ["LEN"])


def test_a_replaced_algorithm_object_is_used():
    from ferrojwt.algorithms import HMACAlgorithm

    class Refusing(HMACAlgorithm):
        def verify(self, msg, key, sig):
            return False

    jws = jwt.PyJWS()
    jws.unregister_algorithm("HS256")
    jws.register_algorithm("HS256", Refusing(HMACAlgorithm.SHA256))

    with pytest.raises(jwt.InvalidSignatureError):
        jws.decode(jws.encode(b"x", KEY), KEY, ["HS256"])


def test_a_patched_prepare_key_of_the_global_object_is_used(monkeypatch):
    algorithm = api_jws._jws_global_obj._algorithms["HS256"]
    prepared = []

    def prepare_key(key):
        prepared.append(key)
        return KEY.encode()

    monkeypatch.setattr(algorithm, "prepare_key", prepare_key)

    assert jwt.encode({}, "named key") == token()
    assert jwt.decode(token(), "named key", ["HS256"]) == {}
    assert prepared == ["named key", "named key"]


def test_header_typ_is_the_class_attribute():
    class Other(jwt.PyJWS):
        header_typ = "other"

    class Untyped(jwt.PyJWS):
        header_typ = None

    assert header_bytes(Other().encode(b"", KEY)) == b'{"alg":"HS256","typ":"other"}'
    assert header_bytes(Untyped().encode(b"", KEY)) == b'{"alg":"HS256"}'


def test_an_object_enforces_the_minimum_key_length_on_both_sides():
    jws = jwt.PyJWS(options={"enforce_minimum_key_length": True})
    compact = token(key="short")

    with pytest.raises(jwt.InvalidKeyError, match="below the minimum recommended length"):
        jws.encode(b"x", "short")
    with pytest.raises(jwt.InvalidKeyError, match="below the minimum recommended length"):
        jws.decode(compact, "short", ["HS256"])
    options = {"enforce_minimum_key_length": False}
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        assert jws.decode(compact, "short", ["HS256"], options) == b"{}"


def test_an_object_may_switch_verification_off():
    jws = jwt.PyJWS(options={"verify_signature": False})

    assert jws.decode(token({"a": 1})) == b'{"a":1}'
    with pytest.raises(jwt.DecodeError, match='the "algorithms" argument'):
        jws.decode(token(), KEY, options={"verify_signature": True})


def test_options_of_another_type_are_a_type_error():
    with pytest.raises(TypeError):
        jwt.PyJWS(options="verify_signature")


@pytest.mark.parametrize("function", ["decode", "decode_complete"])
def test_unknown_arguments_are_named_in_a_warning(function):
    with pytest.warns(RemovedInPyjwt3Warning, match=r"Unsupported kwargs: \('foo',\)"):
        getattr(api_jws, function)(token(), KEY, ["HS256"], foo=1)
