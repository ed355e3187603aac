"""Whether resident memory stays flat over many calls and many keys.

    python tests/memory/flat.py --calls 10_000_000 --keys 1_000_000

Prints a sample every twentieth of the run; exits with 1 if memory has grown. Linux only.
"""

from __future__ import annotations

import argparse
import base64
import datetime
import itertools
import json
import statistics
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import ferrojwt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEYS = Path(__file__).parent.parent / "vectors" / "keys"
STATUS = Path("/proc/self/status")

ROUNDS = 200
WARM_UP = ROUNDS // 5
# What the allocator may keep in a run of any length, in KiB.
TOLERANCE = 1024

SECRET = "a secret of at least thirty-two bytes, the same one at every call"
PAYLOAD = {"user_id": 42, "token_type": "access", "jti": "0b8e", "iat": 1, "exp": 4_000_000_000}
# One PEM text for so many secrets: to read one takes hundreds of times as long.
SECRETS_FOR_A_TEXT = 200


def main(arguments: list[str] | None = None) -> int:
    """Run the calls and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--calls", type=int, default=100_000, help="with keys that are the same")
    parser.add_argument("--keys", type=int, default=10_000, help="that are used once each")
    options = parser.parse_args(arguments)
    start = time.monotonic()
    samples = run(options.calls, options.keys)
    grown = growth(samples)
    print(  # noqa: T201 - A command line tool prints.
        f"{options.calls:_} calls and {options.keys:_} keys in {time.monotonic() - start:.0f} s: "
        f"{samples[WARM_UP]} KiB after warm-up, {max(samples)} at most, {samples[-1]} at the end; "
        f"grown by {grown} KiB, {TOLERANCE} allowed"
    )
    return 0 if grown <= TOLERANCE else 1


def run(calls: int, keys: int) -> list[int]:
    """Make the calls and return the resident memory after each round, in KiB."""
    # Expected, and not what is measured.
    warnings.simplefilter("ignore", ferrojwt.InsecureKeyLengthWarning)
    operations = itertools.cycle(shared_key_operations())
    new_keys = distinct_keys()
    samples = []
    for number in range(1, ROUNDS + 1):
        for operation in itertools.islice(operations, calls // ROUNDS):
            operation()
        for use_key in itertools.islice(new_keys, keys // ROUNDS):
            use_key()
        samples.append(resident())
        if number % (ROUNDS // 20) == 0:
            print(f"{number / ROUNDS:4.0%} {samples[-1]:7} KiB", flush=True)  # noqa: T201 - As above.
    return samples


def growth(samples: list[int]) -> int:
    """Return by how much the end of the samples lies above their beginning after warm-up."""
    flat = samples[WARM_UP:]
    quarter = len(flat) // 4
    return round(statistics.median(flat[-quarter:]) - statistics.median(flat[:quarter]))


def resident() -> int:
    """Return the resident memory of this process, in KiB."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


def refused(call: Callable[[], object]) -> None:
    """Make a call that has to be refused."""
    try:
        call()
    except ferrojwt.InvalidTokenError:
        return
    message = "the token was accepted"
    raise AssertionError(message)


def shared_key_operations() -> list[Callable[[], object]]:
    """Return the calls of one turn, the usual ones more often; their mix is made up."""
    encode, decode = ferrojwt.encode, ferrojwt.decode
    read = {name: (KEYS / name).read_text() for name in ("rsa-2048.pem", "rsa-2048.pub.pem")}
    read |= {name: (KEYS / name).read_text() for name in ("P-256.pem", "P-256.pub.pem")}
    rsa, rsa_public, ec, ec_public = read.values()
    good = encode(PAYLOAD, SECRET)
    expired = encode({**PAYLOAD, "exp": 1}, SECRET)
    by_rsa, by_ec = encode(PAYLOAD, rsa, "RS256"), encode(PAYLOAD, ec, "ES256")
    expired_by_ec = encode({"exp": 1}, ec, "ES256")
    forged = f"{good[:-4]}AAAA"
    head, body, signature = good.split(".")
    malformed = [
        "",
        "a.b",
        f"{head}.{body}",
        f"{head}!.{body}.{signature}",
        f"{head}.{body}.{signature}\n",
        f"{segment(b'not JSON')}.{body}.{signature}",
        f"{segment(b'[]')}.{body}.{signature}",
        f"{segment(json.dumps({'alg': 'HS256', 'crit': ['x']}).encode())}.{body}.{signature}",
        "." * 100,
        "\ud800",
    ]
    jws = ferrojwt.PyJWS()
    no_object = jws.encode(b"[1]", SECRET)
    with_float = jws.encode(b'{"a":1e3,"b":123456789012345678901234567890}', SECRET)
    in_date = {**PAYLOAD, "exp": datetime.datetime(2100, 1, 1, tzinfo=datetime.timezone.utc)}
    kids = itertools.count()
    usual: list[Callable[[], object]] = [
        lambda: encode(PAYLOAD, SECRET),
        lambda: decode(good, SECRET, ["HS256"]),
        lambda: refused(lambda: decode(expired, SECRET, ["HS256"])),
        lambda: refused(lambda: decode(forged, SECRET, ["HS256"])),
    ]
    rare: list[Callable[[], object]] = [
        lambda: encode(PAYLOAD, rsa, "RS256"),
        lambda: decode(by_rsa, rsa_public, ["RS256"]),
        lambda: encode(PAYLOAD, ec, "ES256"),
        lambda: decode(by_ec, ec_public, ["ES256"]),
        lambda: refused(lambda: decode(expired_by_ec, ec_public, ["ES256"])),
        lambda: refused(lambda: decode(by_rsa, ec_public, ["ES256"])),
        lambda: ferrojwt.decode_complete(good, SECRET, ["HS256"]),
        lambda: ferrojwt.get_unverified_header(good),
        # Handed over to the Python classes.
        lambda: encode(PAYLOAD, SECRET, json_encoder=json.JSONEncoder),
        lambda: encode(in_date, SECRET),
        lambda: decode(good, SECRET, (name for name in ["HS256"])),
        lambda: decode(good, SECRET, ["HS256"], options={"verify_signature": False}),
        lambda: decode(with_float, SECRET, ["HS256"]),
        lambda: refused(lambda: decode(no_object, SECRET, ["HS256"])),
        # A header that was never seen.
        lambda: decode(encode({}, SECRET, headers={"kid": str(next(kids))}), SECRET, ["HS256"]),
    ]
    rare += [
        lambda token=token: refused(lambda: decode(token, SECRET, ["HS256"])) for token in malformed
    ]
    return [operation for one in rare for operation in (*usual * 5, one)]


def distinct_keys() -> Iterator[Callable[[], object]]:
    """Give calls without end, each with keys that no other uses."""
    for number in itertools.count():
        if number % SECRETS_FOR_A_TEXT:
            yield lambda number=number: use_secret(f"{SECRET} {number}")
        else:
            turn = number // SECRETS_FOR_A_TEXT
            yield lambda turn=turn: use_text(turn)


def use_secret(secret: str) -> None:
    """Sign and verify with a secret, then be refused with bytes that are another."""
    token = ferrojwt.encode({"a": 1}, secret)
    ferrojwt.decode(token, secret, ["HS256"])
    refused(lambda: ferrojwt.decode(token, f"{secret}!".encode(), ["HS256"]))


def use_text(turn: int) -> None:
    """Sign and verify with keys in a spelling of their own: what precedes the armour is ignored."""
    name, algorithm = (("P-256", "ES256"), ("ed25519", "EdDSA"), ("rsa-2048", "RS256"))[turn % 3]
    private = f"spelling {turn}\n{(KEYS / f'{name}.pem').read_text()}"
    public = f"spelling {turn}\n{(KEYS / f'{name}.pub.pem').read_text()}"
    token = ferrojwt.encode({"a": 1}, private, algorithm)
    ferrojwt.decode(token, public.encode(), [algorithm])
    damaged = public.replace("-----END", "-----FIN")
    try:
        ferrojwt.decode(token, damaged, [algorithm])
    except (ferrojwt.PyJWTError, ValueError):
        return
    message = "a damaged key was accepted"
    raise AssertionError(message)


def segment(octets: bytes) -> str:
    """Return the octets in base64url."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


if __name__ == "__main__":
    sys.exit(main())
