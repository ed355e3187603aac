"""The project's own Python files, read as text and as syntax trees; nothing of them is run."""

from __future__ import annotations

import ast
import os
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .rules import SYNTAX, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rules import Finding

MOST_FILES = 2000
MOST_BYTES = 1 << 20

# Beside these, directories whose name begins with a dot and virtual environments are left out.
_NOT_THE_PROJECTS = {
    "__pycache__",
    "build",
    "dist",
    "migrations",
    "node_modules",
    "site-packages",
    "test",
    "tests",
}
# One name for what people know by two: the packages and their twins in ferrojwt.
_TWINS = (
    ("ferrojwt.drf", "rest_framework_simplejwt"),
    ("ferrojwt.legacy", "rest_framework_jwt"),
)
_OWN_ROOMS = ("ferrojwt.django", "ferrojwt.compat", "ferrojwt.contrib", "ferrojwt.sessions")
_SHARED = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
_TOKEN_PACKAGES = {"jwt", "rest_framework_simplejwt", "rest_framework_jwt", "ferrojwt"}


@dataclass(eq=False)
class SourceFile:
    """A file with its syntax tree, and what its names stand for."""

    path: Path
    tree: ast.Module

    def place(self, node: ast.AST) -> Place:
        """Return where ``node`` stands."""
        return Place(self.path, getattr(node, "lineno", 0))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The node around each node, the tree itself left out; parents come before children."""
        parents: dict[ast.AST, ast.AST] = {}
        waiting: list[ast.AST] = [self.tree]
        while waiting:
            node = waiting.pop()
            for child in ast.iter_child_nodes(node):
                # Python uses one object for every `Load()` and the like.
                if not isinstance(child, _SHARED):
                    parents[child] = node
                    waiting.append(child)
        return parents

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the tree."""
        return [self.tree, *self.parents]

    @cached_property
    def imports(self) -> dict[str, str]:
        """What each imported name stands for, as a dotted path; twins under one name."""
        names: dict[str, str] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    path = alias.name if alias.asname else alias.name.partition(".")[0]
                    names[alias.asname or path] = path
            elif isinstance(node, ast.ImportFrom):
                home = "." * node.level + (node.module or "")
                for alias in node.names:
                    names[alias.asname or alias.name] = f"{home}.{alias.name}"
        return names

    @cached_property
    def handles_tokens(self) -> bool:
        """Whether something of a package for tokens is imported."""
        return any(
            canonical(path).partition(".")[0] in _TOKEN_PACKAGES for path in self.imports.values()
        )

    def path_of(self, node: ast.AST | None) -> str:
        """Return the dotted path that a name or an attribute leads to, or "" for anything else.

        ``jwt.encode`` is "jwt.encode" whatever the import was, with ``import ferrojwt as jwt`` too.
        """
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.imports:
            return ""
        return canonical(".".join([self.imports[node.id], *reversed(attributes)]))

    def calls(self, *paths: str) -> Iterator[ast.Call]:
        """Yield the calls of what one of the dotted paths leads to."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and self.path_of(node.func) in paths:
                yield node

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes around ``node``, the nearest first."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def scope(self, node: ast.AST) -> ast.AST:
        """Return the function around ``node``, or the module."""
        for ancestor in self.ancestors(node):
            if isinstance(ancestor, (ast.FunctionDef, ast.AsyncFunctionDef)):
                return ancestor
        return self.tree

    def catches(self, node: ast.AST, *errors: str) -> bool:
        """Tell whether an exception of one of these names, raised in ``node``, is caught here."""
        inner = node
        for ancestor in self.ancestors(node):
            if isinstance(ancestor, (ast.FunctionDef, ast.AsyncFunctionDef)):
                return False
            if isinstance(ancestor, ast.Try) and inner in ancestor.body:
                for handler in ancestor.handlers:
                    if handler.type is None or {*_names_of(handler.type)} & {*errors, "Exception"}:
                        return True
            inner = ancestor
        return False


@dataclass
class Sources:
    """The files of a project below ``root``.

    files: those that could be read.
    unreadable: findings about those that could not.
    is_cut: whether there were more than ``MOST_FILES``.
    """

    root: Path
    files: list[SourceFile] = field(default_factory=list)
    unreadable: list[Finding] = field(default_factory=list)
    is_cut: bool = False

    @cached_property
    def handle_tokens(self) -> bool:
        """Whether one of the files imports something of a package for tokens."""
        return any(file.handles_tokens for file in self.files)

    @cached_property
    def have_aliases(self) -> bool:
        """Whether ``ferrojwt.compat.install()`` makes the old import paths lead to us."""
        return bool(self._installations)

    @cached_property
    def follow_pyjwt1(self) -> bool:
        """Whether ``ferrojwt.compat.install(pyjwt1=True)`` asks for PyJWT 1.x's conventions."""
        return any(
            keyword.arg == "pyjwt1" and getattr(keyword.value, "value", None) is True
            for call in self._installations
            for keyword in call.keywords
        )

    @cached_property
    def _installations(self) -> list[ast.Call]:
        return [call for file in self.files for call in file.calls("ferrojwt.compat.install")]

    def file(self, module: str) -> SourceFile | None:
        """Return the file of the module with this dotted path."""
        if not module:
            return None
        stem = self.root.joinpath(*module.split("."))
        for file in self.files:
            if file.path in {stem.with_suffix(".py"), stem / "__init__.py"}:
                return file
        return None


def read_sources(root: Path) -> Sources:
    """Read the Python files below ``root``: the project's own, without tests and migrations."""
    sources = Sources(root)
    for number, path in enumerate(_paths(root)):
        if number == MOST_FILES:
            sources.is_cut = True
            break
        read = _read(path)
        if isinstance(read, SourceFile):
            sources.files.append(read)
        elif read is not None:
            sources.unreadable.append(read)
    return sources


def canonical(path: str) -> str:
    """Return a dotted path with PyJWT's and simplejwt's names for what ferrojwt has of theirs."""
    for own, twin in _TWINS:
        if path == own or path.startswith(f"{own}."):
            return twin + path.removeprefix(own)
    if path.startswith(_OWN_ROOMS):
        return path
    if path == "ferrojwt" or path.startswith("ferrojwt."):
        return "jwt" + path.removeprefix("ferrojwt")
    return path


def text_of(node: ast.AST) -> str:
    """Return the source of a node as Python would write it, or "" where it is nested too deeply."""
    try:
        return ast.unparse(node)
    except RecursionError:
        return ""


def _paths(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if _is_the_projects(Path(folder, name)))
        for name in sorted(names):
            if name.endswith(".py") and not _is_a_test(name):
                yield Path(folder, name)


def _is_the_projects(folder: Path) -> bool:
    return not (
        folder.name.startswith(".")
        or folder.name in _NOT_THE_PROJECTS
        or (folder / "pyvenv.cfg").exists()
    )


def _is_a_test(name: str) -> bool:
    return (
        name.startswith("test_") or name.endswith("_test.py") or name in {"tests.py", "conftest.py"}
    )


def _read(path: Path) -> SourceFile | Finding | None:
    """Return the file, a finding where it is not Python, or None where it cannot be read."""
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        octets = path.read_bytes()
    except OSError:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return SourceFile(path, ast.parse(octets, filename=str(path)))
    except SyntaxError as error:
        return _not_python(path, octets, error)
    except (ValueError, RecursionError, MemoryError) as error:
        message = f"It cannot be parsed ({type(error).__name__}: {error})."
        return SYNTAX.broken(Place(path), message, "Save it as UTF-8 text that Python can run.")


def _not_python(path: Path, octets: bytes, error: SyntaxError) -> Finding:
    # Where Python reports the error of a line that lacks a comma varies with its version.
    lines = octets.decode("utf-8", errors="replace").splitlines()
    at = error.lineno or 0
    for number in range(max(at - 2, 1), min(at + 1, len(lines)) + 1):
        if lines[number - 1].strip() == "...":
            return SYNTAX.broken(
                Place(path, number),
                f"{error.msg}: the `...` of a tutorial stands for code of yours.",
                "Remove the line with `...`.",
            )
    return SYNTAX.broken(
        Place(path, at), f"{error.msg}.", "Correct the line; Python cannot import the file."
    )


def _names_of(expression: ast.expr) -> Iterator[str]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
