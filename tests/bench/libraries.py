"""How each library is called: a statement, and the names it uses.

A worker imports this inside the library's own environment; nothing is imported here before a
library is asked for. Every library does the same work: a decode verifies the signature, the
allow-list of algorithms and the date claims, and ends with the claims as a dict.
"""

import dataclasses
import importlib.util
import json
import warnings
from typing import Any

from cases import PAYLOADS, Case, signing_text, verifying_text

KEY_TYPES = {"HS": "oct", "RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}


@dataclasses.dataclass(frozen=True)
class Call:
    """What one run executes: `statement`, with `names` as its globals."""

    statement: str
    names: dict[str, Any]

    def result(self) -> Any:
        """Execute the statement once."""
        return eval(self.statement, dict(self.names))  # noqa: S307 - Ours, from this file.


def call(library: str, case: Case, token: str) -> Call:
    """Return the call of `library` for the case. `token` is what a decode gets."""
    names = {
        "claims": PAYLOADS[case.payload],
        "token": token,
        "algorithm": case.algorithm,
        "algorithms": [case.algorithm],
    }
    text = signing_text(case.algorithm)
    if case.operation == "decode":
        text = verifying_text(case.algorithm)
    statement, own_names = LIBRARIES[library](case, text)
    return Call(statement, {**names, **own_names})


def _pyjwt_alike(module: str) -> Any:
    def shape(case: Case, text: str) -> tuple[str, dict[str, Any]]:
        jwt = importlib.import_module(module)
        key: Any = text
        if case.key_form == "prepared":
            # What rest_framework_simplejwt keeps: a key object of `cryptography`, or bytes.
            key = jwt.get_algorithm_by_name(case.algorithm).prepare_key(text)
        if case.operation == "encode":
            return "encode(claims, key, algorithm=algorithm)", {"encode": jwt.encode, "key": key}
        return "decode(token, key, algorithms=algorithms)", {"decode": jwt.decode, "key": key}

    return shape


def _joserfc(case: Case, text: str) -> tuple[str, dict[str, Any]]:
    jwk = importlib.import_module("joserfc.jwk")
    jwt = importlib.import_module("joserfc.jwt")
    # Its own list of what is recommended leaves some of the algorithms out.
    registry = importlib.import_module("joserfc.jws").JWSRegistry(algorithms=[case.algorithm])
    key_type = KEY_TYPES[case.algorithm[:2]]
    names = {
        "encode": jwt.encode,
        "decode": jwt.decode,
        "validate": jwt.JWTClaimsRegistry().validate,
        "import_key": jwk.import_key,
        "text": text,
        "key_type": key_type,
        "key": jwk.import_key(text, key_type),
        "header": {"alg": case.algorithm},
        "registry": registry,
    }
    key = "key" if case.key_form == "prepared" else "import_key(text, key_type)"
    if case.operation == "encode":
        return f"encode(header, claims, {key}, registry=registry)", names
    names["checked"] = _checked("claims")
    return f"checked(decode(token, {key}, registry=registry), validate)", names


def _authlib(case: Case, text: str) -> tuple[str, dict[str, Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        jose = importlib.import_module("authlib.jose")
    jwt = jose.JsonWebToken([case.algorithm])
    key: Any = text
    if case.key_form == "prepared":
        key = jose.JsonWebKey.import_key(text, {"kty": KEY_TYPES[case.algorithm[:2]]})
    names = {"encode": jwt.encode, "decode": jwt.decode, "key": key}
    if case.operation == "encode":
        # It returns bytes where the others return text.
        return "encode(header, claims, key).decode()", {**names, "header": {"alg": case.algorithm}}
    names["checked"] = _validated
    return "checked(decode(token, key))", names


def _python_jose(case: Case, text: str) -> tuple[str, dict[str, Any]]:
    jwt = importlib.import_module("jose.jwt")
    key: Any = text
    if case.key_form == "prepared":
        key = importlib.import_module("jose.jwk").construct(text, case.algorithm)
    if case.operation == "encode":
        return "encode(claims, key, algorithm)", {"encode": jwt.encode, "key": key}
    return "decode(token, key, algorithms)", {"decode": jwt.decode, "key": key}


def _oxyjwt(case: Case, text: str) -> tuple[str, dict[str, Any]]:
    jwt = importlib.import_module("oxyjwt")
    key: Any = text
    if case.key_form == "prepared":
        makers = {"oct": "secret", "RSA": "rsa_pem", "EC": "ec_pem", "OKP": "ed_pem"}
        owner = jwt.EncodingKey if case.operation == "encode" else jwt.DecodingKey
        key = getattr(owner, f"from_{makers[KEY_TYPES[case.algorithm[:2]]]}")(text)
    if case.operation == "encode":
        return "encode(claims, key, algorithm=algorithm)", {"encode": jwt.encode, "key": key}
    return "decode(token, key, algorithms=algorithms)", {"decode": jwt.decode, "key": key}


def _engine(case: Case, text: str) -> tuple[str, dict[str, Any]]:
    """The signature alone, with the engine that ferrojwt uses: its floor."""
    native = importlib.import_module("ferrojwt._native")
    signing_input, signature = _signed(case)
    key_type = KEY_TYPES[case.algorithm[:2]]
    key = native.load_key(key_type, text.encode())
    names = {"key": key, "algorithm": case.algorithm, "octets": signing_input}
    if case.operation == "encode":
        return "key.sign(algorithm, octets)", names
    return "key.verify(algorithm, octets, signature)", {**names, "signature": signature}


def _openssl(case: Case, text: str) -> tuple[str, dict[str, Any]]:
    """The signature alone, with the primitives of `cryptography`."""
    jwt = importlib.import_module("jwt")
    algorithm = jwt.get_algorithm_by_name(case.algorithm)
    key = algorithm.prepare_key(text)
    signing_input, signature = _signed(case)
    names = {"octets": signing_input, "signature": signature, "key": key}
    hashes = importlib.import_module("cryptography.hazmat.primitives.hashes")
    asymmetric = "cryptography.hazmat.primitives.asymmetric"
    arguments = ""
    if case.algorithm.startswith(("RS", "PS")):
        padding = importlib.import_module(f"{asymmetric}.padding")
        pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
        names["padding"] = padding.PKCS1v15() if case.algorithm == "RS256" else pss
        names["hash"] = hashes.SHA256()
        arguments = ", padding, hash"
    elif case.algorithm.startswith("ES"):
        ec = importlib.import_module(f"{asymmetric}.ec")
        names["scheme"] = ec.ECDSA(algorithm.hash_alg())
        arguments = ", scheme"
        if case.operation == "decode":
            utils = importlib.import_module("jwt.utils")
            names["signature"] = utils.raw_to_der_signature(signature, key.curve)
    if case.operation == "encode":
        return f"key.sign(octets{arguments})", names
    return f"key.verify(signature, octets{arguments})", names


def _signed(case: Case) -> tuple[bytes, bytes]:
    """Return a signing input of the token's length, and its signature."""
    jwt = importlib.import_module("jwt" if importlib.util.find_spec("jwt") else "ferrojwt")
    signing_key = signing_text(case.algorithm)
    token = jwt.encode(PAYLOADS[case.payload], signing_key, algorithm=case.algorithm)
    parts = jwt.decode_complete(token, verifying_text(case.algorithm), algorithms=[case.algorithm])
    return token.rpartition(".")[0].encode(), parts["signature"]


def _checked(attribute: str) -> Any:
    def checked(decoded: Any, validate: Any) -> Any:
        claims = getattr(decoded, attribute)
        validate(claims)
        return claims

    return checked


def _validated(claims: Any) -> Any:
    claims.validate()
    return claims


LIBRARIES = {
    "ferrojwt": _pyjwt_alike("ferrojwt"),
    "pyjwt": _pyjwt_alike("jwt"),
    "joserfc": _joserfc,
    "authlib": _authlib,
    "python-jose": _python_jose,
    "oxyjwt": _oxyjwt,
    "pyjwt-rs": _pyjwt_alike("jwt_rs"),
    "engine": _engine,
    "openssl": _openssl,
}


def outcome(case: Case, result: Any) -> Any:
    """Return what a library's result says, in the same shape for all."""
    if case.operation == "decode" and isinstance(result, dict):
        return json.loads(json.dumps(result))
    return result
