#!/usr/bin/env python3
"""Prints the table of races: `python tests/race/table.py [ROUNDS]`, 40 by default.

Both packages, on SQLite and PostgreSQL, with and without ATOMIC_REQUESTS, 2 and 8 threads.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = ("rest_framework_simplejwt", "ferrojwt.drf")


def main(rounds: str = "40") -> None:
    from tests.postgres import server

    print("| package | database | ATOMIC_REQUESTS | threads | exactly one | none | more |", end="")
    print(" 200 | 401 | others |\n|---|---|---|---|---|---|---|---|---|---|")
    with server() as socket_folder:
        databases = {"SQLite": "sqlite", "PostgreSQL": str(socket_folder)}
        cases = itertools.product(PACKAGES, databases, (False, True), ("2", "8"))
        for package, database, is_atomic, threads in cases:
            found = race(
                package,
                databases[database],
                *(["--atomic-requests"] if is_atomic else []),
                *("--threads", threads, "--rounds", rounds),
            )
            successes = found["rounds by number of successes"]
            statuses = found["answers by status"]
            one, none = successes.pop("1", 0), successes.pop("0", 0)
            ok, refused = statuses.pop("200", 0), statuses.pop("401", 0)
            others = ", ".join(f"{count} x {status}" for status, count in statuses.items()) or "0"
            row = [package, database, "yes" if is_atomic else "no", threads]
            row += [one, none, sum(successes.values()), ok, refused, others]
            print("|", " | ".join(map(str, row)), "|", flush=True)


def race(package: str, database: str, *options: str) -> dict[str, dict[str, int]]:
    command = [sys.executable, str(HERE / "rotation.py"), package, database, *options]
    result = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    if result.returncode:
        raise RuntimeError(result.stderr)
    return json.loads(result.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[1]))
    main(*sys.argv[1:])
