"""Key pairs of `tests/vectors` as text, in every form that they are handed about in."""

from __future__ import annotations

import base64
import json
from pathlib import Path

VECTORS = Path(__file__).parents[1] / "vectors"

# What the engines have, and the key that serves for it.
NAMES = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "rsa-2048"),
    "ES256": "P-256",
    "ES256K": "secp256k1",
    "ES384": "P-384",
    "ES512": "P-521",
    # PyJWT's older name of ES512.
    "ES521": "P-521",
    "EdDSA": "ed25519",
    # RFC 9864 section 2.2.
    "Ed25519": "ed25519",
}
ALGORITHMS = list(NAMES)
RSA_ALGORITHMS = [name for name in NAMES if NAMES[name] == "rsa-2048"]
EC_ALGORITHMS = [name for name in NAMES if name.startswith("ES")]
EDDSA_ALGORITHMS = ["EdDSA", "Ed25519"]
KEY_TYPES = {
    **dict.fromkeys(RSA_ALGORITHMS, "RSA"),
    **dict.fromkeys(EC_ALGORITHMS, "EC"),
    **dict.fromkeys(EDDSA_ALGORITHMS, "OKP"),
}


def text(filename: str) -> str:
    return (VECTORS / "keys" / filename).read_text("utf-8")


def vectors(filename: str):
    return json.loads((VECTORS / filename).read_text("utf-8"))


PRIVATE = {algorithm: text(f"{name}.pem") for algorithm, name in NAMES.items()}
PUBLIC = {algorithm: text(f"{name}.pub.pem") for algorithm, name in NAMES.items()}


def _forms(name: str, endings: dict[str, str]) -> dict[str, str]:
    paths = {form: VECTORS / "keys" / f"{name}{ending}" for form, ending in endings.items()}
    return {form: path.read_text("utf-8") for form, path in paths.items() if path.exists()}


def _spelled(pem: str) -> dict[str, str]:
    """The same PEM text in the spellings that PyJWT reads."""
    lines = pem.splitlines()
    return {
        "with CRLF": pem.replace("\n", "\r\n"),
        "indented": "".join(f"    {line}\n" for line in lines),
        "on one line": "".join(lines),
        "without a final newline": pem.rstrip("\n"),
        "with a blank line around it": f"\n{pem}\n",
        "after other text": f"The key of the test suite.\n\n{pem}",
        "after a byte order mark": f"\ufeff{pem}",
    }


def private_texts(name: str) -> dict[str, str]:
    """The private key of that name in every form, each of which signs."""
    pkcs8 = text(f"{name}.pem")
    forms = _forms(
        name,
        {
            "PKCS#8": ".pem",
            "PKCS#1 or SEC 1": ".traditional.pem",
            "SEC 1 after EC PARAMETERS": ".parameters.pem",
            "PKCS#8 with explicit parameters": ".explicit.pem",
            "SEC 1 with explicit parameters": ".explicit.traditional.pem",
        },
    )
    if name == "ed25519":
        # EdDSA looks for PKCS#8 alone.
        del forms["PKCS#8"]
    forms |= {f"PKCS#8 {spelling}": pem for spelling, pem in _spelled(pkcs8).items()}
    forms["PKCS#8 before another private key"] = pkcs8 + text("P-224.pem")
    if name.startswith("rsa"):
        forms["PKCS#8 after its public key"] = text(f"{name}.pub.pem") + pkcs8
    if name != "ed25519":
        # EdDSA asks for a public key where there is one, and looks for it in the first block only.
        forms["PKCS#8 before its public key"] = pkcs8 + text(f"{name}.pub.pem")
    return {"PKCS#8": pkcs8, **forms}


def public_texts(name: str) -> dict[str, str]:
    """The public key of that name in every form, each of which verifies."""
    spki = text(f"{name}.pub.pem")
    forms = _forms(
        name,
        {
            "PKCS#1": ".pkcs1.pub.pem",
            "OpenSSH": ".ssh.pub",
            "SubjectPublicKeyInfo with a compressed point": ".compressed.pub.pem",
            "SubjectPublicKeyInfo with explicit parameters": ".explicit.pub.pem",
        },
    )
    forms |= {f"SubjectPublicKeyInfo {spelling}": pem for spelling, pem in _spelled(spki).items()}
    if not name.startswith("rsa"):
        # RSA refuses to verify with a private key.
        forms["the private key"] = text(f"{name}.pem")
        forms["SubjectPublicKeyInfo before its private key"] = spki + text(f"{name}.pem")
    return {"SubjectPublicKeyInfo": spki, **forms}


def by_algorithm(texts, algorithms=tuple(NAMES)):
    """Parameters for a test: algorithm, form, text."""
    return [
        (algorithm, form, pem)
        for algorithm in algorithms
        for form, pem in texts(NAMES[algorithm]).items()
    ]


def pem(label: str, der: bytes) -> bytes:
    body = base64.encodebytes(der).decode()
    return f"-----BEGIN {label}-----\n{body}-----END {label}-----\n".encode()


def segment(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def octets(encoded: str) -> bytes:
    return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))


def signature_of(compact: str) -> bytes:
    return octets(compact.rsplit(".", 1)[1])


def with_signature(compact: str, signature: bytes) -> str:
    return f"{compact.rsplit('.', 1)[0]}.{segment(signature)}"


# The orders of the groups on the curves, by algorithm (SEC 2).
ORDERS = {
    "ES256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "ES256K": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
    "ES384": int(
        "ffffffffffffffffffffffffffffffffffffffffffffffff"
        "c7634d81f4372ddf581a0db248b0a77aecec196accc52973",
        16,
    ),
    "ES512": int(
        "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
        "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
        16,
    ),
}


def with_other_s(signature: bytes, algorithm: str) -> bytes:
    """The same ECDSA signature with the negated s, which is as right as the first."""
    half = len(signature) // 2
    s = ORDERS[algorithm] - int.from_bytes(signature[half:], "big")
    return signature[:half] + s.to_bytes(half, "big")
