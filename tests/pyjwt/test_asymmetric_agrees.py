"""Key pairs: each library verifies what the other signs, and refuses what the other refuses."""

import pytest

pytest.importorskip("cryptography")

import jwt
from hypothesis import given, settings
from hypothesis import strategies as st

import ferrojwt
from tests.core import keys
from tests.pyjwt import key_pairs
from tests.pyjwt.key_oracle import assert_keys_agree
from tests.pyjwt.key_pairs import CLAIMS, DETERMINISTIC, NAMES, key_object, token

# Each example costs PyJWT a check of a private RSA key, of some forty milliseconds.
few = settings(max_examples=max(1, settings().max_examples // 5))

SIGNERS = [*NAMES.items(), ("EdDSA", "ed448")]
# All RSA algorithms read alike: two of them are enough for the forms of a text.
_READERS = [*key_pairs.READERS, "ES521"]
PRIVATE_TEXTS = [
    *keys.by_algorithm(keys.private_texts, _READERS),
    *[(name, "PKCS#8", keys.PRIVATE[name]) for name in NAMES if name not in _READERS],
    ("EdDSA", "Ed448 PKCS#8", keys.text("ed448.pem")),
]
PUBLIC_TEXTS = [
    *keys.by_algorithm(keys.public_texts, _READERS),
    *[(name, "SubjectPublicKeyInfo", keys.PUBLIC[name]) for name in NAMES if name not in _READERS],
    ("EdDSA", "Ed448 SubjectPublicKeyInfo", keys.text("ed448.pub.pem")),
]


def own(algorithm, form):
    """The name of the key that a form of the algorithm is of."""
    return "ed448" if form.startswith("Ed448") else NAMES[algorithm]


def signs(key, algorithm):
    """A call that signs; where two signatures of one text differ, only their length counts."""

    def call(library):
        compact = library.encode(CLAIMS, key, algorithm)
        return compact if algorithm in DETERMINISTIC else len(compact)

    return call


def verifies(key, algorithm, compact=None):
    def call(library):
        return library.decode(compact or token(algorithm), key, [algorithm])

    return call


def assert_each_verifies_the_other(algorithm, private, public):
    ours = ferrojwt.encode(CLAIMS, private, algorithm)
    theirs = jwt.encode(CLAIMS, private, algorithm)

    assert jwt.decode(ours, public, [algorithm]) == CLAIMS
    assert ferrojwt.decode(theirs, public, [algorithm]) == CLAIMS
    assert ours == theirs or algorithm not in DETERMINISTIC


# Keys that serve


@pytest.mark.parametrize("as_bytes", [False, True], ids=["str", "bytes"])
@pytest.mark.parametrize(("algorithm", "form", "pem"), PRIVATE_TEXTS)
def test_each_verifies_what_the_other_signs_with_a_text(algorithm, form, pem, as_bytes):
    public = key_object(f"{own(algorithm, form)}.pub.pem")

    assert_each_verifies_the_other(algorithm, pem.encode() if as_bytes else pem, public)


@pytest.mark.parametrize("as_bytes", [False, True], ids=["str", "bytes"])
@pytest.mark.parametrize(("algorithm", "form", "pem"), PUBLIC_TEXTS)
def test_both_verify_with_a_text(algorithm, form, pem, as_bytes):
    compact = token(algorithm, f"{own(algorithm, form)}.pem")

    answer = assert_keys_agree(verifies(pem.encode() if as_bytes else pem, algorithm, compact))

    assert answer.value == CLAIMS


@pytest.mark.parametrize(("algorithm", "name"), SIGNERS)
def test_each_verifies_what_the_other_signs_with_a_key_object(algorithm, name):
    private, public = key_object(f"{name}.pem"), key_object(f"{name}.pub.pem")

    assert_each_verifies_the_other(algorithm, private, public)


@pytest.mark.parametrize(("algorithm", "name"), SIGNERS)
@pytest.mark.parametrize("form", [dict, key_pairs.as_json], ids=["dict", "text"])
def test_each_verifies_what_the_other_signs_with_a_jwk(algorithm, name, form):
    members = key_pairs.jwk(f"{name}.pem")
    public = key_pairs.jwk(f"{name}.pub.pem")

    def read(library, jwk):
        make = library.PyJWK if form is dict else library.PyJWK.from_json
        return make(form(jwk), algorithm)

    ours = ferrojwt.encode(CLAIMS, read(ferrojwt, members))
    theirs = jwt.encode(CLAIMS, read(jwt, members))
    assert jwt.decode(ours, read(jwt, public)) == CLAIMS
    assert ferrojwt.decode(theirs, read(ferrojwt, public)) == CLAIMS
    assert ours == theirs or algorithm not in DETERMINISTIC


@pytest.mark.parametrize(("algorithm", "name"), SIGNERS)
@pytest.mark.parametrize("form", [dict, key_pairs.as_json], ids=["dict", "text"])
def test_each_verifies_what_the_other_signs_with_a_key_from_a_jwk(algorithm, name, form):
    members = form(key_pairs.jwk(f"{name}.pem"))
    public = form(key_pairs.jwk(f"{name}.pub.pem"))

    def pair(library):
        owner = library.get_algorithm_by_name(algorithm)
        return owner.from_jwk(members), owner.from_jwk(public)

    (our_private, our_public), (their_private, their_public) = pair(ferrojwt), pair(jwt)
    ours = ferrojwt.encode(CLAIMS, our_private, algorithm)
    theirs = jwt.encode(CLAIMS, their_private, algorithm)
    assert jwt.decode(ours, their_public, [algorithm]) == CLAIMS
    assert ferrojwt.decode(theirs, our_public, [algorithm]) == CLAIMS


@pytest.mark.parametrize("algorithm", keys.RSA_ALGORITHMS)
@pytest.mark.parametrize("name", ["rsa-1024", "rsa-2049", "rsa-2056", "rsa-8200", "rsa-pss"])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_each_verifies_what_the_other_signs_with_an_rsa_key_of_any_size(algorithm, name):
    if (algorithm, name) == ("PS512", "rsa-1024"):
        pytest.skip("hash and salt are too long for the modulus")
    private = key_object(f"{name}.pem")

    assert_each_verifies_the_other(algorithm, private, private.public_key())


def test_a_modulus_too_short_for_hash_and_salt_is_refused():
    assert_keys_agree(signs(key_object("rsa-1024.pem"), "PS512"))
    assert_keys_agree(verifies(key_object("rsa-1024.pub.pem"), "PS512"))


@pytest.mark.parametrize("algorithm", ["RS256", "PS384"])
@pytest.mark.parametrize("name", ["rsa-1024", "rsa-8200", "rsa-pss"])
def test_rsa_keys_that_are_not_native_verify_from_a_text(algorithm, name):
    compact = ferrojwt.encode(CLAIMS, key_object("rsa-2048.pem"), algorithm)
    own = with_warnings_ignored(lambda: token(algorithm, f"{name}.pem"))

    for signed in (own, compact):
        assert_keys_agree(verifies(keys.text(f"{name}.pub.pem"), algorithm, signed))


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
@pytest.mark.parametrize("name", ["rsa-1024", "rsa-pss"])
def test_rsa_keys_that_are_not_native_sign_from_a_text(algorithm, name):
    assert_keys_agree(signs(keys.text(f"{name}.pem"), algorithm))


@pytest.mark.parametrize("enforced", [False, True])
@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_a_short_rsa_key_is_warned_of_or_refused(algorithm, enforced):
    options = {"enforce_minimum_key_length": enforced}
    key = key_object("rsa-1024.pub.pem")
    compact = with_warnings_ignored(lambda: token(algorithm, "rsa-1024.pem"))

    assert_keys_agree(lambda library: library.decode(compact, key, [algorithm], options))
    assert_keys_agree(
        lambda library: library.PyJWT(options).encode(CLAIMS, key_object("rsa-1024.pem"), "RS256")
    )


# Keys that are refused


@pytest.mark.parametrize(("algorithm", "filename"), key_pairs.texts_by_reader())
def test_both_take_or_refuse_any_text_alike(algorithm, filename):
    content = key_pairs.TEXTS[filename]

    assert_keys_agree(signs(content, algorithm))
    assert_keys_agree(verifies(content, algorithm))


@pytest.mark.parametrize(("algorithm", "name", "content"), key_pairs.containers_by_reader())
def test_both_take_or_refuse_any_container_alike(algorithm, name, content):
    call = signs if name.startswith("private") else verifies

    assert_keys_agree(call(content, algorithm))


TWO_BLOCKS = [
    ("public", "private"),
    ("certificate", "private"),
    ("parameters", "private"),
    ("encrypted", "private"),
    ("private", "encrypted"),
    ("another", "private"),
    ("private", "public"),
    ("certificate", "public"),
    ("parameters", "public"),
    ("another", "public"),
]


@pytest.mark.parametrize("algorithm", key_pairs.READERS)
@pytest.mark.parametrize("order", TWO_BLOCKS, ids="-".join)
def test_both_choose_the_same_of_two_blocks(algorithm, order):
    name = NAMES[algorithm]
    blocks = {
        "private": f"{name}.pem",
        "public": f"{name}.pub.pem",
        "certificate": "certificate.pem",
        "encrypted": "encrypted.pem",
        "another": "P-224.pem",
    }
    parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
    content = "".join(
        keys.text(blocks[block]) if block in blocks else parameters for block in order
    )

    assert_keys_agree(signs(content, algorithm))
    assert_keys_agree(verifies(content, algorithm))


@pytest.mark.parametrize("algorithm", key_pairs.READERS)
@pytest.mark.parametrize(
    "filename",
    [f"{name}{ending}" for name in {*NAMES.values(), "ed448"} for ending in (".pem", ".pub.pem")]
    + ["x25519.pem", "P-224.pem"],
)
def test_both_take_or_refuse_any_key_object_alike(algorithm, filename):
    key = key_object(filename)

    assert_keys_agree(signs(key, algorithm))
    assert_keys_agree(verifies(key, algorithm))


@pytest.mark.parametrize("algorithm", key_pairs.READERS)
@pytest.mark.parametrize(
    "key",
    [None, 0, 1.5, "", b"", "secret", b"\xff", "ssh-rsa", "ssh-ed25519 AAAA", ["a"], object],
    ids=repr,
)
def test_both_refuse_what_is_no_key_alike(algorithm, key):
    assert_keys_agree(signs(key, algorithm))
    assert_keys_agree(verifies(key, algorithm))


@pytest.mark.parametrize("algorithm", key_pairs.READERS)
def test_both_refuse_a_bytearray_and_a_memoryview_alike(algorithm):
    content = keys.PRIVATE[algorithm].encode()

    assert_keys_agree(signs(bytearray(content), algorithm))
    assert_keys_agree(signs(memoryview(content), algorithm))


@pytest.mark.parametrize("algorithm", key_pairs.READERS)
def test_both_take_a_subclass_of_str_or_bytes(algorithm):
    text = type("Text", (str,), {})(keys.PRIVATE[algorithm])
    octets = type("Octets", (bytes,), {})(keys.PRIVATE[algorithm].encode())

    assert_keys_agree(signs(text, algorithm))
    assert_keys_agree(signs(octets, algorithm))


@given(
    content=key_pairs.altered(key_pairs.EC_AND_OKP_TEXTS),
    algorithm=st.sampled_from(["ES256", "ES256K", "ES384", "ES512", "EdDSA", "RS256"]),
    as_text=st.booleans(),
)
def test_both_take_or_refuse_an_altered_text_alike(content, algorithm, as_text):
    key = content.decode("latin-1") if as_text else content

    assert_keys_agree(signs(key, algorithm))
    assert_keys_agree(verifies(key, algorithm))


@few
@given(
    content=key_pairs.altered(key_pairs.RSA_TEXTS),
    algorithm=st.sampled_from(["RS256", "PS512", "ES256", "EdDSA"]),
)
def test_both_take_or_refuse_an_altered_rsa_text_alike(content, algorithm):
    assert_keys_agree(signs(content, algorithm))
    assert_keys_agree(verifies(content, algorithm))


# JWKs


def reads(jwk, algorithm):
    """A call that makes a key of a JWK and writes it as one again."""

    def call(library):
        owner = library.get_algorithm_by_name(algorithm)
        return owner.to_jwk(owner.from_jwk(jwk), as_dict=True)

    return call


@pytest.mark.parametrize("name", [*NAMES.values(), "ed448", "P-521-short"])
def test_both_write_the_same_jwk(name):
    algorithm = {"ed448": "EdDSA", "P-521-short": "ES512"}.get(name)
    algorithm = algorithm or next(a for a in NAMES if NAMES[a] == name)

    def call(library):
        owner = library.get_algorithm_by_name(algorithm)
        private = owner.prepare_key(keys.text(f"{name}.pem"))
        return [
            owner.to_jwk(private),
            owner.to_jwk(private, as_dict=True),
            owner.to_jwk(private.public_key()),
        ]

    assert_keys_agree(call)


@few
@given(jwk=key_pairs.altered_jwks(), algorithm=st.sampled_from(["RS256", "PS256"]))
def test_both_read_or_refuse_an_altered_jwk_for_rsa_alike(jwk, algorithm):
    assert_keys_agree(reads(jwk, algorithm))


@given(jwk=key_pairs.altered_jwks(), as_text=st.booleans())
def test_both_read_or_refuse_an_altered_jwk_alike(jwk, as_text):
    algorithm = {"EC": "ES256", "OKP": "EdDSA"}.get(str(jwk.get("kty")), "ES384")

    assert_keys_agree(reads(key_pairs.as_json(jwk) if as_text else jwk, algorithm))


JWKS = [
    *("rsa-1024.pem", "rsa-1024.pub.pem", "ed448.pem", "ed448.pub.pem"),
    *("P-521.pem", "ed25519.pem"),
]
_MISSING = object()


def jwks_with_a_member_changed():
    """Parameters for a test: algorithm, JWK. The keys of other sizes and curves are not native."""
    for filename in JWKS:
        members = key_pairs.jwk(filename)
        algorithm = {"RSA": "RS256", "EC": "ES256", "OKP": "EdDSA"}[members["kty"]]
        for name in ("kty", "crv", "n", "e", "d", "p", "q", "dp", "dq", "qi", "x", "y", "oth"):
            for value in (_MISSING, None, 1, "", "A", "AQAB", "é"):
                jwk = {**members, name: value}
                if value is _MISSING:
                    del jwk[name]
                label = "missing" if value is _MISSING else repr(value)
                yield pytest.param(algorithm, jwk, id=f"{filename} {name} {label}")


@pytest.mark.parametrize(("algorithm", "jwk"), list(jwks_with_a_member_changed()))
def test_both_read_or_refuse_a_jwk_with_a_member_changed_alike(algorithm, jwk):
    assert_keys_agree(reads(jwk, algorithm))


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA", "HS256"])
@pytest.mark.parametrize(
    "jwk",
    ["", "{", "[]", "null", '"a"', None, [], b"{}", 1, {}],
    ids=repr,
)
def test_both_refuse_what_is_no_jwk_alike(algorithm, jwk):
    assert_keys_agree(reads(jwk, algorithm))


# Signatures


def altered_signatures(algorithm):
    compact = token(algorithm)
    signature = keys.signature_of(compact)
    flipped = st.builds(
        lambda at, mask: bytes(o ^ mask if i == at else o for i, o in enumerate(signature)),
        st.integers(0, len(signature) - 1),
        st.integers(1, 255),
    )
    resized = st.one_of(
        st.integers(0, len(signature) - 1).map(lambda length: signature[:length]),
        st.binary(min_size=1, max_size=4).map(lambda more: signature + more),
        st.binary(min_size=1, max_size=4).map(lambda more: more + signature),
    )
    same_length = st.binary(min_size=len(signature), max_size=len(signature))
    return st.one_of(flipped, resized, same_length, st.binary(max_size=140))


@given(data=st.data(), algorithm=st.sampled_from(list(NAMES)))
def test_both_refuse_an_altered_signature_alike(data, algorithm):
    compact = keys.with_signature(token(algorithm), data.draw(altered_signatures(algorithm)))
    public = key_object(f"{NAMES[algorithm]}.pub.pem")

    answer = assert_keys_agree(verifies(public, algorithm, compact))

    assert answer.error is None or isinstance(answer.error, ferrojwt.InvalidSignatureError)


@pytest.mark.parametrize("algorithm", NAMES)
@pytest.mark.parametrize("signed_with", NAMES)
def test_both_verify_a_token_under_another_algorithm_alike(algorithm, signed_with):
    signature = keys.signature_of(token(signed_with))
    compact = keys.with_signature(token(algorithm), signature)

    assert_keys_agree(verifies(keys.PUBLIC[algorithm], algorithm, compact))


@pytest.mark.parametrize("algorithm", keys.ORDERS)
def test_both_verify_a_signature_with_the_other_s(algorithm):
    compact = token(algorithm)
    signature = keys.with_other_s(keys.signature_of(compact), algorithm)

    answer = assert_keys_agree(
        verifies(keys.PUBLIC[algorithm], algorithm, keys.with_signature(compact, signature))
    )

    assert answer.value == CLAIMS


@pytest.mark.parametrize("algorithm", keys.RSA_ALGORITHMS)
@pytest.mark.parametrize("times", [1, 2, 100])
def test_both_refuse_an_rsa_signature_with_the_modulus_added(algorithm, times):
    # Its modulus of 2049 bits leaves seven bits of the signature's octets free.
    key = key_object("rsa-2049.pem").public_key()
    compact = token(algorithm, "rsa-2049.pem")
    signature = keys.signature_of(compact)
    raised = int.from_bytes(signature, "big") + times * key.public_numbers().n
    compact = keys.with_signature(compact, raised.to_bytes(len(signature), "big"))

    answer = assert_keys_agree(verifies(key, algorithm, compact))

    assert isinstance(answer.error, ferrojwt.InvalidSignatureError)


@pytest.mark.parametrize(("algorithm", "name"), SIGNERS)
def test_the_algorithm_objects_verify_what_the_other_librarys_sign(algorithm, name):
    private, public = key_object(f"{name}.pem"), key_object(f"{name}.pub.pem")
    ours = ferrojwt.get_algorithm_by_name(algorithm)
    theirs = jwt.get_algorithm_by_name(algorithm)

    assert theirs.verify(b"message", public, ours.sign(b"message", private))
    assert ours.verify(b"message", public, theirs.sign(b"message", private))
    assert not ours.verify(b"another", public, theirs.sign(b"message", private))


def with_warnings_ignored(call):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return call()
