"""Checks of the keys: there, readable, long enough, and of the kind that the algorithm takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

import ferrojwt as jwt

from . import rules
from .names_and_values import project_settings, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.checks import CheckMessage

_ABSENT = (None, "", b"")


def check_keys(**_kwargs: Any) -> Iterator[CheckMessage]:
    """Find keys with which no token can be signed or verified, or not safely."""
    algorithm = value_of("ALGORITHM")
    if algorithm is None:
        return
    if algorithm.startswith("HS"):
        yield from _check_secret(algorithm)
    else:
        yield from _check_pair(algorithm)


def _check_secret(algorithm: str) -> Iterator[CheckMessage]:
    name = "SIMPLE_JWT['SIGNING_KEY']"
    advice = "Set it to a secret of at least 64 random bytes, kept outside the source."
    secret = project_settings().get("SIGNING_KEY", _ABSENT)
    if secret is _ABSENT:
        name = "SECRET_KEY, which signs the tokens,"
        try:
            secret = settings.SECRET_KEY
        except ImproperlyConfigured:
            secret = ""
    if secret in _ABSENT:
        yield rules.UNUSABLE_KEY.broken(f"{name} is empty.", advice)
        return
    yield from check_key(algorithm, name, secret, advice)
    if secret == getattr(settings, "SECRET_KEY", None):
        for number, fallback in enumerate(settings.SECRET_KEY_FALLBACKS):
            if fallback not in _ABSENT:
                fallback_name = f"SECRET_KEY_FALLBACKS[{number}], which verifies tokens,"
                advice = "Remove it, or replace it by a former value of SECRET_KEY."
                yield from check_key(algorithm, fallback_name, fallback, advice)


def _check_pair(algorithm: str) -> Iterator[CheckMessage]:
    signing = project_settings().get("SIGNING_KEY")
    verifying = project_settings().get("VERIFYING_KEY")
    if verifying in _ABSENT and not value_of("JWK_URL"):
        advice = "Set VERIFYING_KEY to the public key, or JWK_URL to where the issuer publishes it."
        if signing in _ABSENT:
            yield rules.NO_VERIFYING_KEY.broken(
                f"SIMPLE_JWT['ALGORITHM'] is {algorithm!r}, and there is no key to verify with.",
                advice,
            )
        else:
            yield rules.PUBLIC_HALF.broken(
                "SIMPLE_JWT['VERIFYING_KEY'] is not set; the public half of SIGNING_KEY stands in. "
                "simplejwt would refuse every token.",
                advice,
            )
    for name, key, half in (
        ("SIGNING_KEY", signing, "private"),
        ("VERIFYING_KEY", verifying, "public"),
    ):
        if key not in _ABSENT:
            yield from check_key(
                algorithm,
                f"SIMPLE_JWT['{name}']",
                key,
                f"Set it to a {half} key for {algorithm}, as PEM text, JWK or key object.",
                must_sign=name == "SIGNING_KEY",
            )


def check_key(
    algorithm: str, name: str, key: Any, advice: str, *, must_sign: bool = False
) -> Iterator[CheckMessage]:
    """Find a key, the value of the setting ``name``, that is not fit for ``algorithm``."""
    if isinstance(key, jwt.PyJWK):
        # It has been checked when it was made.
        return
    signer = jwt.get_algorithm_by_name(algorithm)
    try:
        prepared = signer.prepare_key(key)
        if must_sign:
            signer.sign(b"", prepared)
    except (jwt.PyJWTError, TypeError, ValueError, AttributeError) as error:
        # RSA speaks of a public key where no key could be read; the cause says what is wrong.
        reason = error.__cause__ or error
        yield rules.UNUSABLE_KEY.broken(
            f"{name} cannot be used with {algorithm} ({type(reason).__name__}: {reason}).", advice
        )
        return
    complaint = signer.check_key_length(prepared)
    if complaint is not None:
        yield rules.SHORT_KEY.broken(f"{name} is too short. {complaint}", advice)
