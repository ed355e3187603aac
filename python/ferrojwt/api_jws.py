"""`PyJWS`: signing and verifying octets (RFC 7515); the names are PyJWT's."""

import json
from collections.abc import Container, Mapping, Sequence
from typing import Any, cast

from . import _native
from ._caller import log, warn
from ._hints import REFUSES_EVERYTHING, UNUSABLE_KEY
from ._watch import Watched, expose
from .algorithms import Algorithm, get_default_algorithms
from .api_jwk import PyJWK
from .exceptions import (
    DecodeError,
    InvalidAlgorithmError,
    InvalidKeyError,
    InvalidOptionsError,
    InvalidSignatureError,
    InvalidTokenError,
    PyJWTError,
    TokenEncodingError,
    UnhashableAlgorithmError,
)
from .types import Options, SigOptions
from .utils import base64url_encode
from .warnings import InsecureKeyLengthWarning, RemovedInPyjwt3Warning

__all__ = [
    "PyJWS",
    "decode",
    "decode_complete",
    "encode",
    "get_algorithm_by_name",
    "get_unverified_header",
    "register_algorithm",
    "unregister_algorithm",
]

_ALGORITHM_UNSET: Any = object()


class PyJWS(Watched):
    """Signs and verifies octets.

    algorithms: the names to support; all unless given. options: see `SigOptions`.
    """

    header_typ = "JWT"

    # The extensions of RFC 7515 section 4.1.11 that are understood here.
    _supported_crit: set[str] = {"b64"}  # noqa: RUF012

    def __init__(
        self, algorithms: Sequence[str] | None = None, options: SigOptions | None = None
    ) -> None:
        supported = get_default_algorithms()
        self._valid_algs = set(supported if algorithms is None else algorithms)
        self._algorithms = {
            name: algorithm for name, algorithm in supported.items() if name in self._valid_algs
        }
        self._options = merged_options(self._get_default_options(), options)

    @property
    def options(self) -> SigOptions:
        """What is checked unless a call says otherwise."""
        expose(self)
        return self._options

    @options.setter
    def options(self, options: SigOptions) -> None:
        self._options = options

    @staticmethod
    def _get_default_options() -> SigOptions:
        return {"verify_signature": True, "enforce_minimum_key_length": False}

    def register_algorithm(self, alg_id: str, alg_obj: Algorithm) -> None:
        """Add an algorithm.

        Raises ValueError if the name is taken, TypeError unless `alg_obj` is an `Algorithm`.
        """
        if alg_id in self._algorithms:
            message = "Algorithm already has a handler."
            raise ValueError(message)
        if not isinstance(alg_obj, Algorithm):
            message = "Object is not of type `Algorithm`"
            raise TypeError(message)
        self._algorithms[alg_id] = alg_obj
        self._valid_algs.add(alg_id)

    def unregister_algorithm(self, alg_id: str) -> None:
        """Remove an algorithm. Raises KeyError if it is not registered."""
        if alg_id not in self._algorithms:
            message = "The specified algorithm could not be removed because it is not registered."
            raise KeyError(message)
        del self._algorithms[alg_id]
        self._valid_algs.remove(alg_id)

    def get_algorithms(self) -> list[str]:
        """Return the names of the supported algorithms, in no particular order."""
        return list(self._valid_algs)

    def get_algorithm_by_name(self, alg_name: str) -> Algorithm:
        """Return the algorithm of that name. Raises NotImplementedError if there is none."""
        try:
            return self._algorithms[alg_name]
        except KeyError as error:
            message = "Algorithm not supported"
            raise NotImplementedError(message) from error

    def encode(  # noqa: PLR0917
        self,
        payload: bytes,
        key: Any,
        algorithm: str | None = _ALGORITHM_UNSET,
        headers: dict[str, Any] | None = None,
        json_encoder: type[json.JSONEncoder] | None = None,
        is_payload_detached: bool = False,
        sort_headers: bool = True,
    ) -> str:
        """Sign `payload` and return the compact serialization (RFC 7515 section 7.1).

        is_payload_detached: sign the payload unencoded and leave it out (RFC 7797).
        The other arguments are those of `ferrojwt.encode`.
        """
        name = _signing_algorithm(algorithm, key, headers)
        if headers and headers.get("b64") is False:
            is_payload_detached = True
        header = self._signing_header(name, headers, is_payload_detached)
        header_json = json.dumps(
            header, separators=(",", ":"), cls=json_encoder, sort_keys=sort_headers
        )
        header_segment = base64url_encode(header_json.encode())
        payload_segment = payload if is_payload_detached else base64url_encode(payload)
        signing_input = header_segment + b"." + payload_segment

        algorithm_object = self.get_algorithm_by_name(name)
        key = key.key if isinstance(key, PyJWK) else key
        prepared_key = algorithm_object._working_key(key)  # noqa: SLF001
        self._check_key_length(algorithm_object, prepared_key, self._options)
        signature = base64url_encode(algorithm_object.sign(signing_input, prepared_key))
        if is_payload_detached:
            signing_input = header_segment + b"."
        return (signing_input + b"." + signature).decode()

    def _signing_header(
        self, name: str, headers: dict[str, Any] | None, is_payload_detached: bool
    ) -> dict[str, Any]:
        header: dict[str, Any] = {"typ": self.header_typ, "alg": name}
        if headers:
            self._validate_headers(headers, encoding=True)
            header.update(headers)
        if not header["typ"]:
            del header["typ"]
        if not is_payload_detached:
            # True is what a missing b64 means (RFC 7797 section 3).
            header.pop("b64", None)
            return header
        header["b64"] = False
        critical = header.get("crit", [])
        if not isinstance(critical, list):
            message = "Invalid 'crit' header: must be a list"
            raise InvalidTokenError(message)
        if "b64" not in critical:
            header["crit"] = [*critical, "b64"]
        return header

    def decode_complete(
        self,
        jwt: str | bytes,
        key: Any = "",
        algorithms: Container[str] | None = None,
        options: SigOptions | None = None,
        detached_payload: bytes | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Verify a token and return a dict with its "payload" (bytes), "header" and "signature".

        detached_payload: the payload of a token with b64 false (RFC 7797).
        The other arguments are those of `ferrojwt.decode`. Raises InvalidTokenError.
        """
        _warn_of_keywords("decode_complete", kwargs)
        merged = merged_options(self._options, options)
        verify_signature = merged["verify_signature"]
        if verify_signature and not algorithms and not isinstance(key, PyJWK):
            # The exception is one for bad tokens, so code that answers those swallows it.
            log(_WARNING, REFUSES_EVERYTHING)
            raise DecodeError(_ALGORITHMS_REQUIRED)
        payload, signing_input, header, signature = self._load(jwt)
        self._validate_headers(header)
        if header.get("b64", True) is False:
            payload = _detached(header, detached_payload)
            signing_input = signing_input.rsplit(b".", 1)[0] + b"." + payload
        elif detached_payload is not None:
            message = (
                'It is only valid to pass "detached_payload" when the protected header has '
                '"b64" set to false.'
            )
            raise DecodeError(message)
        if verify_signature:
            self._verify_signature(
                signing_input, header, signature, key, algorithms, options=merged
            )
        return {"payload": payload, "header": header, "signature": signature}

    def decode(
        self,
        jwt: str | bytes,
        key: Any = "",
        algorithms: Container[str] | None = None,
        options: SigOptions | None = None,
        detached_payload: bytes | None = None,
        **kwargs: Any,
    ) -> Any:
        """Verify a token and return its payload, bytes. See `decode_complete`."""
        _warn_of_keywords("decode", kwargs)
        return self.decode_complete(
            jwt, key, algorithms, options, detached_payload=detached_payload
        )["payload"]

    def get_unverified_header(self, jwt: str | bytes) -> dict[str, Any]:
        """Return a token's JOSE header without verifying anything.

        Whoever made the token chose what is in it. Raises InvalidTokenError if the token is
        malformed.
        """
        header = self._load(jwt)[2]
        self._validate_headers(header)
        return header

    @staticmethod
    def _decode_base64url_segment(segment: bytes, name: str) -> bytes:
        return _native.base64url_decode_segment(segment, name)

    def _load(self, jwt: str | bytes) -> tuple[bytes, bytes, dict[str, Any], bytes]:
        token = _token_octets(jwt)
        signing_input, header_segment, payload_segment, signature_segment = _native.split_compact(
            token
        )
        header_json = self._decode_base64url_segment(header_segment, "header")
        try:
            header = json.loads(header_json)
        except (ValueError, RecursionError) as error:
            message = f"Invalid header string: {error}"
            raise DecodeError(message) from error
        if not isinstance(header, dict):
            message = "Invalid header string: must be a json object"
            raise DecodeError(message)
        if header.get("b64", True) is not False:
            payload = self._decode_base64url_segment(payload_segment, "payload")
        elif payload_segment:
            # Not even decoded: a stranger would choose how much work that is.
            message = "Payload segment must be empty when 'b64' is false."
            raise DecodeError(message)
        else:
            payload = b""
        signature = self._decode_base64url_segment(signature_segment, "crypto")
        return payload, signing_input, header, signature

    def _verify_signature(  # noqa: PLR0917
        self,
        signing_input: bytes,
        header: dict[str, Any],
        signature: bytes,
        key: Any = "",
        algorithms: Container[str] | None = None,
        options: SigOptions | None = None,
    ) -> None:
        if algorithms is None and isinstance(key, PyJWK):
            algorithms = [key.algorithm_name]
        name = _allowed_algorithm(header, algorithms)
        algorithm, key = self._verifying_algorithm(name, key)
        try:
            prepared_key = algorithm._working_key(key)  # noqa: SLF001
            self._check_key_length(
                algorithm, prepared_key, self._options if options is None else options
            )
        except (PyJWTError, TypeError) as error:
            # No token's fault, but a bare `except` around the call takes it for one.
            log(_INFO, UNUSABLE_KEY, name, error)
            raise
        if not algorithm.verify(signing_input, prepared_key, signature):
            message = "Signature verification failed"
            raise InvalidSignatureError(message)

    def _verifying_algorithm(self, name: str, key: Any) -> tuple[Algorithm, Any]:
        """Return what verifies the algorithm `name`, and the key as it takes it."""
        if not isinstance(key, PyJWK):
            try:
                return self.get_algorithm_by_name(name), key
            except NotImplementedError as error:
                message = "Algorithm not supported"
                raise InvalidAlgorithmError(message) from error
        if name != key.algorithm_name:
            # The key is bound to one algorithm; what the token says must not choose another.
            message = (
                f"Token algorithm {name!r} does not match the key's algorithm "
                f"{key.algorithm_name!r}"
            )
            raise InvalidAlgorithmError(message)
        return key.Algorithm, key.key

    @staticmethod
    def _check_key_length(algorithm: Algorithm, key: Any, options: SigOptions) -> None:
        message = algorithm.check_key_length(key)
        if not message:
            return
        if options.get("enforce_minimum_key_length", False):
            raise InvalidKeyError(message)
        warn(message, InsecureKeyLengthWarning)

    def _validate_headers(self, headers: dict[str, Any], *, encoding: bool = False) -> None:
        if "kid" in headers:
            self._validate_kid(headers["kid"])
        if "crit" in headers and not encoding:
            self._validate_crit(headers)

    def _validate_kid(self, kid: Any) -> None:
        if not isinstance(kid, str):
            message = "Key ID header parameter must be a string"
            raise InvalidTokenError(message)

    def _validate_crit(self, headers: dict[str, Any]) -> None:
        critical = headers["crit"]
        if not isinstance(critical, list) or not critical:
            message = "Invalid 'crit' header: must be a non-empty list"
            raise InvalidTokenError(message)
        for extension in critical:
            if not isinstance(extension, str):
                message = "Invalid 'crit' header: values must be strings"
            elif extension not in self._supported_crit:
                message = f"Unsupported critical extension: {extension}"
            elif extension not in headers:
                message = f"Critical extension '{extension}' is missing from headers"
            else:
                continue
            raise InvalidTokenError(message)


def merged_options(defaults: SigOptions, given: SigOptions | None) -> SigOptions:
    """Return the defaults, overlaid with the given options. Raises InvalidOptionsError."""
    return cast("SigOptions", {**defaults, **as_mapping(given)})


def as_mapping(options: Mapping[str, Any] | SigOptions | Options | None) -> Mapping[str, Any]:
    """Return options as a mapping, empty for None. Raises InvalidOptionsError."""
    if options is None:
        return {}
    if not hasattr(options, "get") or not hasattr(options, "keys"):
        kind = type(options).__name__
        message = f"{kind!r} object has no attribute 'get'; options must be a dict, not a {kind}"
        raise InvalidOptionsError(message)
    return options


_ALGORITHMS_REQUIRED = (
    'It is required that you pass in a value for the "algorithms" argument when calling decode().'
    ' Name the algorithm your own tokens are signed with, for example algorithms=["HS256"].'
)


# Of the module logging, which is not imported for them.
_WARNING = 30
_INFO = 20


def _signing_algorithm(algorithm: str | None, key: Any, headers: dict[str, Any] | None) -> str:
    if headers and headers.get("alg"):
        return cast("str", headers["alg"])
    if algorithm is not _ALGORITHM_UNSET and algorithm is not None:
        return algorithm
    if isinstance(key, PyJWK):
        return key.algorithm_name
    return "none" if algorithm is None else "HS256"


def _allowed_algorithm(header: dict[str, Any], algorithms: Container[str] | None) -> str:
    try:
        name = header["alg"]
    except KeyError:
        message = "Algorithm not specified"
        raise InvalidAlgorithmError(message) from None
    if isinstance(algorithms, str):
        # One name means that algorithm, not every algorithm whose name is a part of it.
        algorithms = (algorithms,)
    try:
        is_allowed = bool(name) and (algorithms is None or name in algorithms)
    except TypeError as error:
        raise UnhashableAlgorithmError(*error.args) from error
    if not isinstance(name, str) or not is_allowed:
        message = "The specified alg value is not allowed"
        raise InvalidAlgorithmError(message)
    return name


def _detached(header: dict[str, Any], detached_payload: bytes | None) -> bytes:
    critical = header.get("crit") or []
    if not isinstance(critical, list) or "b64" not in critical:
        message = "The 'b64' header parameter requires 'b64' to be listed in 'crit'."
        raise InvalidTokenError(message)
    if detached_payload is None:
        message = (
            'It is required that you pass in a value for the "detached_payload" argument to '
            "decode a message having the b64 header set to false."
        )
        raise DecodeError(message)
    return detached_payload


def _token_octets(jwt: str | bytes) -> bytes:
    try:
        token = jwt.encode() if isinstance(jwt, str) else jwt
    except UnicodeEncodeError as error:
        # Without the token itself, which the exception would show.
        raise TokenEncodingError(error.encoding, "", error.start, error.end, error.reason) from None
    if not isinstance(token, bytes):
        message = f"Invalid token type. Token must be a {bytes}"
        raise DecodeError(message)
    return token


def _warn_of_keywords(function: str, keywords: dict[str, Any]) -> None:
    if keywords:
        warn(
            f"passing additional kwargs to {function}() is deprecated and will be removed in "
            f"pyjwt version 3. Unsupported kwargs: {tuple(keywords)}",
            RemovedInPyjwt3Warning,
        )


_jws_global_obj = PyJWS()
encode = _jws_global_obj.encode
decode = _jws_global_obj.decode
decode_complete = _jws_global_obj.decode_complete
get_unverified_header = _jws_global_obj.get_unverified_header
get_algorithm_by_name = _jws_global_obj.get_algorithm_by_name
register_algorithm = _jws_global_obj.register_algorithm
unregister_algorithm = _jws_global_obj.unregister_algorithm
