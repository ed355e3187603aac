"""Claims sets that the project writes: what they hold and what they lack."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .rules import NO_EXPIRY, OBJECT_CLAIM, PERSONAL, WRONG_ISSUER
from .sources import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rules import Finding
    from .sources import SourceFile

_PERSONAL = {
    "address",
    "birth_date",
    "birthday",
    "date_of_birth",
    "email",
    "first_name",
    "full_name",
    "last_name",
    "mobile",
    "password",
    "phone",
    "phone_number",
    "ssn",
}
_TEXT_CLAIMS = {"iss", "sub", "jti"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class ClaimsSet:
    """The claims that a call of ``jwt.encode`` is given.

    claims: the expressions of their values.
    is_whole: whether there can be no others.
    """

    call: ast.Call
    claims: dict[str, ast.expr]
    is_whole: bool


def claims_sets(file: SourceFile) -> Iterator[ClaimsSet]:
    """Yield the claims of each ``jwt.encode`` whose own function says what they are."""
    for call in file.calls("jwt.encode"):
        given = argument(call, 0, "payload")
        if isinstance(given, ast.Name):
            claims = _of_variable(file, call, given)
        else:
            claims = _of_literal(call, given)
        if claims is not None:
            yield claims


def find_claims(file: SourceFile) -> Iterator[Finding]:
    """Find tokens without an end, claims that JSON does not know, and personal data."""
    for claims_set in claims_sets(file):
        if claims_set.is_whole and "exp" not in claims_set.claims:
            yield NO_EXPIRY.broken(
                file.place(claims_set.call),
                "The claims have no exp: whoever steals the token can use it for ever.",
                '"exp": datetime.now(timezone.utc) + timedelta(minutes=5)',
            )
        has_encoder = argument(claims_set.call, 4, "json_encoder") is not None
        for name, value in claims_set.claims.items():
            yield from _check_claim(file, name, value, has_encoder=has_encoder)
    yield from _personal_data_of_token_objects(file)


def argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    """Return an argument of a call, or None where it is not given in so many words."""
    if len(call.args) > position:
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _of_literal(call: ast.Call, given: ast.expr | None) -> ClaimsSet | None:
    members = _members(given)
    return None if members is None else ClaimsSet(call, *members)


def _of_variable(file: SourceFile, call: ast.Call, given: ast.Name) -> ClaimsSet | None:
    """Follow a variable that is bound once, to a dict, in the function of the call."""
    scope = file.scope(call)
    uses = [
        node
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and node.id == given.id and file.scope(node) is scope
    ]
    values = [_assigned(file, use) for use in uses if isinstance(use.ctx, ast.Store)]
    members = _members(values[0]) if len(values) == 1 else None
    if members is None:
        return None
    claims, is_whole = members
    for use in uses:
        if isinstance(use.ctx, ast.Load) and file.parents[use] is not call:
            added = _added(file, use)
            is_whole = is_whole and added is not None
            claims |= added or {}
    return ClaimsSet(call, claims, is_whole)


def _members(given: ast.expr | None) -> tuple[dict[str, ast.expr], bool] | None:
    """Return the members of a dict that is written out, and whether these are all."""
    if isinstance(given, ast.Dict):
        pairs = list(zip(given.keys, given.values, strict=True))
    elif (
        isinstance(given, ast.Call) and isinstance(given.func, ast.Name) and given.func.id == "dict"
    ):
        pairs = [(ast.Constant(each.arg), each.value) for each in given.keywords]
        pairs += [(None, each) for each in given.args]
    else:
        return None
    claims = {
        key.value: value
        for key, value in pairs
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
    return claims, len(claims) == len(pairs)


def _assigned(file: SourceFile, target: ast.Name) -> ast.expr | None:
    statement = file.parents[target]
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return statement.value
    return None


def _added(file: SourceFile, use: ast.Name) -> dict[str, ast.expr] | None:
    """Return what a use of the variable adds to the dict, or None where that is not to be seen."""
    around = file.parents[use]
    statement = file.parents[around]
    if isinstance(around, ast.Subscript) and isinstance(around.slice, ast.Constant):
        if isinstance(around.ctx, ast.Store) and isinstance(statement, ast.Assign):
            return {str(around.slice.value): statement.value}
        return {}
    if isinstance(around, ast.Attribute) and isinstance(statement, ast.Call):
        if around.attr == "get":
            return {}
        if around.attr == "update" and not statement.keywords and len(statement.args) == 1:
            claims, is_whole = _members(statement.args[0]) or ({}, False)
            return claims if is_whole else None
    return None


def _check_claim(
    file: SourceFile, name: str, value: ast.expr, *, has_encoder: bool
) -> Iterator[Finding]:
    place = file.place(value)
    if _is_user_object(file, value) and not has_encoder:
        yield OBJECT_CLAIM.broken(
            place,
            f"The claim {name!r} is a user object, which is not JSON serializable.",
            f'"user_id": str({text_of(value)}.pk)',
        )
    if name in _TEXT_CLAIMS and isinstance(value, (ast.Set, ast.List, ast.Tuple, ast.Dict)):
        kind = type(value).__name__.lower()
        content = text_of(value).strip("{[()]}") or "…"
        yield WRONG_ISSUER.broken(
            place,
            f"The claim {name!r} is a {kind}; it must be a text (RFC 7519 section 4.1).",
            f'"{name}": {content}  # without brackets',
        )
    if _is_personal(name, value):
        yield _personal(file, value, name)


def _is_user_object(file: SourceFile, value: ast.expr) -> bool:
    if isinstance(value, ast.Attribute):
        return value.attr == "user" and text_of(value) in {"request.user", "self.request.user"}
    if not isinstance(value, ast.Name) or value.id != "user":
        return False
    scope = file.scope(value)
    if not isinstance(scope, _FUNCTIONS):
        return False
    arguments = [*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs]
    for each in arguments:
        if each.arg == "user" and each.annotation is not None:
            return "User" in text_of(each.annotation)
    bound = [
        _assigned(file, node)
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and node.id == "user" and isinstance(node.ctx, ast.Store)
    ]
    return all(_makes_a_user(file, each) for each in bound)


def _makes_a_user(file: SourceFile, value: ast.expr | None) -> bool:
    if isinstance(value, ast.Attribute):
        return value.attr == "user"
    if not isinstance(value, ast.Call):
        return False
    return (
        file.path_of(value.func) == "django.contrib.auth.authenticate"
        or ".objects." in text_of(value.func)
        or text_of(value.func) == "get_object_or_404"
    )


def _is_personal(name: str, value: ast.expr) -> bool:
    return name.lower() in _PERSONAL or (
        isinstance(value, ast.Attribute)
        and value.attr in _PERSONAL
        and text_of(value.value).endswith("user")
    )


def _personal(file: SourceFile, node: ast.AST, name: str) -> Finding:
    return PERSONAL.broken(
        file.place(node),
        f"The claim {name!r} is personal data. A token is signed, not encrypted: whoever holds it, "
        "a log or a proxy too, can read it.",
        "Leave it out, and look it up by user_id where it is needed.",
    )


def _personal_data_of_token_objects(file: SourceFile) -> Iterator[Finding]:
    """Find ``token["email"] = …`` where ``token`` is one of simplejwt's."""
    if not file.handles_tokens:
        return
    for node in file.nodes:
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)):
            continue
        target = node.targets[0]
        if (
            isinstance(target.value, ast.Name)
            and isinstance(target.slice, ast.Constant)
            and isinstance(target.slice.value, str)
            and _is_personal(target.slice.value, node.value)
            and _is_token_object(file, target.value)
        ):
            yield _personal(file, node, target.slice.value)


def _is_token_object(file: SourceFile, variable: ast.Name) -> bool:
    for node in ast.walk(file.scope(variable)):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == variable.id
            and isinstance(node.value, ast.Call)
        ):
            function = node.value.func
            if isinstance(function, ast.Attribute) and function.attr in {"get_token", "for_user"}:
                return True
            if file.path_of(function).startswith("rest_framework_simplejwt.tokens."):
                return True
    return False
