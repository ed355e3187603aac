"""What the figures were measured on."""

import datetime
import os
import platform
from pathlib import Path


def facts() -> dict[str, str]:
    """Return the machine, the interpreter and the date, as a reader of the figures needs them."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "load": _load(),
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
    }


def sentence(machine: dict[str, str]) -> str:
    """Return the facts in one line."""
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, "
        f"{machine['python']}, {machine['date']}, load {machine['load']} at the end"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def _load() -> str:
    # Windows has no load average.
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
