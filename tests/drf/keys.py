"""A private and a public key for every algorithm that the settings admit."""

from __future__ import annotations

from pathlib import Path

from tests.core import forge

FOLDER = Path(__file__).parents[1] / "vectors" / "keys"
NAMES = {
    **dict.fromkeys(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"], "rsa-2048"),
    "ES256": "P-256",
    "ES384": "P-384",
    "ES512": "P-521",
    "ES521": "P-521",
    "ES256K": "secp256k1",
    "EdDSA": "ed25519",
}


def private(algorithm):
    """The signing key: a PEM text, for HS algorithms the secret."""
    name = NAMES.get(algorithm)
    return forge.KEY if name is None else (FOLDER / f"{name}.pem").read_text()


def public(algorithm):
    """The verifying key: a PEM text, for HS algorithms the empty text."""
    name = NAMES.get(algorithm)
    return "" if name is None else (FOLDER / f"{name}.pub.pem").read_text()
