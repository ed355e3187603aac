"""What is measured: algorithms, keys, payloads, and the cases they combine to."""

import dataclasses
import itertools
from pathlib import Path

KEYS = Path(__file__).resolve().parents[1] / "vectors" / "keys"

# Octets as long as the longest hash, so that no library warns of a short key.
SECRET = "3c9f5e0a7d6b41f28a90c4e17b6d2f5839e1a0c7d4b84f6291c3e5d7f9a1b2c4"

# The key's name among the vectors; None for a shared secret.
ALGORITHMS = {
    "HS256": None,
    "HS384": None,
    "HS512": None,
    "RS256": "rsa-2048",
    "PS256": "rsa-2048",
    "ES256": "P-256",
    "ES384": "P-384",
    "ES512": "P-521",
    "ES256K": "secp256k1",
    "EdDSA": "ed25519",
}
QUICK_ALGORITHMS = ("HS256", "RS256", "ES256", "EdDSA")
OPERATIONS = ("encode", "decode")
# The key as text (PEM, or the secret), or as what the library itself makes of it for repeated use.
KEY_FORMS = ("text", "prepared")

# Far from either end of what a date claim may be, so that every run reads the same digits.
ISSUED_AT = 1_700_000_000
EXPIRES_AT = 4_000_000_000


def small_claims() -> dict[str, object]:
    """Return the six claims of an access token."""
    return {
        "token_type": "access",
        "exp": EXPIRES_AT,
        "iat": ISSUED_AT,
        "jti": "7f6c1f0e9d3b4a568c2e1d0f9b8a7c6d",
        "sub": "1234567",
        "iss": "https://accounts.example.com",
    }


def large_claims() -> dict[str, object]:
    """Return 60 claims, among them lists and nested objects, text beyond ASCII and floats."""
    claims = small_claims()
    for number in range(30):
        claims[f"claim_{number}"] = f"value number {number} of the claims set"
    for number in range(8):
        claims[f"counter_{number}"] = 10**number
    for number in range(6):
        claims[f"roles_{number}"] = ["reader", "writer", f"role-{number}"]
    for number in range(6):
        claims[f"profile_{number}"] = {
            "name": "Zoë Müller",
            "active": number % 2 == 0,
            "manager": None,
            "limits": {"daily": 100 * number, "share": 0.25 + number},
        }
    for number in range(4):
        claims[f"flag_{number}"] = number % 2 == 0
    return claims


PAYLOADS = {"small": small_claims(), "large": large_claims()}


@dataclasses.dataclass(frozen=True)
class Case:
    """One thing that every library is asked to do."""

    algorithm: str
    operation: str
    key_form: str
    payload: str

    @property
    def title(self) -> str:
        """The case in words."""
        return f"{self.algorithm} {self.operation}, {self.key_form} key, {self.payload} payload"


def cases(algorithms: tuple[str, ...]) -> list[Case]:
    """Return all cases of these algorithms."""
    return list(
        itertools.starmap(Case, itertools.product(algorithms, OPERATIONS, KEY_FORMS, PAYLOADS))
    )


def signing_text(algorithm: str) -> str:
    """Return the secret or the private key in PEM."""
    name = ALGORITHMS[algorithm]
    return SECRET if name is None else (KEYS / f"{name}.pem").read_text("ascii")


def verifying_text(algorithm: str) -> str:
    """Return the secret or the public key in PEM."""
    name = ALGORITHMS[algorithm]
    return SECRET if name is None else (KEYS / f"{name}.pub.pem").read_text("ascii")
