"""Names of the tutorials that a file uses and never imports: a NameError when the line is run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .rules import NOT_IMPORTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rules import Finding
    from .sources import SourceFile, Sources

_DRF = "rest_framework"
_SIMPLEJWT = "ferrojwt.drf"

# A name that the tutorials use, and the line that brings it.
IMPORTS = {
    "APIView": f"from {_DRF}.views import APIView",
    "AllowAny": f"from {_DRF}.permissions import AllowAny",
    "AnonymousUser": "from django.contrib.auth.models import AnonymousUser",
    "IsAuthenticated": f"from {_DRF}.permissions import IsAuthenticated",
    "JSONWebTokenAuthentication": (
        "from rest_framework_jwt.authentication import JSONWebTokenAuthentication"
    ),
    "JWTAuthentication": f"from {_SIMPLEJWT}.authentication import JWTAuthentication",
    "JsonResponse": "from django.http import JsonResponse",
    "RefreshToken": f"from {_SIMPLEJWT}.tokens import RefreshToken",
    "Response": f"from {_DRF}.response import Response",
    "TokenObtainPairSerializer": f"from {_SIMPLEJWT}.serializers import TokenObtainPairSerializer",
    "TokenObtainPairView": f"from {_SIMPLEJWT}.views import TokenObtainPairView",
    "TokenRefreshView": f"from {_SIMPLEJWT}.views import TokenRefreshView",
    "TokenVerifyView": f"from {_SIMPLEJWT}.views import TokenVerifyView",
    "User": "from django.contrib.auth import get_user_model; User = get_user_model()",
    "api_view": f"from {_DRF}.decorators import api_view",
    "authenticate": "from django.contrib.auth import authenticate",
    "authentication_classes": f"from {_DRF}.decorators import authentication_classes",
    "datetime": "import datetime",
    "include": "from django.urls import include",
    "jwt": "import ferrojwt as jwt",
    "login_required": "from django.contrib.auth.decorators import login_required",
    "os": "import os",
    "path": "from django.urls import path",
    "permission_classes": f"from {_DRF}.decorators import permission_classes",
    "secrets": "import secrets",
    "serializers": f"from {_DRF} import serializers",
    "settings": "from django.conf import settings",
    "status": f"from {_DRF} import status",
    "timedelta": "from datetime import timedelta",
    "viewsets": f"from {_DRF} import viewsets",
}


def find_names_not_imported(sources: Sources) -> Iterator[Finding]:
    """Find them; a name that anything could have bound is left alone."""
    # django-split-settings runs files in the namespace of another.
    joined = [
        file.path.parent
        for file in sources.files
        if any(path.startswith("split_settings") for path in file.imports.values())
    ]
    for file in sources.files:
        if not any(folder in file.path.parents for folder in joined):
            yield from _not_imported(file)


def _not_imported(file: SourceFile) -> Iterator[Finding]:
    candidates = [
        node
        for node in file.nodes
        if isinstance(node, ast.Name) and node.id in IMPORTS and isinstance(node.ctx, ast.Load)
    ]
    bound = _bound(file) if candidates else None
    if bound is None:
        return
    reported: set[str] = set()
    for node in sorted(candidates, key=lambda name: name.lineno):
        if node.id not in bound | reported and _is_run(file, node):
            reported.add(node.id)
            yield NOT_IMPORTED.broken(
                file.place(node),
                f"{node.id} is used and never imported: NameError.",
                IMPORTS[node.id],
            )


def _bound(file: SourceFile) -> set[str] | None:
    """Return every name that is bound in any scope, or None where that cannot be known."""
    names: set[str] = set()
    for node in file.nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if any(alias.name == "*" for alias in node.names):
                return None
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif node.id in {"globals", "exec"}:
                return None
        else:
            names |= _declared(node)
    return names


def _declared(node: ast.AST) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, ast.arg):
        return {node.arg}
    if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        return {node.name} if node.name else set()
    if isinstance(node, ast.MatchMapping):
        return {node.rest} if node.rest else set()
    if isinstance(node, ast.Global):
        return {*node.names}
    return set()


def _is_run(file: SourceFile, name: ast.Name) -> bool:
    """Tell whether a name is read when the file is run, rather than in an annotation."""
    inner: ast.AST = name
    for ancestor in file.ancestors(name):
        if inner in {getattr(ancestor, "annotation", None), getattr(ancestor, "returns", None)}:
            return False
        inner = ancestor
    return not file.catches(name, "NameError")
