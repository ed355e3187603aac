"""Where the time of an HS256 call goes.

The parts without Python come from `examples/hs256_parts.rs`, the others from differences: a call
with six claims against one with none, and a call of a native function that does next to nothing.
`--parts FILE` takes the example's output from a file instead of running cargo.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
import timeit
from pathlib import Path
from typing import Any

from cases import PAYLOADS, SECRET
from machine import facts, sentence

from ferrojwt import _native, decode, encode

ROOT = Path(__file__).resolve().parents[2]
EMPTY: dict[str, object] = {}


def main() -> None:
    """Measure and print a table for each payload."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--parts", type=Path, help="the built example, instead of running cargo")
    options = parser.parse_args()
    print(sentence(facts()), end="\n\n")
    print("Nanoseconds a call; the lower quartile of 40 runs.", end="\n\n")
    base = parts(options.parts, 2)
    for name, claims in PAYLOADS.items():
        octets = len(json.dumps(claims, separators=(",", ":")))
        print_table(f"{name} payload, {octets} octets", whole(claims), parts(options.parts, octets))
    print_table("no claims, 2 octets", whole(EMPTY), base)


def whole(claims: dict[str, object]) -> dict[str, float]:
    """Return what whole calls take."""
    token = encode(claims, SECRET, algorithm="HS256")
    names = {"encode": encode, "decode": decode, "claims": claims, "key": SECRET, "token": token}
    names |= {"algorithms": ["HS256"], "loads": json.loads, "dumps": json.dumps}
    names |= {"is_ssh_key": _native.is_ssh_key, "octets": b"", "text": json.dumps(claims)}
    return {
        "encode": nanoseconds('encode(claims, key, algorithm="HS256")', names),
        "decode": nanoseconds("decode(token, key, algorithms=algorithms)", names),
        "call": nanoseconds("is_ssh_key(octets)", names),
        "json.dumps": nanoseconds("dumps(claims)", names),
        "json.loads": nanoseconds("loads(text)", names),
    }


def parts(example: Path | None, octets: int) -> dict[str, float]:
    """Return what the parts without Python take, for a payload of that length."""
    cargo = shutil.which("cargo") or "cargo"
    run = [cargo, "run", "-q", "--locked", "--release", "--example", "hs256_parts", "--"]
    command = [str(example)] if example else run
    done = subprocess.run(
        [*command, str(octets)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


def print_table(title: str, calls: dict[str, float], pure: dict[str, float]) -> None:
    """Print the parts of encode and decode, and what is left for the Python objects."""
    rows = {
        "encode": {"HMAC": pure["hmac_sign"], "base64url": pure["base64url_encode"]},
        "decode": {
            "HMAC": pure["hmac_verify"],
            "base64url": pure["base64url_decode"],
            "split": pure["split"],
        },
    }
    print(f"### {title}\n\n| part | encode | decode |\n|---|---|---|")
    for part in ("HMAC", "base64url", "split"):
        cells = " | ".join(f"{rows[name].get(part, 0):.0f}" for name in rows)
        print(f"| {part} | {cells} |")
    print(f"| an empty native call | {calls['call']:.0f} | {calls['call']:.0f} |")
    left = [calls[name] - sum(rows[name].values()) - calls["call"] for name in rows]
    print(f"| JSON and Python objects, checks | {left[0]:.0f} | {left[1]:.0f} |")
    print(f"| **whole call** | {calls['encode']:.0f} | {calls['decode']:.0f} |")
    print(f"| `json.dumps`, `json.loads` alone | {calls['json.dumps']:.0f} |", end=" ")
    print(f"{calls['json.loads']:.0f} |\n")


def nanoseconds(statement: str, names: dict[str, Any]) -> float:
    """Return the lower quartile of 40 runs."""
    timer = timeit.Timer(statement, timer=time.process_time, globals=names)
    number = 500
    return sorted(timer.repeat(40, number))[10] / number * 1e9


if __name__ == "__main__":
    sys.exit(main())
