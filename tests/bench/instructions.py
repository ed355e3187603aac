"""Counts the instructions of one HS256 encode and one decode under callgrind.

`python tests/bench/instructions.py` prints them beside the committed figures, and
`--commit BUILD` writes them to instructions.json. The counts do not depend on what else the machine
does, so that a change of one per cent is seen. They do depend on the interpreter and on the
compiler; valgrind hides the processor's SHA extensions, so HMAC weighs more than on bare metal.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

COMMITTED = Path(__file__).with_name("instructions.json")

# Two runs that differ only in the number of calls: what starting and ending takes drops out.
FEW, MANY = 100, 1_100

SETUP = """
import sys
sys.path.insert(0, {folder!r})
from cases import SECRET, large_claims, small_claims
from ferrojwt import decode, encode
claims = {payload}_claims()
token = encode(claims, SECRET, algorithm="HS256")
algorithms = ["HS256"]
for _ in range(int(sys.argv[1])):
    {statement}
"""
STATEMENTS = {
    "encode": 'encode(claims, SECRET, algorithm="HS256")',
    "decode": "decode(token, SECRET, algorithms=algorithms)",
}


def main() -> int:
    """Count, print, and commit where asked. Returns 1 where a count has grown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--commit", metavar="BUILD", help="write instructions.json, with a note")
    options = parser.parse_args()
    if shutil.which("valgrind") is None:
        parser.error("valgrind is not installed (on Debian, Ubuntu: apt install valgrind)")
    counted = counts()
    committed = json.loads(COMMITTED.read_text("utf-8")) if COMMITTED.exists() else {"counts": {}}
    print(f"{'HS256':16}{'now':>10}{'committed':>12}{'change':>9}")
    grown = False
    for title, count in counted.items():
        before = committed["counts"].get(title)
        change = "" if before is None else f"{count / before - 1:+.1%}"
        grown |= before is not None and count > before * 1.02
        print(f"{title:16}{count:>10,}{before or 0:>12,}{change:>9}")
    if committed["counts"]:
        print(f"(committed: Python {committed['python']}, {committed['build']})")
    if options.commit:
        fields = {
            "build": options.commit,
            "python": platform.python_version(),
            "counts": counted,
        }
        COMMITTED.write_text(json.dumps(fields, indent=2) + "\n", "utf-8")
        return 0
    return int(grown)


def counts() -> dict[str, int]:
    """Return the instructions of each call, by title."""
    loop = per_call("pass", "small")
    return {
        f"{operation} {payload}": per_call(STATEMENTS[operation], payload) - loop
        for payload in ("small", "large")
        for operation in ("encode", "decode")
    }


def per_call(statement: str, payload: str) -> int:
    """Return the instructions of one execution of the statement."""
    program = SETUP.format(folder=str(COMMITTED.parent), payload=payload, statement=statement)
    return round((total(program, MANY) - total(program, FEW)) / (MANY - FEW))


def total(program: str, number: int) -> int:
    """Return the instructions of a whole run."""
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}"]
    # A fixed hash seed: dictionaries must collide alike in both runs.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [*command, sys.executable, "-c", program, str(number)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    (collected,) = re.findall(r"Collected : (\d+)", done.stderr)
    return int(collected)


if __name__ == "__main__":
    sys.exit(main())
