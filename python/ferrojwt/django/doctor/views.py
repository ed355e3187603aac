"""Views and middleware: headers, decorators, and what ``authenticate`` returns."""

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

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

_DECORATORS = "rest_framework.decorators."
_API_VIEW = "rest_framework.decorators.api_view"
_POLICIES = {
    "authentication_classes",
    "parser_classes",
    "permission_classes",
    "renderer_classes",
    "schema",
    "throttle_classes",
    "versioning_class",
}
_LOGIN_REQUIRED = "django.contrib.auth.decorators.login_required"
_AUTHENTICATION = "rest_framework_simplejwt.authentication.JWTAuthentication"
_LOGINS = {"django.contrib.auth.login", "django.contrib.auth.views.LoginView"}
_LOGIN_PATHS = ("django.contrib.auth.urls", "ferrojwt.django.middleware.JWTMiddleware")
_HEADERS = {"HTTP_AUTHORIZATION", "Authorization", "authorization"}
_MIDDLEWARE = (
    "ferrojwt.django.middleware.JWTMiddleware in MIDDLEWARE, below AuthenticationMiddleware; it "
    "answers a bad token with 401 and lets requests without one pass"
)


def find_in_views(sources: Sources) -> Iterator[Finding]:
    """Find views and middleware that fail for some requests, or protect nothing."""
    has_other_login = any(map(_has_other_login, sources.files))
    for file in sources.files:
        yield from _split_headers(file)
        yield from _unpacked_none(file)
        for node in file.nodes:
            if isinstance(node, FUNCTIONS):
                yield from _decorators(file, node)
                if sources.handle_tokens:
                    yield from _redirects(file, node, has_other_login=has_other_login)
            elif isinstance(node, ast.ClassDef):
                yield from _uncaught(file, node)


def find_closed_registrations(sources: Sources) -> Iterator[Finding]:
    """Find views by which users register that say nothing of who may, in a project of members."""
    for file in sources.files:
        for node in file.nodes:
            if _is_registration(file, node):
                yield rules.CLOSED_REGISTRATION.broken(
                    file.place(node),
                    "DEFAULT_PERMISSION_CLASSES asks for a token, and who registers has none yet: "
                    "401.",
                    "permission_classes = [AllowAny]"
                    if isinstance(node, ast.ClassDef)
                    else "@permission_classes([AllowAny]), below @api_view",
                )


def _split_headers(file: SourceFile) -> Iterator[Finding]:
    """Find ``request.META.get("HTTP_AUTHORIZATION", "").split()[1]``."""
    for node in file.nodes:
        if not (
            isinstance(node, ast.Subscript)
            and isinstance(node.slice, ast.Constant)
            and node.slice.value == 1
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
            and node.value.func.attr == "split"
        ):
            continue
        header = node.value.func.value
        if _is_header(file, header) and not _is_guarded(file, node):
            yield rules.SPLIT_HEADER.broken(
                file.place(node),
                "A request without the header, or with a single word in it, raises IndexError: "
                "500.",
                "@jwt_required of ferrojwt.django.decorators, or: "
                'scheme, _, token = header.partition(" ")',
            )


def _is_header(file: SourceFile, header: ast.expr) -> bool:
    if isinstance(header, ast.Name):
        scope = file.scope(header)
        values = [
            node.value
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == header.id
        ]
        return len(values) == 1 and _is_header(file, values[0])
    return isinstance(header, (ast.Call, ast.Subscript, ast.Attribute)) and any(
        isinstance(node, ast.Constant) and node.value in _HEADERS for node in ast.walk(header)
    )


def _is_guarded(file: SourceFile, node: ast.AST) -> bool:
    if file.catches(node, "IndexError", "LookupError"):
        return True
    names = {
        part.attr if isinstance(part, ast.Attribute) else part.id
        for part in ast.walk(file.scope(node))
        if isinstance(part, (ast.Attribute, ast.Name))
    }
    return bool(names & {"startswith", "len", "fullmatch", "match"})


def _unpacked_none(file: SourceFile) -> Iterator[Finding]:
    for node in file.nodes:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], (ast.Tuple, ast.List))
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
            and node.value.func.attr == "authenticate"
            and not file.catches(node, "TypeError")
        ):
            call = text_of(node.value)
            names = text_of(node.targets[0]).strip("()[]")
            yield rules.UNPACKED_NONE.broken(
                file.place(node),
                "authenticate() returns None for a request without a token, which cannot be "
                "unpacked: 500 on every anonymous request, the log-in included.",
                f"{names} = {call} or (None, None); or {_MIDDLEWARE}",
            )


def _uncaught(file: SourceFile, node: ast.ClassDef) -> Iterator[Finding]:
    """Find ``JWTAuthentication().authenticate(request)`` in a middleware, where nothing answers."""
    if not _is_middleware(node):
        return
    for call in ast.walk(node):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in {"authenticate", "get_validated_token", "get_user"}
            and _is_authentication(file, call.func.value)
            and not file.catches(call, *_CAUGHT)
        ):
            yield rules.UNCAUGHT.broken(
                file.place(call),
                "A bad token raises InvalidToken here, outside every view of Django REST "
                "framework: 500, on public pages too.",
                f"{_MIDDLEWARE}; or catch AuthenticationFailed",
            )
            return


_CAUGHT = ("AuthenticationFailed", "InvalidToken", "APIException")


def _is_middleware(node: ast.ClassDef) -> bool:
    return any(
        (isinstance(part, ast.arg) and part.arg == "get_response")
        or (isinstance(part, ast.Name) and part.id == "MiddlewareMixin")
        for part in ast.walk(node)
    )


def _is_authentication(file: SourceFile, value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return file.path_of(value.func) == _AUTHENTICATION
    name = text_of(value)
    return any(
        isinstance(node, ast.Assign)
        and text_of(node.targets[0]) == name
        and isinstance(node.value, ast.Call)
        and file.path_of(node.value.func) == _AUTHENTICATION
        for node in file.nodes
    )


def _decorators(file: SourceFile, function: Function) -> Iterator[Finding]:
    paths = _decorator_paths(file, function)
    policies = [path.removeprefix(_DECORATORS) for path in paths if _is_policy(path)]
    if not policies:
        return
    policy = policies[0]
    if _API_VIEW in paths:
        if paths.index(_API_VIEW) > paths.index(_DECORATORS + policy):
            yield rules.DECORATOR_ORDER.broken(
                file.place(function),
                f"@{policy} stands above @api_view: TypeError when the module is imported.",
                f"@api_view(…) first, @{policy}(…) below it",
            )
    elif not isinstance(file.parents[function], ast.ClassDef) and all(map(_is_known, paths)):
        yield rules.NO_API_VIEW.broken(
            file.place(function),
            f"@{policy} has no effect without @api_view: the view lets everyone in, and a "
            "Response raises AssertionError.",
            f'@api_view(["GET"]) above @{policy}(…)',
        )


def _decorator_paths(file: SourceFile, function: Function) -> list[str]:
    return [
        file.path_of(each.func if isinstance(each, ast.Call) else each)
        for each in function.decorator_list
    ]


def _is_policy(path: str) -> bool:
    return path.startswith(_DECORATORS) and path.removeprefix(_DECORATORS) in _POLICIES


def _is_known(path: str) -> bool:
    return path.startswith("django.") or _is_policy(path)


def _redirects(file: SourceFile, function: Function, *, has_other_login: bool) -> Iterator[Finding]:
    paths = _decorator_paths(file, function)
    if _LOGIN_REQUIRED not in paths:
        return
    if _API_VIEW in paths:
        fix = "@permission_classes([IsAuthenticated]) below @api_view, in place of @login_required"
    elif not has_other_login and _answers_json(file, function):
        fix = "@jwt_required of ferrojwt.django.decorators, in place of @login_required"
    else:
        return
    yield rules.REDIRECT.broken(
        file.place(function),
        "login_required knows users by their session, and sends everyone else to a log-in page: a "
        "client of the API gets 302, where it should get its answer, or 401.",
        fix,
    )


def _answers_json(file: SourceFile, function: Function) -> bool:
    answers = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and file.scope(node) is function
    ]
    return bool(answers) and all(
        isinstance(each, ast.Call) and file.path_of(each.func).endswith(".JsonResponse")
        for each in answers
    )


def _has_other_login(file: SourceFile) -> bool:
    """Tell whether a session, or our middleware, may name the user of a view that answers JSON."""
    if any(path.startswith("django.contrib.auth") for path in file.imports.values()):
        for node in file.nodes:
            if isinstance(node, (ast.Name, ast.Attribute)) and file.path_of(node) in _LOGINS:
                return True
    return any(
        (isinstance(node, ast.Constant) and node.value in _LOGIN_PATHS)
        or (isinstance(node, ast.Name) and node.id == "LOGIN_URL")
        for node in file.nodes
    )


_REGISTRATION = re.compile(
    r"(user|account)?_?(regist(er|ration)|sign_?up)_?(user|account)?_?(api)?_?(view)?",
    re.IGNORECASE,
)


def _is_registration(file: SourceFile, node: ast.AST) -> bool:
    """Tell whether a view of Django REST framework is one, by its name, and leaves it open."""
    if isinstance(node, ast.ClassDef):
        return (
            _REGISTRATION.fullmatch(node.name) is not None
            and any(file.path_of(base).startswith("rest_framework.") for base in node.bases)
            and any(text_of(base).endswith("View") for base in node.bases)
            and not any(
                isinstance(part, ast.Name) and part.id == "permission_classes"
                for part in ast.walk(node)
            )
            and not any(
                isinstance(part, FUNCTIONS)
                and part.name in {"get_permissions", "check_permissions"}
                for part in node.body
            )
        )
    if not isinstance(node, FUNCTIONS) or _REGISTRATION.fullmatch(node.name) is None:
        return False
    paths = _decorator_paths(file, node)
    return _API_VIEW in paths and _DECORATORS + "permission_classes" not in paths
