"""What PyJWT refuses as an HMAC secret is refused, and nothing else."""

import base64
import json

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ferrojwt
from tests.core import vectors
from tests.pyjwt import strategies
from tests.pyjwt.oracle import assert_same
from tests.pyjwt.strategies import mutations

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
PEM_KEYS = st.sampled_from([pem.encode() for pem in vectors.PEM_KEYS.values()])
SSH_KEYS = st.sampled_from([key.encode() for key in vectors.SSH_PUBLIC_KEYS.values()])
DER_KEYS = st.sampled_from(list(vectors.DER_PUBLIC_KEYS.values()))
MARKERS = st.sampled_from(
    [
        *("-----BEGIN ", "-----END ", "---- BEGIN ", "---- END ", "-----", " ----", "\n", "x"),
        *("PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE", "EC PARAMETERS", "X509 CRL"),
    ]
)
jwk_documents = st.recursive(
    st.one_of(strategies.scalars, st.just({"kty": "oct"}), st.just({"KTY": 1})),
    lambda children: st.one_of(
        st.lists(children, max_size=3),
        st.dictionaries(st.sampled_from(["kty", "keys", "a"]), children, max_size=3),
    ),
    max_leaves=6,
)


def serves(key):
    """A call of `encode` and one of `decode` with the key, as far as they get."""

    def call(library):
        compact = library.encode({}, key)
        return compact, library.decode(compact, key, ["HS256"]), library.encode({}, key, "HS512")

    return call


@given(key=st.one_of(st.binary(), strategies.any_text))
def test_any_bytes_or_text(key):
    assert_same(serves(key))


@given(key=st.one_of(PEM_KEYS, mutations(PEM_KEYS), PEM_KEYS.flatmap(st.permutations).map(bytes)))
def test_pem_keys(key):
    assert_same(serves(key))


@given(key=st.lists(MARKERS, max_size=12).map("".join))
def test_text_made_of_pem_markers(key):
    assert_same(serves(key))


@given(key=st.one_of(SSH_KEYS, mutations(SSH_KEYS)))
def test_ssh_keys(key):
    assert_same(serves(key))


@pytest.mark.skipif(
    not jwt.algorithms.has_crypto, reason="PyJWT recognises DER with cryptography only"
)
@given(key=DER_KEYS)
def test_der_keys(key):
    assert_same(serves(key))


@given(key=mutations(DER_KEYS))
def test_a_damaged_der_key_is_refused_wherever_pyjwt_refuses_it(key):
    """The shape is enough for us to refuse; PyJWT parses what is inside."""
    try:
        ferrojwt.encode({}, key)
    except ferrojwt.InvalidKeyError:
        return
    assert_same(serves(key))


@given(key=DER_KEYS, wrap=st.sampled_from([base64.b64encode, bytes.hex, repr, bytearray]))
def test_der_keys_in_other_clothes(key, wrap):
    assert_same(serves(wrap(key)))


@given(
    document=jwk_documents, encoding=st.sampled_from(ENCODINGS), indent=st.sampled_from([None, 2])
)
def test_jwk_text(document, encoding, indent):
    assert_same(serves(json.dumps(document, indent=indent).encode(encoding)))


@given(key=mutations(jwk_documents.map(lambda document: json.dumps(document).encode())))
def test_damaged_jwk_text(key):
    assert_same(serves(key))


@given(
    opening=st.sampled_from(["[", '{"a":', '{"kty":', '[{"a":', "[1,"]),
    inside=st.sampled_from(["", "1", '{"kty":1}', '"kty"', '"kty":', '"k\\u0074y" :', '"']),
    closing=st.sampled_from(["", "]", "}", "}]"]),
    depth=st.sampled_from([1, 64, 200, 20_000]),
    before=st.sampled_from(["", " \n", "\ufeff", "x"]),
)
def test_deeply_nested_jwk_text(opening, inside, closing, depth, before):
    assert_same(serves(before + opening * depth + inside + closing * depth))
