"""The settings module as a source: where a setting stands, and what is wrong with how it does."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from . import rules
from .jwt_calls import key_of
from .rules import Place
from .sources import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rules import Finding
    from .sources import SourceFile, Sources

# Settings of drf-jwt, and what takes their place in SIMPLE_JWT.
_OF_JWT_AUTH = {
    "JWT_ALLOW_REFRESH": None,
    "JWT_AUTH_HEADER_PREFIX": "AUTH_HEADER_TYPES",
    "JWT_EXPIRATION_DELTA": "ACCESS_TOKEN_LIFETIME",
    "JWT_REFRESH_EXPIRATION_DELTA": "REFRESH_TOKEN_LIFETIME",
    "JWT_VERIFY_EXPIRATION": None,
}
# What stands in REST_FRAMEWORK, INSTALLED_APPS or MIDDLEWARE where tokens are used.
_PACKAGE = re.compile(r"(ferrojwt|rest_framework_simplejwt|rest_framework_jwt)\.")
_DICTS = {"JWT_AUTH", "REST_FRAMEWORK", "SIMPLE_JWT"}
_SECRET = re.compile(r"(SECRET_KEY|SIGNING_KEY|(JWT|TOKEN)_(SECRET|KEY|SECRET_KEY|PRIVATE_KEY))")


class SettingsSource:
    """The files that a settings module is written in: its own, and those it takes over with ``*``.

    All of it is empty where the module is not among the project's files.
    """

    def __init__(self, sources: Sources, module: str) -> None:
        self.sources = sources
        self.files: list[SourceFile] = []
        self._follow(module)

    def _follow(self, module: str) -> None:
        file = self.sources.file(module)
        if file is None or file in self.files:
            return
        self.files.append(file)
        package = module if file.path.name == "__init__.py" else module.rpartition(".")[0]
        for node in file.nodes:
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                parts = package.split(".") if node.level else []
                parts = parts[: len(parts) - node.level + 1] if node.level else []
                self._follow(".".join([*parts, *filter(None, [node.module])]))

    def assignments(self) -> Iterator[tuple[SourceFile, ast.Assign | ast.AnnAssign, str]]:
        """Yield each assignment of a setting, with its name."""
        for file in self.files:
            for node in file.nodes:
                if isinstance(node, (ast.Assign, ast.AnnAssign)):
                    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                    if isinstance(target, ast.Name) and target.id.isupper():
                        yield file, node, target.id

    def has(self, name: str) -> bool:
        """Tell whether a setting is assigned here."""
        return any(assigned == name for _, _, assigned in self.assignments())

    def _in_effect(self, name: str) -> Iterator[tuple[SourceFile, ast.Assign | ast.AnnAssign]]:
        """Yield the last assignment of a setting, and those before whose value it takes over."""
        for file in self.files:
            nodes = [
                node for at, node, assigned in self.assignments() if at is file and assigned == name
            ]
            for node in sorted(nodes, key=lambda each: each.lineno, reverse=True):
                yield file, node
                if not _reads(node, name):
                    return

    def place_of(self, name: str, member: str | None = None) -> Place:
        """Return where a setting, or a member of a dict, stands; else the file or the project."""
        in_effect = [*self._in_effect(name)]
        for file, node in in_effect:
            key = _key(node, member)
            if key is not None:
                return file.place(key)
        if in_effect:
            file, node = in_effect[0]
            return file.place(node)
        for file, node, _ in self.assignments():
            # As a member of another setting: SIMPLE_JWT inside REST_FRAMEWORK.
            key = _key(node, name)
            if key is not None:
                return file.place(_key(node, member) or key)
        return Place(self.files[0].path if self.files else self.sources.root)


def find_in_settings_source(source: SettingsSource) -> Iterator[Finding]:
    """Find keys that stand in the source, and settings that nothing reads."""
    yield from _literal_keys(source)
    for file in source.files:
        yield from _assigned_twice(file)
    for file, node, name in source.assignments():
        if name in _OF_JWT_AUTH and not _is_read(source.sources, name):
            value = text_of(node.value) if node.value else "…"
            yield rules.OUTSIDE.broken(
                file.place(node),
                f"{name} is read inside JWT_AUTH only; here it has no effect.",
                _inside(name, value),
            )


def find_user_models(source: SettingsSource) -> Iterator[Finding]:
    """Find user models, for a project whose settings name none."""
    for file in source.sources.files:
        for node in file.nodes:
            if (
                isinstance(node, ast.ClassDef)
                and any(
                    file.path_of(base) == "django.contrib.auth.models.AbstractUser"
                    for base in node.bases
                )
                and "abstract = True" not in text_of(node)
            ):
                app = file.path.parent.name if file.path.name == "models.py" else "app"
                yield rules.USER_MODEL.broken(
                    file.place(node),
                    f"{node.name} is a user model, and AUTH_USER_MODEL does not name it: its "
                    "groups clash with those of auth.User (fields.E304).",
                    f'AUTH_USER_MODEL = "{app}.{node.name}", in settings.py before the first '
                    "migrate",
                )


def _assigned_twice(file: SourceFile) -> Iterator[Finding]:
    """Find dicts whose members a second assignment throws away, and that nothing has read."""
    earlier: dict[str, ast.Assign | ast.AnnAssign] = {}
    for node in file.tree.body:
        if not isinstance(node, (ast.Assign, ast.AnnAssign)):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        name = target.id if isinstance(target, ast.Name) else ""
        if name not in _DICTS or _reads(file.tree, name):
            continue
        if name in earlier:
            yield rules.ASSIGNED_TWICE.broken(
                file.place(node),
                f"{name} stands in line {earlier[name].lineno} as well: what is written there is "
                "thrown away.",
                f"One {name} = {{…}} with the members of both.",
            )
        if isinstance(node.value, ast.Dict) and node.value.keys:
            earlier[name] = node


def _literal_keys(source: SettingsSource) -> Iterator[Finding]:
    for file, node, assigned in source.assignments():
        pairs = [(assigned, node.value), *_members(node)]
        for name, value in pairs:
            if value is None or not _SECRET.fullmatch(name) or not _is_text(value):
                continue
            if name == "SECRET_KEY" and not _signs_tokens(source):
                continue
            yield rules.LITERAL_KEY.broken(
                file.place(value),
                f"{name} stands in the source: whoever reads it can make tokens.",
                f'os.environ["{name}"]  # python -m ferrojwt keygen makes one',
            )


def _members(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield the members of every dict in an assignment."""
    for each in ast.walk(node):
        if isinstance(each, ast.Dict):
            for key, value in zip(each.keys, each.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, value


def _signs_tokens(source: SettingsSource) -> bool:
    """Tell whether ``SECRET_KEY`` is what tokens are signed with."""
    for file in source.sources.files:
        for call in file.calls("jwt.encode"):
            if file.path_of(key_of(call)) == "django.conf.settings.SECRET_KEY":
                return True
    members = [pair for _, node, _ in source.assignments() for pair in _members(node)]
    uses_classes = any(
        isinstance(node, ast.Constant) and _PACKAGE.match(str(node.value))
        for _, assignment, _ in source.assignments()
        for node in ast.walk(assignment)
    )
    keys = [value for name, value in members if name in {"SIGNING_KEY", "JWT_SECRET_KEY"}]
    return uses_classes and all(text_of(value) == "SECRET_KEY" for value in keys)


def _is_text(value: ast.expr) -> bool:
    return (
        isinstance(value, ast.Constant)
        and isinstance(value.value, (str, bytes))
        and bool(value.value)
    )


def _key(node: ast.Assign | ast.AnnAssign, name: str | None) -> ast.Constant | None:
    """Return the key of a dict in the value of an assignment."""
    for each in ast.walk(node) if name else ():
        if isinstance(each, ast.Dict):
            for key in each.keys:
                if isinstance(key, ast.Constant) and key.value == name:
                    return key
    return None


def _reads(node: ast.AST, name: str) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load)
        for each in ast.walk(node)
    )


def _is_read(sources: Sources, name: str) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr == name)
        or (isinstance(node, ast.Constant) and node.value == name)
        or (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load))
        for file in sources.files
        for node in file.nodes
    )


def _inside(name: str, value: str) -> str:
    successor = _OF_JWT_AUTH[name]
    old = f'JWT_AUTH = {{"{name}": {value}}}'
    return f'{old}, or SIMPLE_JWT = {{"{successor}": {value}}}' if successor else old
