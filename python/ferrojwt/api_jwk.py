"""`PyJWK` and `PyJWKSet`: JSON Web Keys and sets of them (RFC 7517); the names are PyJWT's."""

import json
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

from .algorithms import Algorithm, get_default_algorithms
from .exceptions import (
    InvalidKeyError,
    MissingCryptographyError,
    MissingMemberError,
    PyJWKError,
    PyJWKSetError,
    PyJWTError,
    UnusableKeyAlgorithmError,
)
from .types import JWKDict

__all__ = ["PyJWK", "PyJWKSet", "PyJWTSetWithTimestamp"]


class PyJWK:
    """A JSON Web Key, bound to one algorithm (RFC 7517 section 4).

    jwk_data: the JWK's members. algorithm: the `alg` value the key is for; unless given it is the
    JWK's own, or what its `kty` and `crv` imply.

    Attributes: `algorithm_name`, `Algorithm` (the algorithm object) and `key` (as that object
    takes it).

    Raises InvalidKeyError for a key that is malformed or of an unknown kind, PyJWKError for an
    unknown algorithm, MissingCryptographyError for a key that needs the extra
    `ferrojwt[cryptography]` where it is not installed.
    """

    def __init__(self, jwk_data: JWKDict, algorithm: str | None = None) -> None:
        self._jwk_data = jwk_data
        if not jwk_data.get("kty"):
            message = f"kty is not found: {_without_secrets(jwk_data)}"
            raise InvalidKeyError(message)
        self.algorithm_name: str = algorithm or jwk_data.get("alg") or _implied_algorithm(jwk_data)
        self.Algorithm = _algorithm_object(self.algorithm_name, jwk_data)
        self.key = _prepared_key(self.Algorithm, jwk_data)

    def __repr__(self) -> str:
        name = "" if self.key_id is None else f" kid={self.key_id!r}"
        return f"<{type(self).__name__} {self.algorithm_name}{name} {_kind(self._jwk_data)}>"

    @staticmethod
    def from_dict(obj: JWKDict, algorithm: str | None = None) -> "PyJWK":
        """Return the key of a JWK's members. Raises as the class does."""
        return PyJWK(obj, algorithm)

    @staticmethod
    def from_json(data: str, algorithm: str | None = None) -> "PyJWK":
        """Return the key of a JWK's text. Raises as the class does, ValueError if it is no JSON."""
        return PyJWK.from_dict(json.loads(data), algorithm)

    @property
    def key_type(self) -> str | None:
        """The kind of key, `kty` (RFC 7517 section 4.1)."""
        return self._jwk_data.get("kty")

    @property
    def key_id(self) -> str | None:
        """The key id, `kid` (RFC 7517 section 4.5)."""
        return self._jwk_data.get("kid")

    @property
    def public_key_use(self) -> str | None:
        """What the key is for, `use`: "sig", "enc" or None (RFC 7517 section 4.2)."""
        return self._jwk_data.get("use")


class PyJWKSet:
    """The usable keys of a JWK Set (RFC 7517 section 5).

    keys: the members of each key. Members that are no keys, or keys that cannot be used, are
    left out, as section 5 recommends.

    Raises PyJWKSetError if no key is left, MissingCryptographyError if that is for want of the
    extra `ferrojwt[cryptography]`.
    """

    def __init__(self, keys: list[JWKDict]) -> None:
        if not keys:
            message = "The JWK Set did not contain any keys"
            raise PyJWKSetError(message)
        if not isinstance(keys, list):
            message = "Invalid JWK Set value"
            raise PyJWKSetError(message)
        self.keys: list[PyJWK] = []
        missing: MissingCryptographyError | None = None
        for jwk in keys:
            try:
                if isinstance(jwk, dict):
                    self.keys.append(PyJWK(jwk))
            except MissingCryptographyError as error:  # noqa: PERF203
                missing = error
            except (PyJWTError, RecursionError):
                continue
        if missing is not None and not self.keys:
            raise missing
        if not self.keys:
            message = (
                "The JWK Set did not contain any usable keys. "
                "Perhaps 'cryptography' is not installed?"
            )
            raise PyJWKSetError(message)

    @staticmethod
    def from_dict(obj: dict[str, Any]) -> "PyJWKSet":
        """Return the keys of a JWK Set's members. Raises as the class does."""
        return PyJWKSet(obj.get("keys", []))

    @staticmethod
    def from_json(data: str) -> "PyJWKSet":
        """Return the keys of a JWK Set's text.

        Raises as the class does, ValueError if it is no JSON.
        """
        return PyJWKSet.from_dict(json.loads(data))

    def __getitem__(self, kid: str) -> PyJWK:
        """Return the first key of that key id. Raises KeyError if there is none."""
        for key in self.keys:
            if key.key_id == kid:
                return key
        message = f"keyset has no key for kid: {kid}"
        raise KeyError(message)

    def __iter__(self) -> Iterator[PyJWK]:
        return iter(self.keys)


class PyJWTSetWithTimestamp:
    """A JWK Set and the moment it came, in the seconds of `time.monotonic`."""

    def __init__(self, jwk_set: PyJWKSet) -> None:
        self.jwk_set = jwk_set
        self.timestamp = time.monotonic()

    def get_jwk_set(self) -> PyJWKSet:
        """Return the JWK Set."""
        return self.jwk_set

    def get_timestamp(self) -> float:
        """Return the moment it came, in the seconds of `time.monotonic`."""
        return self.timestamp


_EC_ALGORITHMS = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "secp256k1": "ES256K"}
# Ed448 keys have to name their algorithm.
_OKP_ALGORITHMS = {"Ed25519": "EdDSA"}


def _implied_algorithm(jwk: JWKDict) -> str:
    kty, crv = jwk["kty"], jwk.get("crv")
    if kty == "RSA":
        return "RS256"
    if kty == "oct":
        return "HS256"
    if kty == "EC":
        algorithms, crv = _EC_ALGORITHMS, crv or "P-256"
    elif kty == "OKP":
        algorithms = _OKP_ALGORITHMS
    else:
        message = f"Unsupported kty: {_shown(kty)}"
        raise InvalidKeyError(message)
    if not crv:
        message = f"crv is not found: {_without_secrets(jwk)}"
        raise InvalidKeyError(message)
    if not isinstance(crv, str) or crv not in algorithms:
        message = f"Unsupported crv: {_shown(crv)}"
        raise InvalidKeyError(message)
    return algorithms[crv]


@cache
def _algorithms() -> dict[str, Algorithm]:
    # Not the registry of the process-wide PyJWS: algorithms registered there are not for JWKs.
    return get_default_algorithms()


def _algorithm_object(name: str, jwk: JWKDict) -> Algorithm:
    try:
        return _algorithms()[name]
    except KeyError:
        message = f"Unable to find an algorithm for key: {_without_secrets(jwk)}"
        raise PyJWKError(message) from None
    except TypeError as error:
        raise UnusableKeyAlgorithmError(*error.args) from error


def _prepared_key(algorithm: Algorithm, jwk: JWKDict) -> Any:
    try:
        return algorithm.from_jwk(jwk)
    except MissingMemberError:
        raise
    except KeyError as error:
        raise MissingMemberError(*error.args) from error
    except NotImplementedError as error:
        raise UnusableKeyAlgorithmError(*error.args) from error
    except (TypeError, ValueError) as error:
        message = f"Unable to construct key from JWK: {error}"
        raise InvalidKeyError(message) from error


# RFC 7517 section 4 and the public members of RFC 7518 section 6.
_PUBLIC_MEMBERS = {
    *("kty", "use", "key_ops", "alg", "kid", "x5u", "x5c", "x5t", "x5t#S256"),
    *("crv", "x", "y", "n", "e"),
}


def _without_secrets(jwk: JWKDict) -> JWKDict:
    return {
        name: _shown(value) if name in _PUBLIC_MEMBERS else "..." for name, value in jwk.items()
    }


def _shown(value: Any) -> Any:
    # Text, and lists of it, as RFC 7517 has them, or numbers; inside an object a secret may be.
    scalars = value if isinstance(value, list) else [value]
    return value if all(isinstance(scalar, str | int) for scalar in scalars) else "..."


def _kind(jwk: JWKDict) -> str:
    if jwk.get("kty") == "oct":
        return "secret"
    return "private" if "d" in jwk else "public"
