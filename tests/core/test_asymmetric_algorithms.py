"""Signing and verifying with key pairs, none of which needs `cryptography`."""

import itertools
import json

import pytest

import ferrojwt as jwt
from ferrojwt import _native, algorithms, api_jws, exceptions
from tests.core import jwks, keys
from tests.core.forge import segment

CLAIMS = {"a": 1}
SIGNATURE_LENGTHS = {
    **dict.fromkeys(keys.RSA_ALGORITHMS, 256),
    "ES256": 64,
    "ES256K": 64,
    "ES384": 96,
    "ES512": 132,
    "ES521": 132,
    **dict.fromkeys(keys.EDDSA_ALGORITHMS, 64),
}
DETERMINISTIC = ["RS256", "RS384", "RS512", "ES256K", "EdDSA", "Ed25519"]


def signed(algorithm):
    return jwt.encode(CLAIMS, keys.PRIVATE[algorithm], algorithm)


def verified(compact, algorithm):
    return jwt.decode(compact, keys.PUBLIC[algorithm], [algorithm])


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_a_public_key_verifies_what_its_private_key_signs(algorithm):
    compact = signed(algorithm)

    assert jwt.get_unverified_header(compact) == {"alg": algorithm, "typ": "JWT"}
    assert verified(compact, algorithm) == CLAIMS
    assert len(keys.signature_of(compact)) == SIGNATURE_LENGTHS[algorithm]


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_an_object_of_ones_own_signs_and_verifies(algorithm):
    jws = jwt.PyJWS()

    compact = jws.encode(b"octets", keys.PRIVATE[algorithm], algorithm)

    assert jws.decode(compact, keys.PUBLIC[algorithm], [algorithm]) == b"octets"
    assert jwt.PyJWT().decode(signed(algorithm), keys.PUBLIC[algorithm], [algorithm]) == CLAIMS


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_an_algorithm_object_signs_and_verifies_with_prepared_keys(algorithm):
    owner = jwt.get_algorithm_by_name(algorithm)
    private = owner.prepare_key(keys.PRIVATE[algorithm])
    public = owner.prepare_key(keys.PUBLIC[algorithm].encode())

    signature = owner.sign(b"message", private)

    assert owner.verify(b"message", public, signature)
    assert not owner.verify(b"another", public, signature)
    assert not owner.verify(b"message", public, signature[:-1])


@pytest.mark.parametrize("algorithm", DETERMINISTIC)
def test_the_signature_of_a_message_is_always_the_same(algorithm):
    assert signed(algorithm) == signed(algorithm)


@pytest.mark.parametrize("algorithm", ["PS256", "PS384", "PS512"])
def test_pss_salts_each_signature(algorithm):
    assert signed(algorithm) != signed(algorithm)


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_another_payload_is_not_verified(algorithm):
    header, _, signature = signed(algorithm).split(".")

    with pytest.raises(jwt.InvalidSignatureError, match=r"^Signature verification failed$"):
        verified(f"{header}.{segment(b'{}')}.{signature}", algorithm)


ALTERATIONS = {
    "no octets": lambda signature: b"",
    "one octet less": lambda signature: signature[:-1],
    "one octet more": lambda signature: signature + b"\0",
    "a leading zero": lambda signature: b"\0" + signature,
    "another bit": lambda signature: bytes([signature[0] ^ 1]) + signature[1:],
    "zeros": lambda signature: bytes(len(signature)),
    "ones": lambda signature: b"\xff" * len(signature),
    "halves exchanged": lambda s: s[len(s) // 2 :] + s[: len(s) // 2],
}


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_an_altered_signature_is_not_verified(algorithm, alteration):
    compact = signed(algorithm)
    signature = ALTERATIONS[alteration](keys.signature_of(compact))

    with pytest.raises(jwt.InvalidSignatureError):
        verified(keys.with_signature(compact, signature), algorithm)


@pytest.mark.parametrize("algorithm", keys.RSA_ALGORITHMS)
def test_an_rsa_signature_with_the_modulus_added_is_not_verified(algorithm):
    # The modulus has 2049 bits, so that the sum fits into the octets of a signature.
    private = keys.text("rsa-2049.pem")
    key = _native.load_key("RSA", private.encode()).public_key()
    compact = jwt.encode(CLAIMS, private, algorithm)
    signature = keys.signature_of(compact)
    n = int.from_bytes(keys.octets(key.jwk()["n"]), "big")
    raised = (int.from_bytes(signature, "big") + n).to_bytes(len(signature), "big")

    assert jwt.decode(compact, key, [algorithm]) == CLAIMS
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(keys.with_signature(compact, raised), key, [algorithm])


@pytest.mark.parametrize("algorithm", keys.ORDERS)
def test_an_ecdsa_signature_with_either_s_is_verified(algorithm):
    compact = signed(algorithm)
    signature = keys.with_other_s(keys.signature_of(compact), algorithm)

    assert verified(keys.with_signature(compact, signature), algorithm) == CLAIMS


def test_es256k_signs_with_the_lower_s():
    for number in range(8):
        compact = jwt.encode({"n": number}, keys.PRIVATE["ES256K"], "ES256K")
        s = int.from_bytes(keys.signature_of(compact)[32:], "big")

        assert s <= keys.ORDERS["ES256K"] // 2


@pytest.mark.parametrize(
    ("algorithm", "other"), list(itertools.permutations(keys.RSA_ALGORITHMS, 2))
)
def test_a_signature_of_another_rsa_algorithm_is_not_verified(algorithm, other):
    header = segment(f'{{"alg":"{algorithm}"}}'.encode())
    owner = jwt.get_algorithm_by_name(other)
    signing_input = f"{header}.{segment(b'{}')}"
    key = owner.prepare_key(keys.PRIVATE[other])
    signature = segment(owner.sign(signing_input.encode(), key))

    with pytest.raises(jwt.InvalidSignatureError):
        verified(f"{signing_input}.{signature}", algorithm)


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_an_algorithm_that_is_not_on_the_list_is_refused(algorithm):
    others = [name for name in keys.ALGORITHMS if name != algorithm]

    with pytest.raises(jwt.InvalidAlgorithmError, match="not allowed"):
        jwt.decode(signed(algorithm), keys.PUBLIC[algorithm], others)


def test_es521_is_es512_by_an_older_name():
    header = {"alg": "ES512", "typ": "JWT"}
    compact = jwt.encode(CLAIMS, keys.PRIVATE["ES521"], "ES521", header)

    assert jwt.decode(compact, keys.PUBLIC["ES512"], ["ES512"]) == CLAIMS
    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(signed("ES521"), keys.PUBLIC["ES521"], ["ES512"])


# The names of RFC 9864


@pytest.mark.beyond_pyjwt
def test_ed25519_makes_the_signatures_of_eddsa():
    older = signed("EdDSA").split(".")[1:]
    compact = jwt.encode(CLAIMS, keys.PRIVATE["Ed25519"], "Ed25519", {"alg": "EdDSA"})

    assert compact.split(".")[1:] == older


@pytest.mark.beyond_pyjwt
def test_eddsa_and_ed25519_do_not_stand_for_each_other_on_a_list():
    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(signed("EdDSA"), keys.PUBLIC["EdDSA"], ["Ed25519"])
    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(signed("Ed25519"), keys.PUBLIC["Ed25519"], ["EdDSA"])


@pytest.mark.beyond_pyjwt
def test_ed448_does_not_take_an_ed25519_key():
    with pytest.raises(jwt.InvalidKeyError, match="curve 'Ed448'"):
        jwt.encode({}, keys.PRIVATE["EdDSA"], "Ed448")


@pytest.mark.beyond_pyjwt
def test_ed448_signs_and_verifies_with_cryptography():
    pytest.importorskip("cryptography")

    compact = jwt.encode(CLAIMS, keys.text("ed448.pem"), "Ed448")

    assert jwt.decode(compact, keys.text("ed448.pub.pem"), ["Ed448"]) == CLAIMS
    assert len(keys.signature_of(compact)) == 114


@pytest.mark.beyond_pyjwt
def test_ed25519_does_not_take_an_ed448_key():
    pytest.importorskip("cryptography")

    with pytest.raises(jwt.InvalidKeyError, match="curve 'Ed25519'"):
        jwt.encode({}, keys.text("ed448.pem"), "Ed25519")


# The registry


def test_the_capability_is_always_there():
    assert algorithms.has_crypto is True


def test_the_names_for_which_pyjwt_needs_cryptography():
    assert algorithms.requires_cryptography == {*keys.ALGORITHMS} - {"Ed25519"}


def test_every_algorithm_has_an_object():
    expected = {"none", "HS256", "HS384", "HS512", "Ed448", *keys.ALGORITHMS}

    assert algorithms.get_default_algorithms().keys() == expected
    assert {*jwt.PyJWS().get_algorithms()} == expected


@pytest.mark.parametrize(
    ("algorithm", "digest"), [("RS256", 32), ("PS384", 48), ("ES512", 64), ("ES256K", 32)]
)
def test_the_hash_function_of_an_algorithm_can_be_asked_for(algorithm, digest):
    assert len(jwt.get_algorithm_by_name(algorithm).compute_hash_digest(b"message")) == digest


def test_eddsa_has_no_hash_function():
    with pytest.raises(NotImplementedError):
        jwt.get_algorithm_by_name("EdDSA").compute_hash_digest(b"message")


@pytest.fixture
def registry():
    """The registry of the process-wide object, put back afterwards."""
    registered = api_jws._jws_global_obj._algorithms
    names = api_jws._jws_global_obj._valid_algs
    before = dict(registered), set(names)
    yield registered
    registered.clear()
    registered.update(before[0])
    names.clear()
    names.update(before[1])


class Counted:
    """Counts the calls of what it wraps."""

    def __init__(self, wrapped):
        self.wrapped = wrapped
        self.calls = 0

    def __call__(self, *arguments, **keywords):
        self.calls += 1
        return self.wrapped(*arguments, **keywords)


def derived(algorithm, **members):
    """An object of a subclass of the algorithm's class, with these members."""
    owner = type(jwt.get_algorithm_by_name(algorithm))
    subclass = type("Derived", (owner,), members)
    if algorithm == "EdDSA":
        return subclass()
    hash_alg = owner.SHA256
    return subclass(hash_alg) if owner.__name__.startswith("RSA") else subclass(hash_alg, None)


def replace(algorithm, **members):
    own = derived(algorithm, **members)
    jwt.unregister_algorithm(algorithm)
    jwt.register_algorithm(algorithm, own)


FAMILIES = ["RS256", "PS256", "ES256", "EdDSA"]


@pytest.mark.parametrize("algorithm", FAMILIES)
def test_a_registered_subclass_signs_and_verifies(registry, algorithm):
    jwt.register_algorithm("mine", derived(algorithm))

    compact = jwt.encode(CLAIMS, keys.PRIVATE[algorithm], "mine")

    assert jwt.decode(compact, keys.PUBLIC[algorithm], ["mine"]) == CLAIMS


@pytest.mark.parametrize("algorithm", FAMILIES)
def test_a_registered_subclass_that_prepares_keys_its_own_way_is_asked(registry, algorithm):
    owner = type(jwt.get_algorithm_by_name(algorithm))

    def prepare_key(self, key):
        return owner.prepare_key(self, {"s": keys.PRIVATE, "v": keys.PUBLIC}[key][algorithm])

    replace(algorithm, prepare_key=prepare_key)

    compact = jwt.encode(CLAIMS, "s", algorithm)

    assert jwt.decode(compact, "v", [algorithm]) == CLAIMS


@pytest.mark.parametrize("algorithm", FAMILIES)
def test_a_registered_subclass_that_signs_its_own_way_is_asked(registry, algorithm):
    replace(algorithm, sign=lambda self, msg, key: b"mine")

    compact = jwt.encode(CLAIMS, keys.PRIVATE[algorithm], algorithm)

    assert keys.signature_of(compact) == b"mine"


@pytest.mark.parametrize("algorithm", FAMILIES)
@pytest.mark.parametrize("verdict", [True, False])
def test_a_registered_subclass_that_verifies_its_own_way_is_asked(registry, algorithm, verdict):
    compact = signed(algorithm)
    if verdict:
        compact = keys.with_signature(compact, b"wrong")
    replace(algorithm, verify=lambda self, msg, key, sig: verdict)

    if verdict:
        assert verified(compact, algorithm) == CLAIMS
    else:
        with pytest.raises(jwt.InvalidSignatureError):
            verified(compact, algorithm)


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
@pytest.mark.parametrize("hook", ["prepare_key", "sign", "verify", "check_key_length"])
def test_a_hook_replaced_on_the_registered_object_is_noticed(monkeypatch, algorithm, hook):
    registered = api_jws._jws_global_obj._algorithms[algorithm]
    replacement = Counted(getattr(registered, hook))
    monkeypatch.setattr(registered, hook, replacement)

    assert verified(signed(algorithm), algorithm) == CLAIMS

    assert replacement.calls == (1 if hook in {"sign", "verify"} else 2)


@pytest.mark.parametrize("algorithm", FAMILIES)
@pytest.mark.parametrize("hook", ["prepare_key", "sign", "verify"])
def test_a_hook_replaced_on_the_class_is_noticed(monkeypatch, algorithm, hook):
    owner = type(api_jws._jws_global_obj._algorithms[algorithm])

    def replacement(self, *arguments):
        raise LookupError(hook)

    monkeypatch.setattr(owner, hook, replacement)

    with pytest.raises(LookupError, match=hook):
        verified(signed(algorithm), algorithm)


@pytest.mark.parametrize("algorithm", FAMILIES)
def test_an_unregistered_algorithm_neither_signs_nor_verifies(registry, algorithm):
    compact = signed(algorithm)
    jwt.unregister_algorithm(algorithm)

    with pytest.raises(NotImplementedError, match="Algorithm not supported"):
        signed(algorithm)
    with pytest.raises(jwt.InvalidAlgorithmError, match="Algorithm not supported"):
        verified(compact, algorithm)


def test_an_original_registered_under_another_name_signs_as_itself(registry):
    registry["RS256"] = registry["PS256"]

    compact = jwt.encode(CLAIMS, keys.PRIVATE["RS256"], "RS256")

    assert jwt.decode(compact, keys.PUBLIC["RS256"], ["RS256"]) == CLAIMS
    fresh = jwt.PyJWS()
    with pytest.raises(jwt.InvalidSignatureError):
        fresh.decode(compact, keys.PUBLIC["RS256"], ["RS256"])


def test_an_object_with_few_algorithms_refuses_the_others():
    jws = jwt.PyJWS(algorithms=["RS256"])

    with pytest.raises(NotImplementedError):
        jws.encode(b"", keys.PRIVATE["PS256"], "PS256")
    with pytest.raises(jwt.InvalidAlgorithmError):
        jws.decode(signed("PS256"), keys.PUBLIC["PS256"], ["PS256"])


# What a key that is bound to one algorithm must not do


@pytest.mark.parametrize("algorithm", jwks.PUBLIC)
def test_a_token_of_another_algorithm_is_refused_by_a_jwk(algorithm):
    jwk = jwt.PyJWK(jwks.PUBLIC[algorithm])
    members = jwks.PUBLIC[algorithm]
    octets = next(members[name] for name in ("n", "x") if name in members)
    for secret in (octets, keys.octets(octets)):
        forged = jwt.encode(CLAIMS, secret, "HS256")

        with pytest.raises(jwt.InvalidAlgorithmError):
            jwt.decode(forged, jwk)
        with pytest.raises(jwt.InvalidAlgorithmError, match="does not match the key's algorithm"):
            jwt.decode(forged, jwk, ["HS256", algorithm])


@pytest.mark.parametrize("other", ["PS256", "RS384"])
def test_an_rs256_jwk_refuses_the_other_rsa_algorithms(other):
    compact = jwt.encode(CLAIMS, jwt.PyJWK(jwks.PRIVATE["RS256"], other))

    with pytest.raises(jwt.InvalidAlgorithmError, match="does not match the key's algorithm"):
        jwt.decode(compact, jwt.PyJWK(jwks.PUBLIC["RS256"]), ["RS256", other])


@pytest.mark.parametrize("algorithm", jwks.PUBLIC)
def test_a_public_jwk_does_not_sign(algorithm):
    with pytest.raises(exceptions.KeyUsageError):
        jwt.encode({}, jwt.PyJWK(jwks.PUBLIC[algorithm]))


@pytest.mark.parametrize("algorithm", jwks.PUBLIC)
@pytest.mark.parametrize("half", ["PUBLIC", "PRIVATE"])
def test_a_jwk_of_a_key_pair_does_not_sign_hs256(algorithm, half):
    jwk = jwt.PyJWK(getattr(jwks, half)[algorithm])

    with pytest.raises(TypeError, match="Expected a string or bytes value"):
        jwt.encode({}, jwk, "HS256")


@pytest.mark.parametrize("secret", ["DER", "PKCS#1 DER", "JWK text", "PEM"])
def test_an_hs256_token_made_with_the_public_key_is_refused_under_its_jwk(secret):
    key = _native.load_key("RSA", keys.PUBLIC["RS256"].encode())
    material = {
        "DER": key.public_der(),
        "PKCS#1 DER": key.public_der()[24:],
        "JWK text": json.dumps(key.jwk()).encode(),
        "PEM": keys.PUBLIC["RS256"].encode(),
    }[secret]
    header = segment(b'{"alg":"HS256"}')
    signing_input = f"{header}.{segment(b'{}')}"
    tag = _native.hmac_sign("HS256", material, signing_input.encode())
    forged = f"{signing_input}.{segment(tag)}"

    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(forged, jwt.PyJWK(key.jwk()))
    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(forged, jwt.PyJWK(key.jwk()), ["HS256", "RS256"])
    with pytest.raises(jwt.InvalidAlgorithmError):
        jwt.decode(forged, keys.PUBLIC["RS256"], ["RS256"])
