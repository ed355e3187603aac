"""Symmetric keys as JWKs: a `PyJWK` is bound to one algorithm."""

import re

import pytest

import ferrojwt as jwt
from tests.core import vectors
from tests.core.forge import KEY, header_bytes, segment, token

SECRET = KEY.encode()
OCT = {"kty": "oct", "k": segment(SECRET)}
# The public numbers of vectors.EC_PUBLIC_SPKI and vectors.RSA_PUBLIC_PKCS1.
EC_POINT = vectors.DER_PUBLIC_KEYS["EC SubjectPublicKeyInfo"][-64:]
EC = {"kty": "EC", "crv": "P-256", "x": segment(EC_POINT[:32]), "y": segment(EC_POINT[32:])}
RSA_MODULUS = vectors.DER_PUBLIC_KEYS["RSA PKCS1"][-261:-5]
RSA = {"kty": "RSA", "n": segment(RSA_MODULUS), "e": "AQAB"}
OKP_X = vectors.DER_PUBLIC_KEYS["Ed25519 SubjectPublicKeyInfo"][-32:]
OKP = {"kty": "OKP", "crv": "Ed25519", "x": segment(OKP_X)}
PUBLIC_KEYS = {"ES256": EC, "RS256": RSA, "EdDSA": OKP}


def test_a_symmetric_key_serves_hs256():
    key = jwt.PyJWK(OCT)

    assert key.algorithm_name == "HS256"
    assert key.key == SECRET
    assert jwt.encode({"a": 1}, key) == token({"a": 1})
    assert jwt.decode(token({"a": 1}), key) == {"a": 1}
    assert jwt.decode(token({"a": 1}), key, ["HS256"]) == {"a": 1}


@pytest.mark.parametrize("arguments", [({**OCT, "alg": "HS512"},), (OCT, "HS512")])
def test_a_symmetric_key_serves_the_algorithm_it_names(arguments):
    key = jwt.PyJWK(*arguments)

    assert header_bytes(jwt.encode({}, key)) == b'{"alg":"HS512","typ":"JWT"}'
    assert jwt.decode(token(algorithm="HS512"), key) == {}


@pytest.mark.parametrize("algorithm", [None, "HS512"])
def test_an_algorithm_named_when_encoding_wins_over_that_of_the_key(algorithm):
    compact = jwt.encode({"a": 1}, jwt.PyJWK(OCT), algorithm)

    assert compact == token({"a": 1}, algorithm=algorithm or "HS256")


def test_a_token_of_another_algorithm_is_not_allowed():
    with pytest.raises(jwt.InvalidAlgorithmError, match="specified alg value is not allowed"):
        jwt.decode(token(algorithm="HS512"), jwt.PyJWK(OCT))


def test_a_token_of_an_allowed_algorithm_that_is_not_the_keys_is_refused():
    message = "Token algorithm 'HS512' does not match the key's algorithm 'HS256'"
    with pytest.raises(jwt.InvalidAlgorithmError, match=message):
        jwt.decode(token(algorithm="HS512"), jwt.PyJWK(OCT), ["HS256", "HS512"])


@pytest.mark.parametrize("algorithms", [["HS512"], []])
def test_algorithms_restrict_a_key_too(algorithms):
    with pytest.raises(jwt.InvalidAlgorithmError, match="specified alg value is not allowed"):
        jwt.decode(token(), jwt.PyJWK(OCT), algorithms)


def test_a_secret_that_is_another_kind_of_key_is_refused():
    key = jwt.PyJWK({"kty": "oct", "k": segment(vectors.EC_PUBLIC_SPKI.encode())})

    with pytest.raises(jwt.InvalidKeyError, match="asymmetric key or x509 certificate"):
        jwt.encode({}, key)
    with pytest.raises(jwt.InvalidKeyError, match="asymmetric key or x509 certificate"):
        jwt.decode(token(), key)


def test_an_empty_secret_is_refused():
    with pytest.raises(jwt.InvalidKeyError, match=re.escape("HMAC key must not be empty.")):
        jwt.PyJWK({"kty": "oct", "k": ""})


def test_a_short_secret_is_warned_about():
    key = jwt.PyJWK({"kty": "oct", "k": segment(b"short")})

    with pytest.warns(jwt.InsecureKeyLengthWarning):
        jwt.encode({}, key)
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        assert jwt.decode(token(key="short"), key) == {}


@pytest.mark.parametrize(("algorithm", "jwk"), PUBLIC_KEYS.items(), ids=PUBLIC_KEYS)
@pytest.mark.parametrize("algorithms", [None, ["HS256", "ES256", "RS256", "EdDSA"]])
@pytest.mark.parametrize("secret", ["text", "der", "member"])
def test_a_public_key_does_not_verify_hs256(algorithm, jwk, algorithms, secret):
    import json

    secrets = {
        "text": json.dumps(jwk).encode(),
        "der": vectors.DER_PUBLIC_KEYS["RSA SubjectPublicKeyInfo"],
        "member": OKP_X,
    }
    compact = token({}, key=secrets[secret])

    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(compact, jwt.PyJWK(jwk), algorithms)
    assert jwt.PyJWK(jwk).algorithm_name == algorithm


@pytest.mark.parametrize("jwk", PUBLIC_KEYS.values(), ids=PUBLIC_KEYS)
def test_a_public_key_does_not_sign_hs256(jwk):
    with pytest.raises(TypeError, match="Expected a string or bytes value"):
        jwt.encode({}, jwt.PyJWK(jwk), "HS256")
