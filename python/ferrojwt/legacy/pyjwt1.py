"""PyJWT 1.x's ``encode`` and ``decode``, as far as they are safe, for the project's own code.

``ferrojwt.compat.install(pyjwt1=True)`` puts this module in the place of ``jwt``.  It has all that
ferrojwt has, and differs in this:

- ``encode`` returns a `str` that also answers ``.decode("utf-8")``;
- ``decode(token, key)`` without algorithms means HS256 and nothing else, whatever the token says;
- the names `ExpiredSignature`, `InvalidAudience` and `InvalidIssuer` exist;
- the options `require_exp`, `require_iat` and `require_nbf` require the claim.

Each of these issues a DeprecationWarning that tells the modern call.  ``verify=False`` does not
switch verification off: where only 1.x would have, the call is refused.

Who is served is decided narrowly, because a call without algorithms is an error that PyJWT 2
reports, and a library may rely on that report:

- Only the two functions ``jwt.encode`` and ``jwt.decode`` differ.  ``ferrojwt.decode``, the classes
  and the Django layers never pass here.
- Only callers whose code is a file outside ``site-packages`` are served.  A library that is
  installed gets the modern functions, also where it calls them wrongly.  One that is installed
  into a folder of the project (``pip install --target``) cannot be told from the project.
- A call that is right today is handed on as it is.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from typing import Any

import ferrojwt
from ferrojwt._caller import warn
from ferrojwt.api_jws import as_mapping

__all__ = ferrojwt.__all__

# It stands for a package, whose modules are found under the name `jwt`.
__path__ = ferrojwt.__path__

_RENAMED = {
    "ExpiredSignature": "ExpiredSignatureError",
    "InvalidAudience": "InvalidAudienceError",
    "InvalidIssuer": "InvalidIssuerError",
}
_REQUIRE = {f"require_{claim}": claim for claim in ("exp", "iat", "nbf")}

# What follows token and key: where 1.x has `verify`, and today.
_PARAMETERS_OF_1 = ("verify", "algorithms", "options")
_PARAMETERS = (
    *("algorithms", "options", "verify", "detached_payload"),
    *("audience", "subject", "issuer", "leeway"),
)

_LIBRARIES = tuple(
    os.path.normcase(sysconfig.get_path(name)) + os.sep
    for name in ("stdlib", "platstdlib", "purelib", "platlib")
)

# Of other environments on the path, of Debian's, and of PDM's.
_ELSEWHERE = tuple(
    f"{os.sep}{folder}{os.sep}" for folder in ("site-packages", "dist-packages", "__pypackages__")
)


class EncodedToken(str):
    """A token that can be decoded from UTF-8, as if it were the bytes that PyJWT 1.x returned."""

    __slots__ = ()

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Return the token as a plain `str`."""
        _warn("`jwt.encode` returns text: leave `.decode(...)` out.")
        return self.encode().decode(encoding, errors)


def encode(*arguments: Any, **keywords: Any) -> str:
    """Sign a claims set; see `ferrojwt.encode`. The token is an `EncodedToken`."""
    token = ferrojwt.encode(*arguments, **keywords)
    return EncodedToken(token) if _caller_is_the_project() else token


def decode(jwt: str | bytes, key: Any = "", *arguments: Any, **keywords: Any) -> dict[str, Any]:
    """Verify a token and return its claims set; see `ferrojwt.decode`.

    A call without algorithms verifies as HS256.  Raises DecodeError where PyJWT 1.x would have
    skipped the verification.
    """
    if _caller_is_the_project():
        arguments, keywords = _by_name(arguments, keywords)
        keywords = _with_required_claims(keywords)
        keywords = _with_algorithms(key, keywords)
    return ferrojwt.decode(jwt, key, *arguments, **keywords)


def __getattr__(name: str) -> Any:
    if name not in _RENAMED:
        return getattr(ferrojwt, name)
    _warn(f"`jwt.{name}` is called `jwt.{_RENAMED[name]}`.")
    return getattr(ferrojwt, _RENAMED[name])


def _by_name(
    arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Turn positional arguments into keywords; those that do not fit are left for the refusal."""
    of_1 = bool(arguments) and isinstance(arguments[0], bool)
    names = _PARAMETERS_OF_1 if of_1 else _PARAMETERS
    named = dict(zip(names, arguments, strict=False))
    if len(arguments) > len(names) or named.keys() & keywords.keys():
        return arguments, keywords
    if of_1:
        _warn(f"`verify` is no longer the third argument of `jwt.decode`. {_MODERN_CALL}")
    return (), {**named, **keywords}


def _with_required_claims(keywords: dict[str, Any]) -> dict[str, Any]:
    options = as_mapping(keywords.get("options"))
    claims = [claim for name, claim in _REQUIRE.items() if options.get(name)]
    if not claims:
        return keywords
    _warn(f'Require claims as `options={{"require": {claims}}}`.')
    required = [*options.get("require", ()), *claims]
    return {**keywords, "options": {**options, "require": required}}


def _with_algorithms(key: Any, keywords: dict[str, Any]) -> dict[str, Any]:
    options = as_mapping(keywords.get("options"))
    is_complete = (
        keywords.get("algorithms") is not None
        or isinstance(key, ferrojwt.PyJWK)
        or not options.get("verify_signature", True)
    )
    if is_complete:
        return keywords
    if keywords.get("verify") is False:
        raise ferrojwt.DecodeError(_NOT_SWITCHED_OFF)
    _warn(f"`jwt.decode` without algorithms is taken as HS256. {_MODERN_CALL}")
    return {**keywords, "algorithms": ["HS256"]}


_MODERN_CALL = 'Write `jwt.decode(token, key, algorithms=["HS256"])`.'
_NOT_SWITCHED_OFF = (
    "`verify=False` does not switch verification off. To read claims that nobody vouches for, write"
    ' `jwt.decode(token, options={"verify_signature": False})`; to verify them, write'
    ' `jwt.decode(token, key, algorithms=["HS256"])`.'
)


def _caller_is_the_project() -> bool:
    """Return whether the code that called into this module is neither installed nor Python's own.

    Python's own may be running a library's call, in another thread for one.
    """
    caller = sys._getframe(1).f_back  # noqa: SLF001
    if caller is None:
        return False
    path = os.path.normcase(caller.f_code.co_filename)
    # `<string>`, `<frozen codecs>`: such code is nobody's, and may be a library's.
    return not (path.startswith(("<", *_LIBRARIES)) or any(folder in path for folder in _ELSEWHERE))


def _warn(message: str) -> None:
    warn(message, DeprecationWarning)
