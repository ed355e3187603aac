"""What the doctor says, for people and for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from .rules import Finding, Place


@dataclass
class Report:
    """The findings of one examination.

    settings_module: None where only the sources were read.
    notes: what was left out, and why.
    """

    root: Path
    settings_module: str | None
    files: int
    findings: list[Finding]
    notes: list[str] = field(default_factory=list)

    def as_text(self) -> str:
        """Return a paragraph for each finding: place, id, what is wrong, and the fix."""
        paragraphs = [
            f"{self._name(finding.place)}: {finding.id} {finding.title}\n"
            f"    {finding.message}\n"
            f"    Fix: {finding.fix}\n"
            for finding in self.findings
        ]
        notes = [f"Note: {note}\n" for note in self.notes]
        return "\n".join([*paragraphs, *notes, self._summary()])

    def as_json(self) -> str:
        """Return it as JSON: ``docs/DOCTOR.md`` describes the members."""
        report = {
            "root": str(self.root),
            "settings": self.settings_module,
            "files": self.files,
            "findings": [self._members(finding) for finding in self.findings],
            "notes": self.notes,
        }
        return json.dumps(report, indent=2) + "\n"

    def _summary(self) -> str:
        number = len(self.findings)
        found = f"{number} finding{'' if number == 1 else 's'}" if number else "Nothing found"
        settings = f", and {self.settings_module}" if self.settings_module else ""
        return f"{found}; {self.files} file{'' if self.files == 1 else 's'} read{settings}.\n"

    def _members(self, finding: Finding) -> dict[str, Any]:
        return {
            "id": finding.id,
            "rows": list(finding.rows),
            "title": finding.title,
            "file": self._file(finding.place),
            "line": finding.place.line or None,
            "message": finding.message,
            "fix": finding.fix,
        }

    def _name(self, place: Place) -> str:
        return f"{self._file(place)}:{place.line}" if place.line else self._file(place)

    def _file(self, place: Place) -> str:
        """Return the path below the project's directory, or the whole one elsewhere."""
        if self.root in place.path.parents:
            return place.path.relative_to(self.root).as_posix()
        return str(place.path)
