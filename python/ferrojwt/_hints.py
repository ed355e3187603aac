"""What is added to PyJWT's error texts, and logged: what the caller has to change."""

from typing import Any

__all__ = [
    "NAIVE_DATETIME",
    "REFUSES_EVERYTHING",
    "UNUSABLE_KEY",
    "hint_of_claims",
    "hint_of_issuer",
    "hint_of_none",
]

REFUSES_EVERYTHING = (
    "decode() without algorithms refuses every token. Write, for example, "
    'decode(token, key, algorithms=["HS256"]).'
)
UNUSABLE_KEY = "the key is unusable for %s: %s"
NAIVE_DATETIME = (
    "the %r claim is a datetime without a time zone, and is read as UTC; datetime.now() is not. "
    "Write datetime.now(timezone.utc), which replaces utcnow() too."
)

# What Django's own encoder has a form for; lazily translated text is a `__proxy__`.
_DJANGO_ENCODES = {"UUID", "__proxy__", "datetime", "date", "time", "timedelta", "Decimal"}


def hint_of_none(key: object) -> str:
    """Return what to add to an error about a key of the wrong type, if it is None."""
    if key is not None:
        return ""
    return " (got None: is the environment variable or setting that holds it unset?)"


def hint_of_issuer(issuer: object) -> str:
    """Return what to add to the error about an `iss` that is no text."""
    if isinstance(issuer, set | frozenset):
        return " It is a set: drop the braces around the name."
    return f" It is of type {type(issuer).__name__}."


def hint_of_claims(claims: dict[str, Any], message: str) -> str:
    """Return what to add to `message`, the error about a claim that JSON has no word for."""
    for claim, value in claims.items():
        kind = value.__class__.__name__
        if hasattr(value, "pk"):
            return f". The {claim!r} claim is a model instance: pass its pk instead."
        if kind in _DJANGO_ENCODES and f" {kind} " in message:
            return (
                f". It is the {claim!r} claim: pass str() of it, or "
                "json_encoder=DjangoJSONEncoder from django.core.serializers.json."
            )
    return ""
