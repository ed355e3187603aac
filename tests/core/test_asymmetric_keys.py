"""Every form of a key pair: which are taken, which are refused and how."""

import base64
import io
import json
import subprocess
import sys

import pytest

import ferrojwt as jwt
from ferrojwt import _native, exceptions
from tests.core import jwks, keys

CLAIMS = {"a": 1}
# All RSA algorithms read alike.
READERS = ["RS256", *keys.EC_ALGORITHMS, *keys.EDDSA_ALGORITHMS]
# For each family an algorithm of each other one.
OTHER_FAMILIES = [
    ("RS256", "ES256"),
    ("RS256", "EdDSA"),
    ("PS256", "ES384"),
    ("ES256", "RS256"),
    ("ES256", "EdDSA"),
    ("ES256K", "RS256"),
    ("EdDSA", "RS256"),
    ("EdDSA", "ES256"),
    ("Ed25519", "ES256"),
]
OTHER_CURVES = [(a, b) for a in keys.ORDERS for b in keys.ORDERS if a != b]


def signed(algorithm):
    return jwt.encode(CLAIMS, keys.PRIVATE[algorithm], algorithm)


def refusal(call):
    """The error of a call with a refused key."""
    with pytest.raises(jwt.PyJWTError) as caught:
        call()
    return caught.value


def sign_with(key, algorithm):
    return lambda: jwt.encode(CLAIMS, key, algorithm)


def verify_with(key, algorithm):
    return lambda: jwt.decode(signed(algorithm), key, [algorithm])


# Texts that are taken


@pytest.mark.parametrize("as_bytes", [False, True], ids=["str", "bytes"])
@pytest.mark.parametrize(
    ("algorithm", "form", "pem"), keys.by_algorithm(keys.private_texts, READERS)
)
def test_a_private_key_signs_from_any_form_of_text(algorithm, form, pem, as_bytes):
    compact = jwt.encode(CLAIMS, pem.encode() if as_bytes else pem, algorithm)

    assert jwt.decode(compact, keys.PUBLIC[algorithm], [algorithm]) == CLAIMS


@pytest.mark.parametrize("as_bytes", [False, True], ids=["str", "bytes"])
@pytest.mark.parametrize(
    ("algorithm", "form", "pem"), keys.by_algorithm(keys.public_texts, READERS)
)
def test_a_public_key_verifies_from_any_form_of_text(algorithm, form, pem, as_bytes):
    compact = signed(algorithm)

    assert jwt.decode(compact, pem.encode() if as_bytes else pem, [algorithm]) == CLAIMS


@pytest.mark.parametrize("filename", ["ed25519.pem", "certificate.pem"])
def test_a_public_key_for_eddsa_has_to_come_first(filename):
    text = keys.text(filename) + keys.text("ed25519.pub.pem")

    assert isinstance(refusal(verify_with(text, "EdDSA")), jwt.InvalidKeyError)


@pytest.mark.parametrize("name", ["rsa-2049", "rsa-2056", "rsa-3072", "rsa-4096", "rsa-8192"])
def test_rsa_keys_of_up_to_8192_bits_are_native(name):
    key = _native.load_key("RSA", keys.text(f"{name}.pem").encode())

    compact = jwt.encode(CLAIMS, key, "RS256")

    assert key.key_size == int(name[4:])
    assert jwt.decode(compact, key.public_key(), ["RS256"]) == CLAIMS


CONTAINERS = [
    pytest.param(vector, id=f"{vector['kind']} {vector['name']}")
    for vector in keys.vectors("containers.json")
    if vector["kind"] in {"private-pem", "public-pem", "ssh"}
]
FAMILY_OF_CLASS = {
    **{f"RSA{half}Key": "RSA" for half in ("Private", "Public")},
    **{f"EC{half}Key": "EC" for half in ("Private", "Public")},
    **{f"Ed25519{half}Key": "OKP" for half in ("Private", "Public")},
}


@pytest.mark.parametrize("vector", CONTAINERS)
@pytest.mark.parametrize("family", ["RSA", "EC", "OKP"])
def test_a_text_makes_a_key_of_the_family_that_is_asked_for_or_none(vector, family):
    text = base64.b64decode(vector["data"])
    actual = FAMILY_OF_CLASS.get(vector["verdict"])
    try:
        key = _native.load_key(family, text)
    except jwt.PyJWTError as error:
        shown = str(error)
    else:
        # None: it is refused where the other half of a key is asked for.
        assert key.key_type == family
        assert actual in {family, None}
        shown = repr(key)

    assert not any(line in shown for line in text.decode("latin-1").split() if len(line) > 20)


# Wrong keys


@pytest.mark.parametrize(("algorithm", "other"), OTHER_FAMILIES)
def test_a_key_of_another_family_is_an_invalid_key(algorithm, other):
    assert isinstance(refusal(sign_with(keys.PRIVATE[other], algorithm)), jwt.InvalidKeyError)
    assert isinstance(refusal(verify_with(keys.PUBLIC[other], algorithm)), jwt.InvalidKeyError)


@pytest.mark.parametrize(("algorithm", "other"), OTHER_FAMILIES)
def test_a_key_object_of_another_family_is_an_invalid_key(algorithm, other):
    key = _native.load_key(keys.KEY_TYPES[other], keys.PRIVATE[other].encode())

    assert isinstance(refusal(sign_with(key, algorithm)), jwt.InvalidKeyError)
    assert isinstance(refusal(verify_with(key.public_key(), algorithm)), jwt.InvalidKeyError)


@pytest.mark.parametrize(("algorithm", "other"), OTHER_CURVES)
def test_a_key_on_another_curve_is_an_invalid_key(algorithm, other):
    for call in (
        sign_with(keys.PRIVATE[other], algorithm),
        verify_with(keys.PUBLIC[other], algorithm),
    ):
        assert "does not match the expected curve" in str(refusal(call))


@pytest.mark.parametrize("algorithm", ["EdDSA", "Ed25519"])
@pytest.mark.parametrize("other", ["RS256", "ES256"])
def test_eddsa_does_not_sign_with_an_rsa_or_ec_key(algorithm, other):
    assert isinstance(refusal(sign_with(keys.PRIVATE[other], algorithm)), jwt.InvalidKeyError)


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_a_public_key_does_not_sign(algorithm):
    error = refusal(sign_with(keys.PUBLIC[algorithm], algorithm))

    assert isinstance(error, exceptions.KeyUsageError)
    assert isinstance(error, AttributeError)


@pytest.mark.parametrize("algorithm", keys.RSA_ALGORITHMS)
def test_a_private_rsa_key_does_not_verify(algorithm):
    error = refusal(verify_with(keys.PRIVATE[algorithm], algorithm))

    assert isinstance(error, exceptions.KeyUsageError)
    assert isinstance(error, AttributeError)


@pytest.mark.parametrize("algorithm", [*keys.EC_ALGORITHMS, *keys.EDDSA_ALGORITHMS])
def test_a_private_ec_or_okp_key_verifies_with_its_public_half(algorithm):
    assert jwt.decode(signed(algorithm), keys.PRIVATE[algorithm], [algorithm]) == CLAIMS


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
@pytest.mark.parametrize("filename", ["encrypted.pem", "encrypted.traditional.pem"])
def test_an_encrypted_key_is_refused_without_asking_for_a_pass_phrase(algorithm, filename):
    error = refusal(sign_with(keys.text(filename), algorithm))

    assert isinstance(error, exceptions.EncryptedKeyError)
    assert isinstance(error, TypeError)
    assert "Password was not given but private key is encrypted" in str(error)


def test_an_encrypted_key_reads_nothing_from_the_terminal():
    program = (
        "import sys, ferrojwt\n"
        "try: ferrojwt.encode({}, sys.argv[1], 'RS256')\n"
        "except ferrojwt.InvalidKeyError: print('refused')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, keys.text("encrypted.traditional.pem")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (result.stdout, result.stderr) == ("refused\n", "")


@pytest.mark.parametrize("algorithm", READERS)
@pytest.mark.parametrize(
    "key",
    [
        *("", "secret", "ssh-rsa", "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ecdsa-sha2-nistp256 AAAA"),
        *("-----BEGIN PRIVATE KEY-----", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----\n",
        *(keys.text("certificate.pem"), keys.text("openssh.pem"), "\ud800"),
    ],
    ids=lambda key: ascii(key[:40]),
)
def test_text_that_is_no_key_is_an_invalid_key(algorithm, key):
    if key == "\ud800":
        with pytest.raises(UnicodeEncodeError):
            jwt.encode({}, key, algorithm)
        return
    assert isinstance(refusal(sign_with(key, algorithm)), jwt.InvalidKeyError)


@pytest.mark.parametrize("algorithm", keys.EC_ALGORITHMS)
def test_garbage_for_ecdsa_is_a_value_error_too(algorithm):
    assert isinstance(refusal(sign_with("secret", algorithm)), ValueError)


@pytest.mark.beyond_pyjwt
@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_a_key_on_a_curve_that_nobody_knows_is_an_invalid_key(algorithm):
    pytest.importorskip("cryptography")
    # No curve has this object identifier.
    spki = _native.load_key("EC", keys.PUBLIC["ES256"].encode()).public_der()
    altered = keys.pem("PUBLIC KEY", spki.replace(bytes.fromhex("030107"), bytes.fromhex("030147")))

    assert isinstance(refusal(verify_with(altered, algorithm)), jwt.InvalidKeyError)


def test_octets_for_eddsa_that_are_no_text_are_a_unicode_decode_error_too():
    error = refusal(sign_with(b"\xff", "EdDSA"))

    assert isinstance(error, UnicodeDecodeError)
    assert isinstance(error, jwt.InvalidKeyError)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
@pytest.mark.parametrize(
    "key", [None, 1, ["a"], bytearray(b"a"), memoryview(b"a"), io.StringIO("a")], ids=repr
)
def test_an_object_that_is_no_key_is_a_type_error(algorithm, key):
    with pytest.raises(TypeError, match=r"^Expecting a PEM-formatted key\."):
        jwt.encode({}, key, algorithm)


@pytest.mark.beyond_pyjwt
@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_key_that_is_none_points_at_the_unset_variable(algorithm):
    with pytest.raises(TypeError, match="environment variable"):
        jwt.encode({}, None, algorithm)


# Damaged keys


def damaged(pem, at):
    """The key with one bit of its encoding turned."""
    label, body = pem.split("-----")[1], "".join(pem.splitlines()[1:-1])
    der = bytearray(base64.b64decode(body))
    der[at] ^= 1
    return keys.pem(label.removeprefix("BEGIN "), bytes(der)).decode()


def positions(pem, step):
    return range(0, len(base64.b64decode("".join(pem.splitlines()[1:-1]))), step)


@pytest.mark.parametrize("at", positions(keys.text("rsa-2048.traditional.pem"), 16))
def test_a_damaged_private_rsa_key_never_signs(at):
    pem = damaged(keys.text("rsa-2048.traditional.pem"), at)

    assert isinstance(refusal(sign_with(pem, "RS256")), jwt.InvalidKeyError)


@pytest.mark.parametrize("algorithm", keys.ORDERS)
@pytest.mark.parametrize("member", ["d", "x", "y"])
@pytest.mark.parametrize("at", [1, 7, 20, -1])
def test_a_damaged_private_ec_key_never_signs(algorithm, member, at):
    pem = keys.text(f"{keys.NAMES[algorithm]}.traditional.pem")
    der = base64.b64decode("".join(pem.splitlines()[1:-1]))
    octets = keys.octets(_native.load_key("EC", pem.encode()).jwk()[member])
    altered = damaged(pem, der.index(octets) + at % len(octets))

    assert isinstance(refusal(sign_with(altered, algorithm)), jwt.InvalidKeyError)


@pytest.mark.parametrize("member", ["n", "d", "p", "q", "dp", "dq", "qi"])
def test_a_damaged_private_rsa_jwk_is_refused(member):
    members = dict(jwks.PRIVATE["RS256"])
    octets = bytearray(keys.octets(members[member]))
    octets[-1] ^= 2
    members[member] = keys.segment(bytes(octets))

    assert isinstance(refusal(lambda: jwt.PyJWK(members)), jwt.InvalidKeyError)


@pytest.mark.parametrize("algorithm", ["ES256", "ES256K", "ES384", "ES512", "EdDSA"])
def test_a_private_jwk_of_another_public_key_is_refused(algorithm):
    members = dict(jwks.PRIVATE[algorithm])
    octets = bytearray(keys.octets(members["d"]))
    octets[-1] ^= 1
    members["d"] = keys.segment(bytes(octets))

    assert isinstance(refusal(lambda: jwt.PyJWK(members)), jwt.InvalidKeyError)


# JWKs


@pytest.mark.parametrize("algorithm", jwks.PRIVATE)
@pytest.mark.parametrize("form", [dict, json.dumps], ids=["dict", "text"])
def test_the_key_of_a_jwk_signs_and_verifies(algorithm, form):
    owner = jwt.get_algorithm_by_name(algorithm)
    private = owner.from_jwk(form(jwks.PRIVATE[algorithm]))
    public = owner.from_jwk(form(jwks.PUBLIC[algorithm]))

    compact = jwt.encode(CLAIMS, private, algorithm)

    assert jwt.decode(compact, public, [algorithm]) == CLAIMS


def test_a_private_rsa_jwk_may_have_n_e_and_d_alone():
    members = {name: jwks.PRIVATE["RS256"][name] for name in ("kty", "n", "e", "d")}

    compact = jwt.encode(CLAIMS, jwt.PyJWK(members))

    assert jwt.decode(compact, jwt.PyJWK(jwks.PUBLIC["RS256"])) == CLAIMS


@pytest.mark.parametrize("vector", keys.vectors("to_jwk.json"), ids=lambda vector: vector["key"])
def test_a_key_is_written_as_the_jwk_that_pyjwt_writes(vector):
    name = vector["key"]
    family = "RSA" if name.startswith("rsa") else "OKP" if name == "ed25519" else "EC"
    owner = jwt.get_algorithm_by_name({"RSA": "RS256", "EC": "ES256", "OKP": "EdDSA"}[family])
    key = _native.load_key(family, keys.text(f"{name}.pem").encode())

    assert owner.to_jwk(key) == vector["private"]
    assert owner.to_jwk(key, as_dict=True) == json.loads(vector["private"])
    assert owner.to_jwk(key.public_key()) == vector["public"]


def test_coordinates_of_p_521_keep_their_leading_zeros():
    owner = jwt.get_algorithm_by_name("ES512")
    key = owner.prepare_key(keys.text("P-521-short.pem"))

    members = owner.to_jwk(key, as_dict=True)

    assert [len(keys.octets(members[name])) for name in ("x", "y", "d")] == [66, 66, 66]
    assert members["x"].startswith("A")
    assert owner.to_jwk(owner.from_jwk(members), as_dict=True) == members


@pytest.mark.parametrize("owner", ["RS256", "ES256", "EdDSA"])
@pytest.mark.parametrize("jwk", ["", "{", None, 1, [], b"{}"], ids=repr)
def test_what_is_no_jwk_is_an_invalid_key(owner, jwk):
    with pytest.raises(jwt.InvalidKeyError, match="Key is not valid JSON"):
        jwt.get_algorithm_by_name(owner).from_jwk(jwk)


# Without `cryptography`

NOT_NATIVE = [
    ("RS256", "rsa-1024", "1024 bits"),
    ("PS256", "rsa-8200", "8200 bits"),
    ("RS256", "rsa-pss", "RSASSA-PSS"),
    ("EdDSA", "ed448", "Ed448"),
    ("Ed448", "ed448", "Ed448"),
]


@pytest.mark.usefixtures("without_cryptography")
@pytest.mark.parametrize(("algorithm", "name", "kind"), NOT_NATIVE)
def test_a_key_that_is_not_native_names_the_extra_without_cryptography(algorithm, name, kind):
    for call in (
        lambda: jwt.encode({}, keys.text(f"{name}.pem"), algorithm),
        lambda: jwt.get_algorithm_by_name(algorithm).prepare_key(keys.text(f"{name}.pub.pem")),
    ):
        with pytest.raises(exceptions.MissingCryptographyError, match=kind) as caught:
            call()
        assert "ferrojwt[cryptography]" in str(caught.value)


@pytest.mark.usefixtures("without_cryptography")
def test_an_ed448_jwk_names_the_extra_without_cryptography():
    with pytest.raises(exceptions.MissingCryptographyError, match=r"ferrojwt\[cryptography\]"):
        jwt.PyJWK({**jwks.ED448, "alg": "EdDSA"})


@pytest.mark.usefixtures("without_cryptography")
@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_our_own_key_object_is_handed_out_without_cryptography(algorithm):
    owner = jwt.get_algorithm_by_name(algorithm)
    key = owner.prepare_key(keys.PRIVATE[algorithm])

    assert type(key) is _native.Key
    assert type(owner.from_jwk(owner.to_jwk(key))) is _native.Key
    assert type(jwt.PyJWK(owner.to_jwk(key, as_dict=True)).key) is _native.Key


@pytest.mark.parametrize(("algorithm", "name", "kind"), NOT_NATIVE)
def test_a_key_that_is_not_native_works_with_cryptography(algorithm, name, kind):
    pytest.importorskip("cryptography")
    if name == "rsa-8200":
        pytest.skip("checking the private key takes twelve seconds")
    compact = _without_warnings(lambda: jwt.encode(CLAIMS, keys.text(f"{name}.pem"), algorithm))
    public = keys.text(f"{name}.pub.pem")

    assert _without_warnings(lambda: jwt.decode(compact, public, [algorithm])) == CLAIMS


@pytest.mark.parametrize("enforced", [True, False])
def test_an_rsa_key_of_1024_bits_is_warned_of_or_refused(enforced):
    pytest.importorskip("cryptography")
    short = jwt.PyJWT({"enforce_minimum_key_length": enforced})
    expectation = (
        pytest.raises(jwt.InvalidKeyError, match="1024 bits long, which is below")
        if enforced
        else pytest.warns(jwt.InsecureKeyLengthWarning, match="1024 bits long, which is below")
    )
    with expectation:
        short.encode({}, keys.text("rsa-1024.pem"), "RS256")


def _without_warnings(call):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", jwt.InsecureKeyLengthWarning)
        return call()
