"""Revoked tokens that the project keeps in Django's cache."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from . import rules
from .sources import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rules import Finding
    from .sources import SourceFile, Sources

_CACHE = "django.core.cache.cache"
_TOKEN = re.compile(r"((raw|jwt|access|refresh|auth|bearer)_?)*(token|access|refresh|jwt)(_str)?")
_PURPOSE = re.compile(r"revo|black_?list|log_?out|invalidate", re.IGNORECASE)
_REVOKE = "revoke(token), of ferrojwt.django.revocation; is_revoked(token) asks"
_BLACKLIST = "ferrojwt.drf.token_blacklist in INSTALLED_APPS, and token.blacklist()"


def find_revocations(sources: Sources, *, forgetful_cache: str | None) -> Iterator[Finding]:
    """Find revocations that revoke nothing, or not everywhere.

    forgetful_cache: the class of the project's default cache where each process has it for itself,
    None where it is shared, or not known.
    """
    if not sources.handle_tokens:
        return
    for file in sources.files:
        for call, key in _stored_tokens(file):
            place = file.place(call)
            if len(call.args) > 1 and _is_none(call.args[1]):
                yield rules.REVOKED_AS_NONE.broken(
                    place,
                    "The token is stored with the value None, so that cache.get() answers the same "
                    "for a revoked token as for any other: it stays valid.",
                    _REVOKE,
                )
            if _is_token_text(key):
                yield rules.RAW_TOKEN_KEY.broken(
                    place,
                    "The key is the whole token: longer than the 250 bytes that Memcached takes "
                    "when it is signed with RSA, and readable by whoever sees the cache.",
                    f"{_REVOKE}; or {_BLACKLIST}",
                )
            if forgetful_cache:
                yield rules.FORGETFUL_CACHE.broken(
                    place,
                    f"The default cache is {forgetful_cache}, which each process has for itself, "
                    "and which forgets: a token that is revoked here is accepted elsewhere.",
                    "A cache of their own in CACHES (Redis that evicts nothing, or the database "
                    f"with a large MAX_ENTRIES) and {_REVOKE}; or {_BLACKLIST}",
                )


def _stored_tokens(file: SourceFile) -> Iterator[tuple[ast.Call, ast.expr]]:
    for call in file.calls(f"{_CACHE}.add", f"{_CACHE}.set"):
        if not call.args:
            continue
        function = getattr(file.scope(call), "name", "")
        is_meant = _PURPOSE.search(function) is not None or "revoked" in text_of(call.args[0])
        if is_meant or (file.handles_tokens and _is_token_text(call.args[0])):
            yield call, call.args[0]


def _is_token_text(key: ast.expr) -> bool:
    """Tell whether a key is a token, or has one in it."""
    if isinstance(key, ast.JoinedStr):
        return any(
            isinstance(part, ast.FormattedValue) and _is_token_text(part.value)
            for part in key.values
        )
    if isinstance(key, ast.BinOp):
        return _is_token_text(key.left) or _is_token_text(key.right)
    if isinstance(key, ast.Call) and isinstance(key.func, ast.Name) and key.func.id == "str":
        return bool(key.args) and _is_token_text(key.args[0])
    return isinstance(key, ast.Name) and _TOKEN.fullmatch(key.id) is not None


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None
