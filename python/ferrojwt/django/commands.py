"""``doctor``, ``inspect`` and ``keygen``: one implementation behind two doors.

``python -m ferrojwt`` needs no installed application, nor Django; ``manage.py jwt`` is there where
``ferrojwt.django`` or ``ferrojwt.drf`` is installed.
"""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import keygen
from .inspection import MOST_BYTES, NotATokenError, inspect_token
from .project import NoProjectError, default_root, load_project

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from .project import InstallAliases

# The exit statuses.
NOTHING_FOUND = 0
FOUND = 1
COULD_NOT_RUN = 2


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Declare the three commands and their options."""
    commands = parser.add_subparsers(dest="jwt_command", required=True, metavar="COMMAND")
    doctor = commands.add_parser(
        "doctor",
        help="Find what is wrong with a project, and say what to write instead.",
        description="Exit status: 0 nothing found, 1 findings, 2 could not run.",
    )
    _add_project(doctor)
    doctor.add_argument(
        "--deploy", action="store_true", help="Also find what matters where it is deployed."
    )
    doctor.add_argument("--json", action="store_true", help="Print the findings as JSON.")
    doctor.add_argument(
        "--sources-only", action="store_true", help="Import nothing: neither settings nor Django."
    )
    inspect = commands.add_parser(
        "inspect", help="Describe the token on standard input, and why it would be refused."
    )
    _add_project(inspect)
    key = commands.add_parser("keygen", help="Make a key, and print the settings that use it.")
    key.add_argument("kind", nargs="?", choices=list(keygen.KINDS), default="secret")
    key.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="Write the private key to a new file, instead of printing it.",
    )


def run(options: Mapping[str, Any], install_aliases: InstallAliases | None = None) -> int:
    """Run a command, and return the exit status.

    options: what the parser made of the command line.
    install_aliases: see :func:`ferrojwt.django.project.load_project`.
    """
    command = {"doctor": _doctor, "inspect": _inspect, "keygen": _keygen}[options["jwt_command"]]
    return command(options, install_aliases)


def _add_project(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "project",
        nargs="?",
        type=Path,
        metavar="DIRECTORY",
        help="Where manage.py is (default: here).",
    )
    parser.add_argument(
        "--settings",
        metavar="MODULE",
        help="The settings module, in place of DJANGO_SETTINGS_MODULE and that of manage.py.",
    )


def _doctor(options: Mapping[str, Any], install_aliases: InstallAliases | None) -> int:
    from .doctor import examine  # noqa: PLC0415 - the other commands need none of it

    root = _root(options)
    if not root.is_dir():
        return _refuse(f"{root} is no directory.", COULD_NOT_RUN)
    try:
        # What the project's modules print is not the answer.
        with redirect_stdout(sys.stderr):
            report = examine(
                root,
                settings_module=options["settings"],
                deploy=options["deploy"],
                sources_only=options["sources_only"],
                install_aliases=install_aliases,
            )
    except NoProjectError as error:
        return _refuse(f"{error} Without settings: --sources-only.", COULD_NOT_RUN)
    _say(report.as_json() if options["json"] else report.as_text())
    return FOUND if report.findings else NOTHING_FOUND


def _inspect(options: Mapping[str, Any], install_aliases: InstallAliases | None) -> int:
    if sys.stdin.isatty():
        sys.stderr.write("Paste the token and end the input:\n")
    try:
        with redirect_stdout(sys.stderr):
            project = load_project(_root(options), options["settings"], install_aliases)
    except NoProjectError:
        project = None
    try:
        # An argument would stand in the shell's history and in the list of processes.
        text = sys.stdin.read(2 * MOST_BYTES)
        _say(inspect_token(text, project))
    except UnicodeDecodeError:
        return _refuse("There is no text on standard input.", FOUND)
    except NotATokenError as error:
        return _refuse(str(error), FOUND)
    return NOTHING_FOUND


def _keygen(options: Mapping[str, Any], _install_aliases: InstallAliases | None) -> int:
    given: Path | None = options["output"]
    # The settings are not read where the key is made.
    output = None if given is None else given.absolute()
    try:
        key = keygen.make_key(options["kind"])
        if output is not None:
            keygen.write_private(key, output)
    except keygen.KeygenError as error:
        return _refuse(str(error), FOUND)
    _say(keygen.as_text(key, output))
    return NOTHING_FOUND


def _root(options: Mapping[str, Any]) -> Path:
    given: Path | None = options["project"]
    return default_root() if given is None else given.resolve()


def _say(text: str) -> None:
    # A terminal may lack a character of ours, or of a file's name.
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(_harmless(text).encode(encoding, "backslashreplace").decode(encoding))


def _refuse(message: str, status: int) -> int:
    sys.stderr.write(f"ferrojwt: {_harmless(message)}\n")
    return status


def _harmless(text: str) -> str:
    """Return text without what a terminal obeys: tokens and names of files are strangers' text."""
    return "".join(
        character
        if character.isprintable() or character == "\n"
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
