"""Projects beside the one that is examined: packages of one checkout with settings of their own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .sources import SourceFile, Sources


def leave_out_other_projects(sources: Sources, settings_module: str) -> None:
    """Forget the files of other projects: what is right there may be wrong under these settings.

    A package is another project if it has a ``settings.py`` with a ``ROOT_URLCONF``, if nothing
    outside it imports it, and if the settings that are examined do not name it.
    """
    examined = sources.file(settings_module)
    if examined is None:
        return
    for folder in [file.path.parent for file in sources.files if _is_settings(file)]:
        inside = [file for file in sources.files if folder in file.path.parents]
        if examined not in inside and not _is_used(sources, folder, inside, examined):
            sources.files = [file for file in sources.files if file not in inside]


def _is_settings(file: SourceFile) -> bool:
    return file.path.name == "settings.py" and any(
        isinstance(target, ast.Name) and target.id == "ROOT_URLCONF"
        for node in file.tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    )


def _is_used(
    sources: Sources, folder: Path, inside: list[SourceFile], examined: SourceFile
) -> bool:
    package = ".".join(folder.relative_to(sources.root).parts)
    return any(
        path == package or path.startswith(f"{package}.")
        for path in _paths(sources, inside, examined)
    )


def _paths(sources: Sources, inside: list[SourceFile], examined: SourceFile) -> Iterator[str]:
    """Yield the dotted paths that are imported outside, and those that the settings name."""
    for file in sources.files:
        if file not in inside:
            yield from file.imports.values()
    for node in examined.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
