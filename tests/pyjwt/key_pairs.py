"""Key pairs, tokens made with them, and damaged ones."""

from __future__ import annotations

import base64
import json
from functools import cache

import jwt
import pytest
from hypothesis import strategies as st

from tests.core import keys
from tests.pyjwt.strategies import mutations

CLAIMS = {"a": 1}
# The names that PyJWT has, and the key that serves for each; RFC 9864's are ours alone.
NAMES = {
    name: key for name, key in keys.NAMES.items() if name in jwt.algorithms.requires_cryptography
}
# One algorithm for each way that PyJWT reads a key; they differ in the hash otherwise.
READERS = ["RS256", "PS256", "ES256", "ES256K", "ES384", "ES512", "EdDSA"]
DETERMINISTIC = ["RS256", "RS384", "RS512", "EdDSA"]

# Checking a private RSA key takes PyJWT 40 milliseconds for 2048 bits, twelve seconds for 8200.
_SLOW = {f"rsa-{bits}.pem" for bits in (2049, 2056, 3072, 4096, 8192, 8200)}
_SLOW_CONTAINERS = {f"rsa {bits}" for bits in (2049, 2056, 3072, 4096, 8192)}
TEXTS = {
    path.name: path.read_bytes()
    for path in sorted((keys.VECTORS / "keys").iterdir())
    if path.name not in _SLOW
}
_LABELS = {
    "private-der": ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"],
    "public-der": ["PUBLIC KEY", "RSA PUBLIC KEY"],
}


def texts_by_reader() -> list[tuple[str, str]]:
    """Parameters for a test: algorithm, name of a text. RSA's is read by one of each family."""
    return [
        (algorithm, name)
        for name in TEXTS
        for algorithm in READERS
        if not name.startswith("rsa") or algorithm in {"RS256", "ES256", "EdDSA"}
    ]


def containers() -> list[tuple[str, bytes]]:
    """Every container of the vectors as text; DER under each label it may belong to."""
    texts = []
    for vector in keys.vectors("containers.json"):
        if vector["name"] in _SLOW_CONTAINERS:
            continue
        content, kind = base64.b64decode(vector["data"]), vector["kind"]
        labels = _LABELS.get(kind)
        name = f"{kind} {vector['name']}"
        texts += (
            [(f"{name} as {label}", keys.pem(label, content)) for label in labels]
            if labels
            else [(name, content)]
        )
    return texts


def containers_by_reader() -> list:
    """Parameters for a test: algorithm, name, text."""
    return [
        pytest.param(algorithm, name, content, id=f"{algorithm}-{name}")
        for name, content in containers()
        for algorithm in ("RS256", "ES256", "EdDSA")
        if algorithm == "RS256" or not name.endswith("RSA PRIVATE KEY")
    ]


@cache
def key_object(filename: str):
    """The key in that file as an object of `cryptography`."""
    from cryptography.hazmat.primitives import serialization

    content = (keys.VECTORS / "keys" / filename).read_bytes()
    if ".pub" in filename:
        return serialization.load_pem_public_key(content)
    # Checking the largest of them takes twelve seconds.
    return serialization.load_pem_private_key(
        content, password=None, unsafe_skip_rsa_key_validation=True
    )


@cache
def token(algorithm: str, filename: str | None = None) -> str:
    """A token that PyJWT made with the key of the algorithm, or with the one in that file."""
    return jwt.encode(CLAIMS, key_object(filename or f"{NAMES[algorithm]}.pem"), algorithm)


@cache
def jwk(filename: str) -> dict:
    """The key in that file as PyJWT's JWK."""
    key = key_object(filename)
    for owner in ("RSAAlgorithm", "ECAlgorithm", "OKPAlgorithm"):
        algorithm = getattr(jwt.algorithms, owner)
        if isinstance(key, algorithm._crypto_key_types):
            return algorithm.to_jwk(key, as_dict=True)
    raise AssertionError(filename)


# Texts a few octets away from a key.
EC_AND_OKP_TEXTS = st.sampled_from(
    [
        content
        for name, content in TEXTS.items()
        if name.startswith(("P-", "secp", "ed25519", "ed448", "cert", "openssh"))
    ]
)
RSA_TEXTS = st.sampled_from(
    [
        content
        for name, content in TEXTS.items()
        if name.startswith(("rsa-2048", "rsa-1024", "rsa-pss", "encrypted"))
    ]
)


@st.composite
def altered_base64(draw, texts: st.SearchStrategy[bytes]) -> bytes:
    """A text with a few characters of its base64 replaced by others of the alphabet."""
    content = bytearray(draw(texts))
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    start = min(content.find(b"\n") % len(content), content.find(b" A") % len(content))
    inside = [index for index in range(start, len(content)) if content[index] in alphabet]
    for index in draw(st.lists(st.sampled_from(inside), min_size=1, max_size=3)):
        content[index] = draw(st.sampled_from(list(alphabet)))
    return bytes(content)


def altered(texts: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Texts cut short, altered within their base64, or anywhere."""
    cut = st.builds(lambda text, at: text[: at % len(text)], texts, st.integers(0, 10_000))
    return st.one_of(mutations(texts), altered_base64(texts), cut)


_NATIVE = ["rsa-2048", "P-256", "P-384", "P-521", "P-521-short", "secp256k1", "ed25519"]
JWK_FILES = [f"{name}.pem" for name in [*_NATIVE, "rsa-1024", "ed448"]]
_MEMBERS = ["kty", "crv", "n", "e", "d", "p", "q", "dp", "dq", "qi", "x", "y", "k", "oth", "alg"]
_member_values = st.one_of(
    st.none(),
    st.integers(),
    st.text(max_size=4),
    st.binary(max_size=3).map(keys.segment),
    st.sampled_from([[], {}, True, 1.5, "P-256", "Ed25519", "RSA", "EC", "OKP", "oct", "A", "=="]),
)


@st.composite
def altered_jwks(draw) -> dict:
    """A JWK with a few members dropped, replaced, exchanged or altered in a character."""
    members = dict(jwk(draw(st.sampled_from(JWK_FILES))))
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from([*members, *_MEMBERS]))
        change = draw(st.sampled_from(["drop", "replace", "exchange", "character", "public"]))
        if change == "drop":
            members.pop(name, None)
        elif change == "replace":
            members[name] = draw(_member_values)
        elif change == "exchange":
            other = jwk(draw(st.sampled_from(JWK_FILES)))
            members[name] = other.get(name, "AQAB")
        elif change == "public":
            members = {m: v for m, v in members.items() if m in {"kty", "crv", "n", "e", "x", "y"}}
        elif isinstance(members.get(name), str) and members[name]:
            value = members[name]
            at = draw(st.integers(0, len(value) - 1))
            replacement = draw(st.sampled_from("AZaz09-_+/=! \n.é"))
            members[name] = value[:at] + replacement + value[at + 1 :]
    return members


def as_json(members: dict) -> str:
    return json.dumps(members)
