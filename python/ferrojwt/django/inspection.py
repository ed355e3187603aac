"""What a token says, in words, and why a project would refuse it."""

from __future__ import annotations

import json
import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import ferrojwt as jwt

if TYPE_CHECKING:
    from ferrojwt.django.project import Project

# Nobody issues longer ones; HTTP servers refuse such headers.
MOST_BYTES = 1 << 16

# Claims that hold moments, and the words for a moment that has passed or is to come.
_MOMENTS = {
    "exp": ("expired {} ago", "expires in {}"),
    "refresh_exp": ("could be refreshed until {} ago", "can be refreshed for {}"),
    "nbf": ("has been valid for {}", "is not valid for another {}"),
    "iat": ("issued {} ago", "issued in {}, by a clock that is ahead"),
    "orig_iat": ("first issued {} ago", "first issued in {}, by a clock that is ahead"),
    "auth_time": ("the user logged in {} ago", "the user logs in in {}"),
}
_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


class NotATokenError(Exception):
    """The text is no compact JWT; ``args[0]`` says why, without any of it."""


def inspect_token(text: str, project: Project | None) -> str:
    """Describe a compact JWT: header, claims, times in words, and why it would be refused.

    text: the token; white space around it, and the word Bearer before it, are ignored.
    project: whose settings are asked, None where there is none; the signature is then not checked.

    The result holds neither the signature nor a key.  Raises NotATokenError.
    """
    token = _token_in(text)
    try:
        parts = jwt.decode_complete(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise NotATokenError(f"This is no JSON Web Token: {error}") from error
    header, claims = parts["header"], parts["payload"]
    lines = ["Header", *_members(header), "", "Claims", *_members(claims), ""]
    lines += ["Signature", f"    {len(parts['signature'])} bytes, not shown", ""]
    times = list(_times(claims, time.time()))
    if times:
        lines += ["Times", *times, ""]
    return "\n".join([*lines, "Verdict", *(f"    {line}" for line in _verdict(token, project)), ""])


def _token_in(text: str) -> str:
    words = text.split()
    if len(words) == 2 and words[0].lower() == "bearer":  # noqa: PLR2004 - scheme and token
        words = words[1:]
    if not words:
        raise NotATokenError("There is no token on standard input.")
    if len(words) > 1:
        raise NotATokenError(
            f"There are {len(words)} words on standard input; a token is a single one."
        )
    token = words[0].strip("\"'")
    if len(token) > MOST_BYTES:
        raise NotATokenError(f"A token has at most {MOST_BYTES} characters here.")
    return token


def _members(members: dict[str, Any]) -> list[str]:
    # ASCII only: what a stranger has written must not reach the terminal as it is.
    return [f"    {json.dumps(name)}: {json.dumps(value)}" for name, value in members.items()]


def _times(claims: dict[str, Any], now: float) -> list[str]:
    lines = []
    for name, (past, future) in _MOMENTS.items():
        if name not in claims:
            continue
        value = claims[name]
        try:
            # True is 1 second after the epoch for float(), and no time for us.
            moment = datetime.fromtimestamp(float(str(value)), timezone.utc)
        except (ValueError, OverflowError, OSError):
            lines.append(f"    {name}: not a time")
            continue
        seconds = now - float(value)
        words = (past if seconds >= 0 else future).format(duration(abs(seconds)))
        lines.append(f"    {name}: {moment:%Y-%m-%d %H:%M:%S} UTC, {words}")
    if "exp" not in claims:
        lines.append("    exp: none; the token never expires")
    return lines


def duration(seconds: float) -> str:
    """Return a duration in words, in its largest unit: "3 minutes"."""
    for unit, length in _UNITS:
        if seconds >= length:
            number = int(seconds // length)
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return "less than a second"


def _verdict(token: str, project: Project | None) -> list[str]:
    if project is None:
        return ["Unverified: there is no Django project here whose keys could verify it."]
    failure = project.settings_failure or project.apps_failure
    if failure is not None:
        return [f"Unverified: the project cannot be loaded ({failure.reason})."]
    # It imports Django, which need not be there for the rest.
    from .inspection_by_project import verdict  # noqa: PLC0415

    return verdict(token)
