"""Warnings and log records that point at the line which called into this package."""

import sys
import warnings
from types import FrameType

_PACKAGE = __name__.partition(".")[0]


def warn(message: str, category: type[Warning]) -> None:
    """Issue a warning, attributed to the nearest frame outside this package."""
    level, _frame = _outside()
    warnings.warn(message, category, stacklevel=level)


def log(level: int, message: str, *values: object) -> None:
    """Log to `ferrojwt`, attributed to the nearest frame outside this package.

    level: as in the module logging. message: is preceded by the file and line of that frame.
    """
    # Only what has gone wrong is logged, and importing takes longer than all of the package.
    import logging  # noqa: PLC0415

    logger = logging.getLogger(_PACKAGE)
    if not logger.isEnabledFor(level):
        return
    depth, frame = _outside()
    place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
    logger.log(level, "%s: %s", place, message % values, stacklevel=depth)


def _outside() -> tuple[int, FrameType]:
    """Return the stacklevel, for our caller, of the nearest frame outside this package."""
    # stacklevel 2 is the frame that called our caller.
    level, frame = 2, sys._getframe(2)  # noqa: SLF001
    while frame.f_back is not None and _is_ours(frame.f_globals.get("__name__", "")):
        level, frame = level + 1, frame.f_back
    return level, frame


def _is_ours(module: str) -> bool:
    return module == _PACKAGE or module.startswith(_PACKAGE + ".")
