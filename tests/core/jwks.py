"""JWKs, by the algorithm that their kind of key implies."""

import json
from pathlib import Path

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "jwks.json").read_text(encoding="utf-8")
)
_NAMES = {
    "RS256": "r",
    "ES256": "e",
    "ES384": "P-384",
    "ES512": "P-521",
    "ES256K": "secp256k1",
    "EdDSA": "o",
}
_PUBLIC_MEMBERS = {"kty", "crv", "n", "e", "x", "y"}
_BY_NAME = {vector["name"]: vector["jwk"] for vector in reversed(VECTORS)}

PRIVATE = {algorithm: _BY_NAME[name] for algorithm, name in _NAMES.items()}
PUBLIC = {
    algorithm: {name: jwk[name] for name in jwk.keys() & _PUBLIC_MEMBERS}
    for algorithm, jwk in PRIVATE.items()
}
OCT = {"kty": "oct", "k": "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY"}
ED448 = {
    "kty": "OKP",
    "crv": "Ed448",
    "x": "_QttUi_PQsvZ8ACjQnr5jGtIRODAZ3Y6YtRDiVIQRHb_3d4-tVbJgvhEz6hSHLr8pxCeY--6R1gA",
}
