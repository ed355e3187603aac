"""What a bug report should say about the environment: `python -m ferrojwt.help`."""

import json
import platform
import sys

from ._native import __version__

__all__ = ["PYJWT_VERSION", "info", "main"]

PYJWT_VERSION = "2.15.1"
"""The version of PyJWT whose interface and answers these are."""


def info() -> dict[str, dict[str, str]]:
    """Return the versions of the platform, of Python, and of the packages that matter.

    The version of `cryptography` is "" if it is not installed.
    """
    return {
        "platform": _platform(),
        "implementation": _implementation(),
        "cryptography": {"version": _cryptography_version()},
        "pyjwt": {"version": PYJWT_VERSION},
        "ferrojwt": {"version": __version__},
    }


def main() -> None:
    """Print `info()` as JSON."""
    sys.stdout.write(json.dumps(info(), sort_keys=True, indent=2) + "\n")


def _platform() -> dict[str, str]:
    try:
        return {"system": platform.system(), "release": platform.release()}
    except OSError:
        return {"system": "Unknown", "release": "Unknown"}


def _implementation() -> dict[str, str]:
    name = platform.python_implementation()
    version = platform.python_version() if name == "CPython" else "Unknown"
    return {"name": name, "version": version}


def _cryptography_version() -> str:
    try:
        import cryptography  # noqa: PLC0415
    except ModuleNotFoundError:
        return ""
    return cryptography.__version__


if __name__ == "__main__":
    main()
