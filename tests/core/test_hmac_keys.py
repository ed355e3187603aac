"""What may serve as an HMAC secret: any text or bytes that is not some other kind of key."""

import json
import re

import pytest

import ferrojwt as jwt
from tests.core import vectors
from tests.core.forge import segment, signature, token

ASYMMETRIC = re.escape(
    "The specified key is an asymmetric key or x509 certificate and should not be used as an"
    " HMAC secret."
)
JWK = re.escape(
    "The specified key looks like a JWK and should not be used directly as an HMAC secret. Load"
    " it via PyJWK / HMACAlgorithm.from_jwk first."
)
# Long enough for every algorithm.
FILLER = "x" * 64
OCT_JWK = {"kty": "oct", "k": "c2VjcmV0" * 10}
PUBLIC_PEM = vectors.EC_PUBLIC_SPKI
PEM_BODY = "".join(PUBLIC_PEM.splitlines()[1:-1])
PEM_LABELS = [
    "CERTIFICATE",
    "TRUSTED CERTIFICATE",
    "PRIVATE KEY",
    "PUBLIC KEY",
    "ENCRYPTED PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "DSA PRIVATE KEY",
    "RSA PRIVATE KEY",
    "RSA PUBLIC KEY",
    "EC PRIVATE KEY",
    "DH PARAMETERS",
    "NEW CERTIFICATE REQUEST",
    "CERTIFICATE REQUEST",
    "SSH2 PUBLIC KEY",
    "SSH2 ENCRYPTED PRIVATE KEY",
    "X509 CRL",
]


def assert_accepted(key, algorithm="HS256"):
    compact = jwt.encode({"a": 1}, key, algorithm)
    signing_input, _, signature_segment = compact.rpartition(".")
    assert signature_segment == segment(signature(signing_input, key, algorithm))
    assert jwt.decode(compact, key, [algorithm]) == {"a": 1}


def assert_refused(key, message, algorithm="HS256"):
    with pytest.raises(jwt.InvalidKeyError, match=message):
        jwt.encode({}, key, algorithm)
    with pytest.raises(jwt.InvalidKeyError, match=message):
        jwt.decode(token(algorithm=algorithm), key, [algorithm])


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize(
    "key",
    [
        FILLER,
        FILLER.encode(),
        "é😀\x00\x7f\u2028" * 20,
        bytes(range(256)),
        b"\x00" * 64,
        b"\xff\xfe" * 32,
        FILLER * 100_000,
        type("Secret", (str,), {})(FILLER),
        type("Secret", (bytes,), {})(FILLER.encode()),
    ],
    ids=["str", "bytes", "unicode", "binary", "zeros", "not text", "6 MB", "str+", "bytes+"],
)
def test_any_text_or_bytes_is_a_secret(key, algorithm):
    assert_accepted(key, algorithm)


def test_text_is_the_secret_of_its_utf_8_bytes():
    assert jwt.encode({}, "é" * 32) == jwt.encode({}, ("é" * 32).encode())


@pytest.mark.parametrize("key", ["", b""], ids=repr)
@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_an_empty_key_is_refused(key, algorithm):
    assert_refused(key, r"HMAC key must not be empty\.", algorithm)


def test_without_a_key_the_empty_key_is_refused():
    with pytest.raises(jwt.InvalidKeyError, match=r"HMAC key must not be empty\."):
        jwt.decode(token(), algorithms=["HS256"])


@pytest.mark.parametrize(
    "key",
    [None, 1, 1.5, True, [], {}, (), bytearray(64), memoryview(bytes(64)), object(), str],
    ids=lambda key: type(key).__name__,
)
def test_a_key_of_another_type_is_a_type_error(key):
    with pytest.raises(TypeError, match="Expected a string or bytes value"):
        jwt.encode({}, key)
    with pytest.raises(TypeError, match="Expected a string or bytes value"):
        jwt.decode(token(), key, ["HS256"])


def test_a_key_with_a_lone_surrogate_is_a_unicode_encode_error():
    with pytest.raises(UnicodeEncodeError):
        jwt.encode({}, FILLER + "\ud800")
    with pytest.raises(UnicodeEncodeError):
        jwt.decode(token(), FILLER + "\ud800", ["HS256"])


# PEM


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize("as_type", [str, str.encode], ids=["str", "bytes"])
@pytest.mark.parametrize("pem", vectors.PEM_KEYS.values(), ids=vectors.PEM_KEYS)
def test_a_pem_key_or_certificate_is_refused(pem, as_type, algorithm):
    assert_refused(as_type(pem), ASYMMETRIC, algorithm)


@pytest.mark.parametrize("label", PEM_LABELS)
def test_a_pem_block_of_every_known_label_is_refused(label):
    assert_refused(f"-----BEGIN {label}-----\n{FILLER}\n-----END {label}-----\n", ASYMMETRIC)


@pytest.mark.parametrize(
    "spelling",
    [
        pytest.param(PUBLIC_PEM.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(PUBLIC_PEM.replace("\n", "\r"), id="CR"),
        pytest.param(PUBLIC_PEM.replace("\n", ""), id="one line"),
        pytest.param(PUBLIC_PEM.replace("\n", " "), id="blanks"),
        pytest.param(PUBLIC_PEM.replace("\n", "\t\n\t"), id="tabs"),
        pytest.param(PUBLIC_PEM.replace("\n", "\\n"), id="escaped newlines"),
        pytest.param(PUBLIC_PEM.replace("\n", "\n    "), id="indented"),
        pytest.param("\n\n " + PUBLIC_PEM, id="leading space"),
        pytest.param("Subject: somebody\n" + PUBLIC_PEM, id="preamble"),
        pytest.param(PUBLIC_PEM + "\nmore", id="something behind"),
        pytest.param(f"'{PUBLIC_PEM}'", id="quoted"),
        pytest.param("\ufeff" + PUBLIC_PEM, id="byte order mark"),
        pytest.param(PUBLIC_PEM + PUBLIC_PEM, id="twice"),
        pytest.param(PUBLIC_PEM.replace(PEM_BODY, "not base64 !"), id="damaged"),
        pytest.param(
            f"---- BEGIN SSH2 PUBLIC KEY ----\n{PEM_BODY}\n---- END SSH2 PUBLIC KEY ----",
            id="SSH2",
        ),
        pytest.param(
            f"---- BEGIN PUBLIC KEY-----\n{PEM_BODY}\n-----END PUBLIC KEY ----", id="mixed"
        ),
        pytest.param(
            f"-----BEGIN EC PARAMETERS-----\nx\n-----END EC PARAMETERS-----\n{PUBLIC_PEM}",
            id="parameters first",
        ),
        pytest.param(
            f"-----BEGIN PUBLIC KEY-----BEGIN X-----{FILLER}-----END PUBLIC KEY-----",
            id="shared dashes",
        ),
    ],
)
def test_a_pem_key_in_any_spelling_is_refused(spelling):
    assert_refused(spelling, ASYMMETRIC)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(f"-----BEGIN PUBLIC KEY-----{FILLER}", id="no end"),
        pytest.param(f"{FILLER}-----END PUBLIC KEY-----", id="no beginning"),
        pytest.param(f"-----END PUBLIC KEY-----{FILLER}-----BEGIN PUBLIC KEY-----", id="reversed"),
        pytest.param(
            f"-----BEGIN PUBLIC KEY-----{FILLER}-----END PRIVATE KEY-----", id="two labels"
        ),
        pytest.param(f"-----BEGIN SECRET-----{FILLER}-----END SECRET-----", id="other label"),
        pytest.param(
            f"-----begin public key-----{FILLER}-----end public key-----", id="lower case"
        ),
        pytest.param(f"---BEGIN PUBLIC KEY---{FILLER}---END PUBLIC KEY---", id="three dashes"),
        pytest.param(f"-----BEGIN PUBLIC KEY-----END PUBLIC KEY-----{FILLER}", id="one border"),
        pytest.param(
            f"-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----{FILLER}", id="nothing between"
        ),
        pytest.param(PEM_BODY, id="base64 alone"),
        pytest.param(PUBLIC_PEM.encode("utf-16"), id="UTF-16"),
    ],
)
def test_text_that_is_no_whole_pem_block_is_a_secret(key):
    assert_accepted(key)


# OpenSSH


@pytest.mark.parametrize("as_type", [str, str.encode], ids=["str", "bytes"])
@pytest.mark.parametrize("key", vectors.SSH_PUBLIC_KEYS.values(), ids=vectors.SSH_PUBLIC_KEYS)
def test_an_ssh_public_key_is_refused(key, as_type):
    assert_refused(as_type(key), ASYMMETRIC)


@pytest.mark.parametrize(
    "prefix",
    [
        "ssh-ed25519",
        "ssh-rsa",
        "ssh-dss",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
    ],
)
def test_anything_that_starts_like_an_ssh_public_key_is_refused(prefix):
    assert_refused(prefix + FILLER, ASYMMETRIC)


@pytest.mark.parametrize("key", ["{}ssh-rsa AAAA", "SSH-RSA AAAA{}", "ssh-ecdsa {}", " ssh-rsa {}"])
def test_text_that_does_not_start_like_an_ssh_public_key_is_a_secret(key):
    assert_accepted(key.format(FILLER))


# DER


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize("key", vectors.DER_PUBLIC_KEYS.values(), ids=vectors.DER_PUBLIC_KEYS)
def test_a_der_public_key_or_certificate_is_refused(key, algorithm):
    assert_refused(key, ASYMMETRIC, algorithm)


@pytest.mark.parametrize("key", vectors.DER_PUBLIC_KEYS.values(), ids=vectors.DER_PUBLIC_KEYS)
@pytest.mark.parametrize("damage", [lambda key: key[:-1], lambda key: b"\x00" + key])
def test_bytes_that_are_no_der_key_are_a_secret(key, damage):
    assert_accepted(damage(key).ljust(64, b"\x01"))


# JWK


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize(
    "document",
    [
        OCT_JWK,
        {"kty": "RSA", "n": "x" * 64, "e": "AQAB"},
        {"keys": [OCT_JWK]},
        [OCT_JWK],
        [1, [2, {"a": [OCT_JWK]}]],
        {"a": {"b": {"c": {"kty": None}}}},
        {"kty": FILLER},
        {"kty": [], "padding": FILLER},
        {"a": FILLER, "n": 10**300, "kty": 1},
    ],
    ids=lambda value: value if isinstance(value, str) else str(value)[:24],
)
def test_json_with_a_kty_member_at_any_depth_is_refused(document, algorithm):
    assert_refused(json.dumps(document), JWK, algorithm)


@pytest.mark.parametrize(
    "encoding",
    [
        *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
        *("utf-32", "utf-32-le", "utf-32-be"),
    ],
)
def test_a_jwk_in_any_encoding_of_unicode_is_refused(encoding):
    assert_refused(json.dumps(OCT_JWK).encode(encoding), JWK)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps(OCT_JWK, indent=4), id="indented"),
        pytest.param("\r\n\t " + json.dumps(OCT_JWK) + " \n", id="white space"),
        pytest.param('{"\\u006bty":"oct","k":"' + FILLER + '"}', id="escaped name"),
        pytest.param('{"kty":NaN,"k":"' + FILLER + '"}', id="NaN"),
        pytest.param('{"kty":"oct","n":' + "1" * 5000 + "}", id="integer of 5000 digits"),
        pytest.param('{"kty":1,"kty":2,"k":"' + FILLER + '"}', id="duplicate"),
        pytest.param('{"kty":"\\ud800","k":"' + FILLER + '"}', id="lone surrogate"),
        pytest.param("[" * 100_000 + '{"kty":1}' + "]" * 100_000, id="deep array"),
        pytest.param("[" * 100_000 + '{"\\u006bty" :1}', id="deep unfinished array"),
        pytest.param('{"a":' * 100_000 + "1" + "}" * 100_000, id="deep object without kty"),
        pytest.param('{"a":' * 100_000, id="deep unfinished object"),
        pytest.param('\ufeff {"a":' + "[" * 100_000, id="deep array in an object"),
    ],
)
def test_a_jwk_in_any_spelling_is_refused(text):
    assert_refused(text, JWK)
    assert_refused(text.encode(), JWK)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps({"a": FILLER}), id="other object"),
        pytest.param(json.dumps(["kty", FILLER]), id="array with the word"),
        pytest.param(json.dumps({"a": "kty", "b": '{"kty":1}' + FILLER}), id="value"),
        pytest.param(json.dumps({"KTY": FILLER}), id="upper case"),
        pytest.param(json.dumps("kty" + FILLER), id="text"),
        pytest.param("1" * 64, id="digits"),
        pytest.param("1" * 5000, id="more digits than Python reads"),
        pytest.param("null" + " " * 64, id="null"),
        pytest.param(json.dumps(OCT_JWK)[:-1], id="unfinished"),
        pytest.param(json.dumps(OCT_JWK) + "x", id="something behind"),
        pytest.param("{'kty':'oct'}" + FILLER, id="single quotes"),
        pytest.param("[" * 100_000 + "]" * 100_000, id="deep array"),
        pytest.param("[" * 100_000 + '"kty"' + "]" * 100_000, id="deep array with the word"),
        pytest.param("\u00a0" + json.dumps(OCT_JWK), id="unbreakable space"),
    ],
)
def test_text_without_a_kty_member_is_a_secret(text):
    assert_accepted(text)


# Every use


def test_a_refused_key_is_refused_again():
    for _ in range(3):
        assert_refused(PUBLIC_PEM, ASYMMETRIC)
        assert_refused(json.dumps(OCT_JWK), JWK)


def test_equal_secrets_of_different_types_are_told_apart():
    secret = "é" * 32
    latin = secret.encode("latin-1") + secret.encode("latin-1")

    compact = jwt.encode({}, secret)

    assert jwt.decode(compact, secret.encode(), ["HS256"]) == {}
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(compact, latin, ["HS256"])


def test_one_secret_serves_every_algorithm():
    for algorithm in ["HS256", "HS384", "HS512"] * 2:
        assert_accepted(FILLER, algorithm)


def test_more_secrets_than_a_cache_holds_all_work():
    secrets = [f"{number:064}" for number in range(300)]
    compacts = [jwt.encode({"n": number}, secret) for number, secret in enumerate(secrets)]

    for number, (secret, compact) in enumerate(zip(secrets, compacts, strict=True)):
        assert jwt.decode(compact, secret, ["HS256"]) == {"n": number}
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(compacts[0], secrets[1], ["HS256"])
