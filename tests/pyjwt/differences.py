"""The deliberate differences from PyJWT, all of them; docs/COMPATIBILITY.md has the reasons.

Each is a predicate over the arguments of a call and both answers.
"""

from __future__ import annotations

import jwt

import ferrojwt


def algorithms_as_text(algorithms, ours, theirs) -> bool:
    """One text means exactly that algorithm, where PyJWT looks for a part of it."""
    return (
        isinstance(algorithms, str)
        and isinstance(ours.error, ferrojwt.InvalidAlgorithmError)
        and not isinstance(theirs.error, jwt.InvalidAlgorithmError)
    )


def unsupported_by_cryptography(ours, theirs) -> bool:
    """A kind of key that `cryptography` lacks is an invalid key.

    Its own UnsupportedAlgorithm leaks from PyJWT. It is no base of ours, which are defined
    where that package does not import.
    """
    return type(theirs.error).__name__ == "UnsupportedAlgorithm" and isinstance(
        ours.error, ferrojwt.InvalidKeyError
    )
