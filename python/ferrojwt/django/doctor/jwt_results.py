"""What is made of the results of ``jwt.encode`` and ``jwt.decode``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from . import rules
from .sources import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rules import Finding
    from .sources import SourceFile, Sources

_RESPONSES = ("Response", "JsonResponse", "HttpResponse")
_EXITS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_LOGS = {"critical", "error", "exception", "info", "log", "warning"}
_VERIFIERS = {"get_validated_token"}


def find_results(sources: Sources) -> Iterator[Finding]:
    """Find tokens that are decoded as bytes, and refusals that are not told from claims."""
    for file in sources.files:
        if file.handles_tokens:
            yield from _bare_excepts(file)
        if not sources.follow_pyjwt1:
            yield from _decoded_text(file)
        for function in file.nodes:
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield from _unbound_claims(file, function)
                yield from _claims_or_response(file, function)


def _bare_excepts(file: SourceFile) -> Iterator[Finding]:
    for node in file.nodes:
        if not isinstance(node, ast.Try) or not any(_verifies(file, each) for each in node.body):
            continue
        for handler in node.handlers:
            if handler.type is None and not any(map(_tells, ast.walk(handler))):
                yield rules.BARE_EXCEPT.broken(
                    file.place(handler),
                    "A bare except takes every mistake for a bad token: a missing argument, a "
                    "misspelt name, a key that is not set.",
                    "except jwt.InvalidTokenError:  # or InvalidToken, TokenError of ferrojwt.drf",
                )


def _verifies(file: SourceFile, statement: ast.stmt) -> bool:
    return any(
        isinstance(node, ast.Call)
        and (
            file.path_of(node.func) == "jwt.decode"
            or (isinstance(node.func, ast.Attribute) and node.func.attr in _VERIFIERS)
        )
        for node in ast.walk(statement)
    )


def _tells(node: ast.AST) -> bool:
    """Tell whether a handler raises or logs."""
    return isinstance(node, ast.Raise) or (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _LOGS
    )


def _decoded_text(file: SourceFile) -> Iterator[Finding]:
    for node in file.nodes:
        if not isinstance(node, ast.Attribute) or node.attr != "decode":
            continue
        if _is_encoded(file, node.value) and not file.catches(node, "AttributeError"):
            yield rules.DECODED_TWICE.broken(
                file.place(node),
                "jwt.encode has returned str since PyJWT 2.0: 'str' object has no attribute "
                "'decode'.",
                f"{_named(node.value)}  # without .decode(…)",
            )


def _named(value: ast.expr) -> str:
    # The arguments of a call may have a key among them.
    return f"{text_of(value.func)}(…)" if isinstance(value, ast.Call) else text_of(value)


def _is_encoded(file: SourceFile, value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return file.path_of(value.func) == "jwt.encode"
    if not isinstance(value, ast.Name):
        return False
    scope = file.scope(value)
    if any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"isinstance", "hasattr"}
        for node in ast.walk(scope)
    ):
        return False
    values = _values_of(file, scope, value.id)
    return bool(values) and all(
        isinstance(each, ast.Call) and file.path_of(each.func) == "jwt.encode" for each in values
    )


def _unbound_claims(
    file: SourceFile, function: ast.FunctionDef | ast.AsyncFunctionDef
) -> Iterator[Finding]:
    """Find claims that are used after a handler that has gone on without them."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Try) or file.scope(node) is not function or node.finalbody:
            continue
        for name in _claims_bound_in(file, node):
            gone_on = [each for each in node.handlers if not _binds_or_leaves(each, name)]
            uses = [
                use for use in ast.walk(function) if isinstance(use, ast.Name) and use.id == name
            ]
            end = node.end_lineno or node.lineno
            is_bound_before = any(
                isinstance(use.ctx, ast.Store) and use.lineno < node.lineno for use in uses
            )
            used = [use for use in uses if isinstance(use.ctx, ast.Load) and use.lineno > end]
            if gone_on and used and not is_bound_before:
                yield rules.UNBOUND.broken(
                    file.place(gone_on[0]),
                    f"After a refused token {name} is not bound: UnboundLocalError in line "
                    f"{used[0].lineno}.",
                    "raise  # or return what the caller answers with",
                )


def _claims_bound_in(file: SourceFile, node: ast.Try) -> Iterator[str]:
    for statement in node.body:
        if (
            isinstance(statement, ast.Assign)
            and isinstance(statement.targets[0], ast.Name)
            and isinstance(statement.value, ast.Call)
            and file.path_of(statement.value.func) == "jwt.decode"
        ):
            yield statement.targets[0].id


def _binds_or_leaves(handler: ast.ExceptHandler, name: str) -> bool:
    if isinstance(handler.body[-1], _EXITS):
        return True
    # A call may leave too, as sys.exit does.
    return any(
        isinstance(node, ast.Call)
        or (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store))
        or isinstance(node, _EXITS)
        for node in ast.walk(handler)
    )


def _claims_or_response(
    file: SourceFile, function: ast.FunctionDef | ast.AsyncFunctionDef
) -> Iterator[Finding]:
    """Find functions whose caller cannot tell claims from the answer to a bad token."""
    returns = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and file.scope(node) is function
    ]
    if not any(_returns_claims(file, function, each) for each in returns):
        return
    for each in returns:
        in_handler = any(isinstance(node, ast.ExceptHandler) for node in file.ancestors(each))
        if in_handler and isinstance(each.value, ast.Call) and _is_response(each.value):
            yield rules.CLAIMS_OR_RESPONSE.broken(
                file.place(each),
                f"{function.name} returns claims for a good token and a response for a bad one; "
                "a response is true as well, so a caller that asks `if claims:` lets everyone in.",
                "raise, and let the view answer; or @jwt_required of ferrojwt.django.decorators, "
                "which answers 401",
            )
            return


def _returns_claims(file: SourceFile, function: ast.AST, node: ast.Return) -> bool:
    values = (
        _values_of(file, function, node.value.id)
        if isinstance(node.value, ast.Name)
        else [node.value]
    )
    return any(
        isinstance(each, ast.Call) and file.path_of(each.func) == "jwt.decode" for each in values
    )


def _is_response(call: ast.Call) -> bool:
    name = text_of(call.func).rpartition(".")[2]
    return name.startswith("HttpResponse") or name in _RESPONSES


def _values_of(file: SourceFile, scope: ast.AST, name: str) -> list[ast.expr | None]:
    """Return what a variable is bound to in its function; None for what is not an assignment."""
    values: list[ast.expr | None] = []
    for node in ast.walk(scope):
        if isinstance(node, ast.arg) and node.arg == name:
            values.append(None)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
            statement = file.parents[node]
            values.append(statement.value if isinstance(statement, ast.Assign) else None)
    return values
