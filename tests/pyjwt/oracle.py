"""PyJWT as the oracle: one call of each library, and whether the answers agree."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

import jwt

import ferrojwt


@dataclass
class Answer:
    """What a call returned or raised, and what it warned about."""

    value: object = None
    error: BaseException | None = None
    warned: list[tuple[str, str]] = field(default_factory=list)


def assert_same(call, *, is_deliberate=None):
    """Make `call(library)` with ferrojwt and with PyJWT, and compare the answers.

    `is_deliberate(ours, theirs)` says whether a difference is one that
    docs/COMPATIBILITY.md lists; see `differences`. Returns our answer.
    """
    ours, theirs = ask(call, ferrojwt), ask(call, jwt)
    if is_deliberate is not None and is_deliberate(ours, theirs):
        return ours
    assert ours.warned == theirs.warned
    if theirs.error is None:
        if ours.error is not None:
            raise AssertionError(f"PyJWT returned {theirs.value!r}") from ours.error
        assert_identical(ours.value, theirs.value)
    else:
        assert ours.error is not None, f"PyJWT raised {theirs.error!r}, not {ours.value!r}"
        assert_same_error(ours.error, theirs.error)
    return ours


def ask(call, library) -> Answer:
    answer = Answer()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            answer.value = call(library)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer.
            answer.error = error
    answer.warned = [(warning.category.__name__, str(warning.message)) for warning in caught]
    return answer


def assert_identical(ours, theirs):
    """Equal in value and in exact type, all the way down; NaN equals NaN, -0.0 not 0.0."""
    assert type(ours) is type(theirs)
    if isinstance(theirs, dict):
        assert list(ours) == list(theirs)
        for key, our_key in zip(theirs, ours, strict=True):
            assert type(our_key) is type(key)
            assert_identical(ours[key], theirs[key])
    elif isinstance(theirs, list):
        assert len(ours) == len(theirs)
        for our_item, their_item in zip(ours, theirs, strict=True):
            assert_identical(our_item, their_item)
    else:
        assert repr(ours) == repr(theirs)


def assert_same_error(ours: BaseException, theirs: BaseException):
    """The same class, with PyJWT's sentence in the message.

    An exception that is no PyJWTError leaked from PyJWT's inside: ours may be
    a PyJWTError that belongs to the leaked class as well.
    """
    if isinstance(theirs, jwt.PyJWTError):
        assert _reported_class(ours) == type(theirs).__name__
    else:
        assert isinstance(ours, type(theirs))
        assert type(ours) is type(theirs) or isinstance(ours, ferrojwt.PyJWTError)
    if isinstance(theirs, UnicodeError):
        # Ours leaves the token or the key out, of which the sentence quotes a character.
        assert ours.args[0] == theirs.args[0]
        assert ours.args[2:] == theirs.args[2:]
        return
    assert str(theirs) in str(ours)


def _reported_class(error: BaseException) -> str:
    """The name of the public class that an error belongs to."""
    public = vars(ferrojwt.exceptions).values()
    return next(cls.__name__ for cls in type(error).__mro__ if cls in public)
