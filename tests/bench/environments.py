"""Throwaway environments, one a library, under the checkout's git-ignored `.cache/bench/`."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent
CACHE = BENCH.parents[1] / ".cache" / "bench"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"

# Two of the workers share the environment of a library.
ENVIRONMENTS = {"openssl": "pyjwt"}
# These run where compare.py runs: there the extension is installed.
OWN = ("ferrojwt", "engine")


class NotInstalledError(Exception):
    """A library did not install; the text is the reason."""


def python(library: str) -> Path:
    """Return the interpreter of the library's environment, made and filled where need be.

    Raises NotInstalledError.
    """
    if library in OWN:
        return Path(sys.executable)
    name = ENVIRONMENTS.get(library, library)
    requirements = BENCH / "requirements" / f"{name}.txt"
    folder = CACHE / name
    interpreter = folder / SCRIPTS / "python"
    stamp = folder / "installed.stamp"
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text("ascii") == wanted:
        return interpreter
    print(f"installing {name} …", file=sys.stderr, flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    pip = [interpreter, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--require-hashes", "-r", requirements], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotInstalledError(reason(done.stderr))
    stamp.write_text(wanted, "ascii")
    return interpreter


def reason(output: str) -> str:
    """Return the line of an installer's output that says most."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["no reason given"])[0][:200]
