"""`python -m ferrojwt doctor | inspect | keygen`; `manage.py jwt` has the same commands."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Any

from .django.commands import add_commands, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ferrojwt")
    add_commands(parser)
    return run(vars(parser.parse_args(arguments)), _install_aliases)


def _install_aliases(*names: str, **options: Any) -> None:
    importlib.import_module("ferrojwt.compat").install(*names, **options)


if __name__ == "__main__":
    sys.exit(main())
