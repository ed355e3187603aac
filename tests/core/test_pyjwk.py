"""`PyJWK`: which algorithm a JWK is for, what it hands out, and what it refuses."""

import json
import pickle
import re

import pytest

import ferrojwt as jwt
from ferrojwt import algorithms, exceptions
from tests.core import jwks

BY_ALGORITHM = {**jwks.PUBLIC, "HS256": jwks.OCT}
IMPLIED = [*BY_ALGORITHM.items(), *jwks.PRIVATE.items()]
CLASSES = {
    "RS256": "RSAAlgorithm",
    "EdDSA": "OKPAlgorithm",
    "HS256": "HMACAlgorithm",
    **dict.fromkeys(("ES256", "ES384", "ES512", "ES256K"), "ECAlgorithm"),
}
PUBLIC_ERRORS = {"InvalidKeyError", "MissingCryptographyError", "PyJWKError"}
EC = jwks.PUBLIC["ES256"]
RSA = jwks.PUBLIC["RS256"]
OKP = jwks.PUBLIC["EdDSA"]


@pytest.mark.parametrize(("algorithm", "jwk"), IMPLIED)
def test_the_kind_of_key_implies_the_algorithm(algorithm, jwk):
    key = jwt.PyJWK(jwk)

    assert key.algorithm_name == algorithm
    assert isinstance(key.Algorithm, getattr(algorithms, CLASSES[algorithm]))


def test_an_elliptic_curve_key_without_a_curve_is_taken_for_es256():
    curveless = {name: value for name, value in EC.items() if name != "crv"}

    with pytest.raises(jwt.InvalidKeyError, match="Invalid curve: None"):
        jwt.PyJWK(curveless)


def test_the_algorithm_a_key_names_goes_before_the_implied_one():
    assert jwt.PyJWK({**RSA, "alg": "PS384"}).algorithm_name == "PS384"


def test_the_algorithm_that_is_asked_for_goes_before_the_one_a_key_names():
    assert jwt.PyJWK({**RSA, "alg": "PS384"}, "RS512").algorithm_name == "RS512"
    assert jwt.PyJWK.from_dict(RSA, algorithm="RS512").algorithm_name == "RS512"


@pytest.mark.parametrize("alg", [None, ""])
def test_an_empty_alg_is_no_algorithm(alg):
    assert jwt.PyJWK({**RSA, "alg": alg}, alg).algorithm_name == "RS256"


@pytest.mark.beyond_pyjwt
def test_the_name_of_rfc_9864_is_known():
    key = jwt.PyJWK({**jwks.PRIVATE["EdDSA"], "alg": "Ed25519"})

    compact = jwt.encode({"a": 1}, key)

    assert jwt.get_unverified_header(compact)["alg"] == "Ed25519"
    assert jwt.decode(compact, key) == {"a": 1}


@pytest.mark.beyond_pyjwt
def test_the_name_of_another_curve_does_not_sign():
    key = jwt.PyJWK({**jwks.PRIVATE["EdDSA"], "alg": "Ed448"})

    with pytest.raises(jwt.InvalidKeyError, match="curve"):
        jwt.encode({}, key)


@pytest.mark.parametrize(
    ("prop", "member"), [("key_type", "kty"), ("key_id", "kid"), ("public_key_use", "use")]
)
def test_properties_are_the_members(prop, member):
    jwk = {**EC, "kid": "2026-11", "use": "sig"}

    assert getattr(jwt.PyJWK(jwk), prop) == jwk[member]


@pytest.mark.parametrize("prop", ["key_id", "public_key_use"])
def test_properties_of_absent_members_are_none(prop):
    assert getattr(jwt.PyJWK(EC), prop) is None


def test_a_key_is_made_of_json_text():
    key = jwt.PyJWK.from_json(json.dumps({**OKP, "kid": "a"}))

    assert (key.algorithm_name, key.key_id) == ("EdDSA", "a")
    assert jwt.PyJWK.from_json(json.dumps(RSA), "PS256").algorithm_name == "PS256"


def test_the_secret_of_a_symmetric_key_is_handed_out():
    assert jwt.PyJWK(jwks.OCT).key == b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"


@pytest.mark.parametrize("algorithm", jwks.PUBLIC)
def test_the_key_object_of_cryptography_is_handed_out_where_that_imports(algorithm):
    pytest.importorskip("cryptography")

    assert jwt.PyJWK(jwks.PUBLIC[algorithm]).key.public_bytes
    assert jwt.PyJWK(jwks.PRIVATE[algorithm]).key.private_bytes


@pytest.mark.parametrize("algorithm", jwks.PUBLIC)
def test_a_private_key_signs_what_its_public_key_verifies(algorithm):
    compact = jwt.encode({"a": 1}, jwt.PyJWK(jwks.PRIVATE[algorithm]))

    assert jwt.get_unverified_header(compact)["alg"] == algorithm
    assert jwt.decode(compact, jwt.PyJWK(jwks.PUBLIC[algorithm])) == {"a": 1}
    assert jwt.decode(compact, jwt.PyJWK(jwks.PUBLIC[algorithm]).key, [algorithm]) == {"a": 1}


@pytest.mark.parametrize("kty", [None, "", 0])
def test_a_key_without_a_kind_is_refused(kty):
    with pytest.raises(jwt.InvalidKeyError, match="kty is not found: "):
        jwt.PyJWK({**EC, "kty": kty})


@pytest.mark.parametrize("kty", ["AKP", "rsa", ["RSA"], 1])
def test_a_key_of_an_unknown_kind_is_refused(kty):
    with pytest.raises(jwt.InvalidKeyError, match=re.escape(f"Unsupported kty: {kty}")):
        jwt.PyJWK({"kty": kty})


@pytest.mark.parametrize("jwk", [EC, OKP])
@pytest.mark.parametrize("crv", ["P-192", "X25519", "Ed448", ["P-256"], 7])
def test_a_curve_that_implies_no_algorithm_is_refused(jwk, crv):
    with pytest.raises(jwt.InvalidKeyError, match=re.escape(f"Unsupported crv: {crv}")):
        jwt.PyJWK({**jwk, "crv": crv})


def test_an_octet_key_pair_without_a_curve_is_refused():
    with pytest.raises(jwt.InvalidKeyError, match="crv is not found: "):
        jwt.PyJWK({"kty": "OKP", "x": OKP["x"]})


@pytest.mark.parametrize("alg", ["RSA-OAEP", "rs256", 256])
def test_an_unknown_algorithm_is_refused(alg):
    message = "Unable to find an algorithm for key: "
    with pytest.raises(jwt.PyJWKError, match=message) as caught:
        jwt.PyJWK({**RSA, "alg": alg})

    assert type(caught.value) is jwt.PyJWKError
    assert caught.value.__suppress_context__


def test_an_algorithm_registered_for_tokens_is_not_for_keys():
    algorithm = algorithms.HMACAlgorithm(algorithms.HMACAlgorithm.SHA256)
    jwt.register_algorithm("XS256", algorithm)
    try:
        with pytest.raises(jwt.PyJWKError):
            jwt.PyJWK({**jwks.OCT, "alg": "XS256"})
    finally:
        jwt.unregister_algorithm("XS256")


@pytest.mark.parametrize(
    "jwk", [{**RSA, "n": 1}, {**EC, "x": None}, {**jwks.OCT, "k": 5}, {**jwks.OCT, "k": "A"}]
)
def test_a_member_of_the_wrong_type_or_encoding_is_an_invalid_key(jwk):
    with pytest.raises(jwt.InvalidKeyError, match="Unable to construct key from JWK: ") as caught:
        jwt.PyJWK(jwk)

    assert isinstance(caught.value.__cause__, TypeError | ValueError)


@pytest.mark.beyond_pyjwt
def test_a_missing_member_is_an_invalid_key_and_a_key_error():
    with pytest.raises(exceptions.MissingMemberError, match="no 'k' member") as caught:
        jwt.PyJWK({"kty": "oct"})

    assert isinstance(caught.value, jwt.InvalidKeyError)
    _assert_is_also(caught.value, KeyError)
    assert caught.value.args == ("k",)


@pytest.mark.beyond_pyjwt
@pytest.mark.parametrize("alg", [["HS256"], {"HS256": 1}], ids=repr)
def test_an_alg_that_is_no_text_is_a_jwk_error_and_a_type_error(alg):
    with pytest.raises(jwt.PyJWKError) as caught:
        jwt.PyJWK({**jwks.OCT, "alg": alg})

    _assert_is_also(caught.value, TypeError)


@pytest.mark.beyond_pyjwt
def test_the_alg_none_is_a_jwk_error_and_not_implemented():
    with pytest.raises(jwt.PyJWKError) as caught:
        jwt.PyJWK({**jwks.OCT, "alg": "none"})

    _assert_is_also(caught.value, NotImplementedError)


@pytest.mark.beyond_pyjwt
@pytest.mark.parametrize(
    ("jwk", "expected"),
    [
        ({**EC, "kid": "2026-11"}, "<PyJWK ES256 kid='2026-11' public>"),
        (jwks.PRIVATE["EdDSA"], "<PyJWK EdDSA private>"),
        ({**jwks.OCT, "alg": "HS512", "kid": "a"}, "<PyJWK HS512 kid='a' secret>"),
    ],
)
def test_the_repr_names_the_key_and_shows_nothing_of_it(jwk, expected):
    assert repr(jwt.PyJWK(jwk)) == expected


@pytest.mark.beyond_pyjwt
@pytest.mark.parametrize(
    ("jwk", "secret"),
    [
        ({"kid": "a", "k": "c2VjcmV0"}, "c2VjcmV0"),
        ({"kty": "OKP", "d": "c2VjcmV0"}, "c2VjcmV0"),
        ({**jwks.OCT, "alg": "HS1"}, jwks.OCT["k"]),
        ({"kty": "RSA", "alg": "RSA-OAEP", "oth": [{"d": "c2VjcmV0"}]}, "c2VjcmV0"),
    ],
)
def test_errors_do_not_show_secret_members(jwk, secret):
    with pytest.raises(jwt.PyJWTError) as caught:
        jwt.PyJWK(jwk)

    assert secret not in str(caught.value)
    assert "..." in str(caught.value)


def test_the_members_are_left_alone():
    jwk = {**EC, "kid": "a", "extra": [1]}

    jwt.PyJWK(jwk)

    assert jwk == {**EC, "kid": "a", "extra": [1]}


# With "h k" PyJWT raises a KeyError, see above; for the others it takes seconds.
COMPARED = [
    vector
    for vector in jwks.VECTORS
    if vector["name"] not in {"h k", "n prime ned"} and not vector["name"].startswith("rsa-")
]


@pytest.mark.parametrize("vector", COMPARED, ids=lambda vector: vector["name"])
@pytest.mark.parametrize("alg", [None, "HS256", "ES256", "ES384", "EdDSA", "unknown"])
def test_keys_are_read_and_refused_as_by_pyjwt(vector, alg):
    pytest.importorskip("cryptography")
    oracle = pytest.importorskip("jwt")

    assert _reading(jwt, vector["jwk"], alg) == _reading(oracle, vector["jwk"], alg)


def _reading(library, jwk, alg):
    """What a key is taken for, or the public class of the error."""
    try:
        key = library.PyJWK(jwk, alg)
    except library.PyJWTError as error:
        return next(cls.__name__ for cls in type(error).__mro__ if cls.__name__ in PUBLIC_ERRORS)
    return key.algorithm_name, key.key_type, type(key.key).__name__


def _assert_is_also(error, leaked):
    """The error belongs to the class that leaks from PyJWT, and survives pickling."""
    assert isinstance(error, leaked)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(copy) is type(error)
    assert copy.args == error.args
