"""Calls of ``jwt.encode`` and ``jwt.decode``: their keys, algorithms and issuers."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from . import rules
from .claims import argument, claims_sets
from .sources import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rules import Finding
    from .sources import SourceFile, Sources

_MOMENTS = ("datetime.utcnow", "datetime.datetime.utcnow")


def find_calls(sources: Sources) -> Iterator[Finding]:
    """Find calls that fail, refuse everything or check too little."""
    for file in sources.files:
        yield from _literal_keys(file)
        yield from _shared_keys(file)
        if file.handles_tokens:
            yield from _utcnow(file)
        if not sources.follow_pyjwt1:
            yield from _without_algorithms(file)
    yield from _unchecked_issuers(sources)


def key_of(call: ast.Call) -> ast.expr | None:
    """Return the key that a call of ``jwt.encode`` or ``jwt.decode`` is given."""
    return argument(call, 1, "key")


def _literal_keys(file: SourceFile) -> Iterator[Finding]:
    for call in file.calls("jwt.encode", "jwt.decode"):
        key = key_of(call)
        if not isinstance(key, ast.Constant) or not key.value or _is_public(key.value):
            continue
        if isinstance(key.value, (str, bytes)):
            yield rules.LITERAL_KEY.broken(
                file.place(key),
                "The key stands in the source: whoever reads it can make tokens.",
                "settings.JWT_SECRET, and in settings.py: "
                'JWT_SECRET = os.environ["JWT_SECRET"]  # python -m ferrojwt keygen makes one',
            )


def _is_public(key: object) -> bool:
    text = key.decode("latin-1") if isinstance(key, bytes) else str(key)
    return "PUBLIC KEY" in text or text.startswith(("ssh-", "ecdsa-"))


def _shared_keys(file: SourceFile) -> Iterator[Finding]:
    for call in file.calls("jwt.encode"):
        if file.path_of(key_of(call)) == "django.conf.settings.SECRET_KEY":
            yield rules.SHARED_KEY.broken(
                file.place(call),
                "SECRET_KEY signs the tokens, and sessions, password resets and cookies with them: "
                "none of these keys can be replaced alone.",
                'settings.JWT_SECRET, and in settings.py: JWT_SECRET = os.environ["JWT_SECRET"]',
            )


def _utcnow(file: SourceFile) -> Iterator[Finding]:
    for node in file.nodes:
        if isinstance(node, ast.Call) and file.path_of(node.func).endswith(_MOMENTS):
            yield rules.UTCNOW.broken(
                file.place(node),
                "datetime.utcnow() is deprecated, and its result takes itself for local time.",
                "datetime.now(timezone.utc), with: from datetime import datetime, timezone",
            )


def _without_algorithms(file: SourceFile) -> Iterator[Finding]:
    for call in file.calls("jwt.decode"):
        if not _is_open(call) and argument(call, 2, "algorithms") is None and not _is_waived(call):
            yield rules.ANY_ALGORITHM.broken(
                file.place(call),
                "jwt.decode needs algorithms, and raises DecodeError without them: every token is "
                "refused.",
                'algorithms=["HS256"]',
            )


def _is_open(call: ast.Call) -> bool:
    """Tell whether a call has arguments that cannot be seen."""
    return any(keyword.arg is None for keyword in call.keywords) or any(
        isinstance(each, ast.Starred) for each in call.args
    )


def _is_waived(call: ast.Call) -> bool:
    """Tell whether the signature is not asked for, or whether that cannot be seen."""
    options = argument(call, 3, "options")
    if options is None:
        return False
    if not isinstance(options, ast.Dict):
        return True
    return any(
        isinstance(key, ast.Constant)
        and key.value == "verify_signature"
        and getattr(value, "value", False) is not True
        for key, value in zip(options.keys, options.values, strict=True)
    )


def _unchecked_issuers(sources: Sources) -> Iterator[Finding]:
    writers = {
        text_of(key)
        for file in sources.files
        for claims_set in claims_sets(file)
        if "iss" in claims_set.claims and (key := key_of(claims_set.call)) is not None
    }
    for file in sources.files:
        for call in file.calls("jwt.decode"):
            key = key_of(call)
            # Under another key may come the tokens of others, with issuers of their own.
            if (
                key is not None
                and text_of(key) in writers
                and argument(call, 8, "issuer") is None
                and not _is_open(call)
                and not _is_waived(call)
                and not _reads_issuer(file)
            ):
                yield rules.ANY_ISSUER.broken(
                    file.place(call),
                    "The tokens are written with iss, which is not checked here: a token of any "
                    "issuer is accepted.",
                    "issuer=…, the text that is written as iss",
                )


def _reads_issuer(file: SourceFile) -> bool:
    """Tell whether the file looks at the claim itself."""
    for node in file.nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            asked: ast.expr | None = node.slice
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = node.args[0] if node.func.attr == "get" and node.args else None
        else:
            continue
        if isinstance(asked, ast.Constant) and asked.value == "iss":
            return True
    return False
