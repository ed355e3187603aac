"""Whether both libraries take a key alike, or refuse it with the same class of error."""

from __future__ import annotations

import re

import jwt

import ferrojwt
from tests.pyjwt import differences
from tests.pyjwt.oracle import ask, assert_identical, assert_same_error


def assert_keys_agree(call):
    """Make `call(library)` with both libraries and compare the answers. Returns ours.

    Where an exception leaks from PyJWT's inside, its text is OpenSSL's or cryptography's, and
    ours may be another; its class is compared all the same.
    """
    ours, theirs = ask(call, ferrojwt), ask(call, jwt)
    assert ours.warned == theirs.warned
    if theirs.error is None:
        if ours.error is not None:
            raise AssertionError(f"PyJWT returned {theirs.value!r}") from ours.error
        assert_identical(ours.value, theirs.value)
        return ours
    if differences.unsupported_by_cryptography(ours, theirs):
        return ours
    assert ours.error is not None, f"PyJWT raised {theirs.error!r}, not {ours.value!r}"
    if isinstance(theirs.error, jwt.PyJWTError):
        assert isinstance(ours.error, ferrojwt.PyJWTError), repr(ours.error)
        assert_same_error(ours.error, _readable(theirs.error, ours.error))
    else:
        assert isinstance(ours.error, type(theirs.error))
        is_known = isinstance(ours.error, ferrojwt.PyJWTError)
        assert is_known or type(ours.error) is type(theirs.error)
    return ours


def _readable(theirs, ours):
    """PyJWT's error, with the class names that it means to list in place of a generator."""
    expected = re.match(r"Expected one of \(.*?\)", str(ours))
    if not expected or not theirs.args:
        return theirs
    sentence = re.sub(r"Expected one of <generator.* at 0x\w+>", expected[0], theirs.args[0])
    return type(theirs)(sentence, *theirs.args[1:])
