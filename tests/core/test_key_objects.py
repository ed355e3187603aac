"""Key objects: ours, those of `cryptography`, and those that somebody else wrote."""

import copy
import json
import pickle
import sys
import traceback

import pytest

import ferrojwt as jwt
from ferrojwt import _native, _watch
from ferrojwt.algorithms import keys as exchange
from tests.core import jwks, keys

CLAIMS = {"a": 1}
READERS = ["RS256", "PS256", *keys.EC_ALGORITHMS, *keys.EDDSA_ALGORITHMS]


def loaded(algorithm, half="PRIVATE"):
    text = getattr(keys, half)[algorithm]
    return _native.load_key(keys.KEY_TYPES[algorithm], text.encode())


# Our own


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_our_key_object_signs_and_verifies(algorithm):
    compact = jwt.encode(CLAIMS, loaded(algorithm), algorithm)

    assert jwt.decode(compact, loaded(algorithm, "PUBLIC"), [algorithm]) == CLAIMS
    assert jwt.PyJWT().decode(compact, loaded(algorithm, "PUBLIC"), [algorithm]) == CLAIMS


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_our_key_object_is_prepared_already(algorithm):
    key = loaded(algorithm)

    assert jwt.get_algorithm_by_name(algorithm).prepare_key(key) is key


@pytest.mark.parametrize(
    ("algorithm", "private", "public"),
    [
        ("RS256", "<Key RSA 2048 private>", "<Key RSA 2048 public>"),
        ("ES256", "<Key EC P-256 private>", "<Key EC P-256 public>"),
        ("ES256K", "<Key EC secp256k1 private>", "<Key EC secp256k1 public>"),
        ("ES384", "<Key EC P-384 private>", "<Key EC P-384 public>"),
        ("ES512", "<Key EC P-521 private>", "<Key EC P-521 public>"),
        ("EdDSA", "<Key OKP Ed25519 private>", "<Key OKP Ed25519 public>"),
    ],
)
def test_the_repr_names_the_kind_of_key_and_nothing_else(algorithm, private, public):
    key = loaded(algorithm)

    assert (repr(key), repr(key.public_key())) == (private, public)
    assert (str(key), f"{key}") == (private, private)


@pytest.mark.parametrize(
    ("algorithm", "key_type", "key_size", "curve"),
    [
        ("RS256", "RSA", 2048, None),
        ("ES256", "EC", 256, "secp256r1"),
        ("ES256K", "EC", 256, "secp256k1"),
        ("ES384", "EC", 384, "secp384r1"),
        ("ES512", "EC", 521, "secp521r1"),
        ("EdDSA", "OKP", 256, "Ed25519"),
    ],
)
def test_our_key_object_tells_its_kind(algorithm, key_type, key_size, curve):
    key = loaded(algorithm)

    assert (key.key_type, key.key_size, key.curve, key.is_private) == (
        *(key_type, key_size, curve),
        True,
    )
    assert not key.public_key().is_private


def test_our_key_object_cannot_be_made_changed_copied_or_pickled():
    key = loaded("ES256")

    with pytest.raises(TypeError):
        type(key)()
    with pytest.raises(AttributeError):
        key.key_type = "RSA"
    with pytest.raises(AttributeError):
        key.note = "mine"
    with pytest.raises(TypeError):
        copy.copy(key)
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(TypeError):
        type("Derived", (type(key),), {})


def test_a_public_key_object_has_no_private_encoding():
    with pytest.raises(ValueError, match="not private"):
        loaded("ES256", "PUBLIC").private_der()


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "ES256K", "ES384", "ES512", "EdDSA"])
def test_our_key_object_survives_its_own_encodings(algorithm):
    key = loaded(algorithm)
    members = key.jwk()
    copies = [
        _native.key_from_der(True, key.private_der()),
        _native.key_from_jwk(key.key_type, members),
        _native.key_from_der(False, key.public_der()),
    ]

    assert {other.thumbprint() for other in copies} == {key.thumbprint()}
    assert [other.is_private for other in copies] == [True, True, False]


def test_our_key_object_signs_only_with_algorithms_of_its_kind():
    key = loaded("ES256")

    for name in ("RS256", "EdDSA", "HS256", "ES384", "none", ""):
        with pytest.raises(jwt.InvalidKeyError):
            key.sign(name, b"message")
        with pytest.raises(jwt.InvalidKeyError):
            key.verify(name, b"message", b"signature")


# Nothing shows a key


def secrets_of(algorithm):
    """The private members of the key, as base64url, as text, as a number and as octets."""
    members = loaded(algorithm).jwk()
    for name in ("d", "p", "q"):
        if name in members:
            octets = keys.octets(members[name])
            yield members[name]
            yield octets.hex()
            yield str(int.from_bytes(octets, "big"))
            yield repr(octets)[2:-1]
    yield from (line for line in keys.PRIVATE[algorithm].splitlines() if "-----" not in line)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "ES256K", "ES384", "ES512", "EdDSA"])
def test_no_repr_shows_key_material(algorithm):
    members = jwks.PRIVATE[algorithm]
    key, jwk = loaded(algorithm), jwt.PyJWK(members)
    prepared = jwt.get_algorithm_by_name(algorithm).prepare_key(keys.PRIVATE[algorithm])
    shown = " ".join(map(repr, (key, jwk, prepared, [key], {"key": jwk}, jwt.PyJWKSet([members]))))

    assert not any(secret in shown for secret in secrets_of(algorithm))
    assert members["d"] not in shown


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "ES384", "ES512", "EdDSA"])
@pytest.mark.parametrize("form", ["text", "octets", "object", "cut", "damaged"])
def test_no_exception_shows_key_material(algorithm, form):
    text = keys.PRIVATE[algorithm]
    key = {
        "text": text,
        "octets": text.encode(),
        "object": loaded(algorithm),
        "cut": text[: len(text) // 2],
        "damaged": text.replace("A", "B"),
    }[form]
    shown = "".join(
        error_of(lambda other=other: jwt.encode(CLAIMS, key, other)) for other in READERS
    )

    assert not any(secret in shown for secret in secrets_of(algorithm))


def error_of(call):
    """What is shown of the error of a call, if there is one."""
    try:
        call()
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be silent.
        return "".join(traceback.format_exception_only(error)) + repr(error.args)
    return ""


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
@pytest.mark.parametrize("change", [{"d": "!"}, {"crv": "P-0"}, {"n": None}, {"x": "AQ"}])
def test_no_exception_shows_the_members_of_a_private_jwk(algorithm, change):
    members = jwks.PRIVATE[algorithm]
    try:
        jwt.PyJWK({**members, **change})
    except jwt.PyJWTError as error:
        shown = "".join(traceback.format_exception(error))

        assert members["d"] not in shown


# Thumbprints and the RFCs' keys

SIGNATURES = keys.vectors("signatures.json")


@pytest.mark.parametrize("vector", SIGNATURES["thumbprints"], ids=lambda vector: vector["source"])
def test_the_thumbprint_of_the_rfc(vector):
    members = vector["key"]
    public = {name: members[name] for name in members if name not in {"alg", "kid"}}

    assert _native.key_from_jwk(members["kty"], public).thumbprint() == vector["thumbprint"]


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "ES256K", "ES384", "ES512", "EdDSA"])
def test_a_private_key_has_the_thumbprint_of_its_public_key(algorithm):
    assert loaded(algorithm).thumbprint() == loaded(algorithm, "PUBLIC").thumbprint()


@pytest.mark.parametrize("vector", SIGNATURES["keys"], ids=lambda vector: vector["key"]["kty"])
def test_the_key_sets_of_rfc_7517_are_read(vector):
    members = vector["key"]
    public = {n: v for n, v in members.items() if n not in {"d", "p", "q", "dp", "dq", "qi"}}

    compact = jwt.encode(CLAIMS, jwt.PyJWK(members))

    (key,) = jwt.PyJWKSet([public]).keys
    assert key.key_id == members["kid"]
    assert jwt.decode(compact, jwt.PyJWKSet([public])[members["kid"]]) == CLAIMS


@pytest.mark.parametrize("vector", SIGNATURES["signatures"], ids=lambda vector: vector["source"])
def test_the_signature_of_the_rfc_is_verified(vector):
    members = {name: vector["key"][name] for name in vector["key"] if name in _PUBLIC_MEMBERS}
    compact = f"{vector['input']}.{vector['signature']}"
    jwk = jwt.PyJWK(members)

    complete = jwt.PyJWS().decode_complete(compact, jwk, [vector["alg"]])

    assert complete["header"] == {"alg": vector["alg"]}
    assert complete["signature"] == keys.octets(vector["signature"])
    assert complete["payload"] == keys.octets(vector["input"].split(".")[1])


_PUBLIC_MEMBERS = {"kty", "crv", "n", "e", "x", "y"}


@pytest.mark.parametrize(
    "vector",
    [vector for vector in SIGNATURES["signatures"] if vector["deterministic"]],
    ids=lambda vector: vector["source"],
)
def test_the_signature_of_the_rfc_is_made(vector):
    owner = jwt.get_algorithm_by_name(vector["alg"])
    key = owner.from_jwk(vector["key"])

    signature = owner.sign(vector["input"].encode(), key)

    assert keys.segment(signature) == vector["signature"]


@pytest.mark.parametrize(
    "vector", SIGNATURES["others"], ids=lambda vector: f"{vector['key']}-{vector['alg']}"
)
def test_signatures_that_pyjwt_made_are_verified(vector):
    owner = jwt.get_algorithm_by_name(vector["alg"])
    family = keys.KEY_TYPES[vector["alg"]]
    key = _native.load_key(family, keys.text(f"{vector['key']}.pem").encode()).public_key()
    signature = keys.octets(vector["signature"])

    assert owner.verify(b"signing input", key, signature)
    assert not owner.verify(b"signing inpuT", key, signature)


# What RFC 8812 section 3 says of secp256k1 has no example there; this one is from libsecp256k1's
# well-known key 1, whose public key is the generator.
def test_the_secp256k1_key_one_is_the_generator():
    generator = (
        "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
    )
    x, y = (keys.segment(bytes.fromhex(coordinate)) for coordinate in generator)
    d = keys.segment((1).to_bytes(32, "big"))
    members = {"kty": "EC", "crv": "secp256k1", "x": x, "y": y}

    compact = jwt.encode(CLAIMS, jwt.PyJWK({**members, "d": d}))

    assert jwt.get_unverified_header(compact)["alg"] == "ES256K"
    assert jwt.decode(compact, jwt.PyJWK(members)) == CLAIMS
    with pytest.raises(jwt.InvalidKeyError):
        jwt.PyJWK({**members, "d": keys.segment((2).to_bytes(32, "big"))})


# Objects of `cryptography`


@pytest.fixture
def foreign():
    """A function that returns the key of an algorithm as an object of `cryptography`."""
    pytest.importorskip("cryptography")

    def key(algorithm, half="PRIVATE"):
        return exchange.handed_out(loaded(algorithm, half))

    return key


@pytest.fixture
def no_foreign_key_is_built(monkeypatch):
    """No object of `cryptography` can be made, nor one of its keys loaded."""

    def refuse(*arguments):
        raise AssertionError(arguments)

    for name in ("keys", "asymmetric"):
        monkeypatch.setattr(f"ferrojwt.algorithms.{name}.handed_out", refuse)
    with pytest.MonkeyPatch.context() as loaders:
        if exchange.cryptography() is not None:
            for loader in ("pem_private", "pem_public", "der_private", "der_public", "ssh_public"):
                path = "cryptography.hazmat.primitives.serialization"
                loaders.setattr(f"{path}.load_{loader}_key", refuse)
        yield


@pytest.fixture(params=["the fast path", "a json_encoder", "an object of one's own"])
def calls(request, monkeypatch):
    """The functions `encode` and `decode` by way of each path."""
    if request.param == "the fast path":
        # Another test may have read the options of the process-wide object.
        monkeypatch.setattr(_watch, "_exposed", False)
        _native.set_fast_path(True)
        yield jwt.encode, jwt.decode
        monkeypatch.undo()
        _watch._reconsider()
    elif request.param == "a json_encoder":

        def encode(*arguments):
            return jwt.encode(*arguments, json_encoder=json.JSONEncoder)

        def decode(*arguments):
            return jwt.decode(*arguments, verify=True)

        yield encode, decode
    else:
        own = jwt.PyJWT()
        yield own.encode, own.decode


@pytest.mark.usefixtures("no_foreign_key_is_built")
@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_tokens_are_made_and_read_from_text_without_an_object_of_cryptography(calls, algorithm):
    encode, decode = calls
    _native.clear_key_cache()

    compact = encode(CLAIMS, keys.PRIVATE[algorithm], algorithm)

    assert decode(compact, keys.PUBLIC[algorithm].encode(), [algorithm]) == CLAIMS


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_tokens_are_made_and_read_with_an_object_of_cryptography(foreign, calls, algorithm):
    encode, decode = calls

    compact = encode(CLAIMS, foreign(algorithm), algorithm)

    assert decode(compact, foreign(algorithm, "PUBLIC"), [algorithm]) == CLAIMS


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_an_object_of_cryptography_is_exported_once(foreign, calls, algorithm, monkeypatch):
    exported = []
    original = exchange.exported
    for room in ("keys", "asymmetric"):
        monkeypatch.setattr(
            f"ferrojwt.algorithms.{room}.exported",
            lambda key: exported.append(key) or original(key),
        )
    encode, decode = calls
    private, public = foreign(algorithm), foreign(algorithm, "PUBLIC")
    for _ in range(3):
        compact = encode(CLAIMS, private, algorithm)
        assert decode(compact, public, [algorithm]) == CLAIMS

    assert [key is private for key in exported] == [True, False]
    assert exported[1] is public


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_an_object_of_cryptography_is_prepared_already(foreign, algorithm):
    key = foreign(algorithm)

    assert jwt.get_algorithm_by_name(algorithm).prepare_key(key) is key


@pytest.mark.parametrize("algorithm", keys.ALGORITHMS)
def test_text_is_prepared_as_an_object_of_cryptography(foreign, algorithm):
    owner = jwt.get_algorithm_by_name(algorithm)

    for half in ("PRIVATE", "PUBLIC"):
        prepared = owner.prepare_key(getattr(keys, half)[algorithm])
        assert type(prepared) is type(foreign(algorithm, half))


def hardware_token(algorithm, half):
    """A key that somebody else wrote: it has the interface, and keeps the key to itself."""
    owner = {"RS256": "rsa", "PS256": "rsa", "ES256": "ec", "EdDSA": "ed25519"}[algorithm]
    room = pytest.importorskip(f"cryptography.hazmat.primitives.asymmetric.{owner}")
    name = {"rsa": "RSA", "ec": "EllipticCurve", "ed25519": "Ed25519"}[owner]
    inner = exchange.handed_out(loaded(algorithm, half))
    interface = getattr(room, f"{name}{half.title()}Key")
    used = []

    def refuse(*arguments, **keywords):
        raise PermissionError("the key does not leave the token")

    members = dict.fromkeys(interface.__abstractmethods__, refuse)
    operation = "sign" if half == "PRIVATE" else "verify"
    members[operation] = lambda self, *args: used.append(args) or getattr(inner, operation)(*args)
    for attribute in ("key_size", "curve"):
        if hasattr(inner, attribute):
            members[attribute] = property(
                lambda self, attribute=attribute: getattr(inner, attribute)
            )
    if half == "PRIVATE":
        members["public_key"] = lambda self: inner.public_key()
    return type("TokenKey", (interface,), members)(), used


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_a_key_that_somebody_else_wrote_signs_itself(calls, algorithm):
    encode, decode = calls
    key, used = hardware_token(algorithm, "PRIVATE")

    compact = encode(CLAIMS, key, algorithm)

    assert len(used) == 1
    assert decode(compact, keys.PUBLIC[algorithm], [algorithm]) == CLAIMS


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_a_key_that_somebody_else_wrote_verifies_itself(calls, algorithm):
    encode, decode = calls
    key, used = hardware_token(algorithm, "PUBLIC")
    compact = encode(CLAIMS, keys.PRIVATE[algorithm], algorithm)

    assert decode(compact, key, [algorithm]) == CLAIMS
    assert len(used) == 1
    with pytest.raises(jwt.InvalidSignatureError):
        decode(keys.with_signature(compact, bytes(256)), key, [algorithm])


def test_a_key_that_somebody_else_wrote_is_asked_each_time():
    key, used = hardware_token("RS256", "PRIVATE")
    for _ in range(3):
        jwt.encode(CLAIMS, key, "RS256")

    assert len(used) == 3


def test_signing_and_verifying_does_not_import_cryptography(tmp_path):
    import subprocess

    program = (
        "import sys, ferrojwt\n"
        "private, public = sys.argv[1:]\n"
        "token = ferrojwt.encode({}, private, 'ES256')\n"
        "ferrojwt.decode(token, public, ['ES256'])\n"
        "ferrojwt.PyJWT().decode(token, public, ['ES256'])\n"
        "print([name for name in sys.modules if name.startswith('cryptography')])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, keys.PRIVATE["ES256"], keys.PUBLIC["ES256"]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "[]\n"
