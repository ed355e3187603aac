"""How cost grows: with the payload, the number of keys in use, threads; and at import.

`python tests/bench/scaling.py [PART …]` prints one table a part; all of them without arguments.
PyJWT is measured beside ferrojwt in the same process and the same rounds.
"""

import argparse
import importlib
import os
import statistics
import subprocess
import sys
import threading
import time
import timeit
from collections.abc import Callable
from types import ModuleType

from cases import EXPIRES_AT, SECRET, signing_text, small_claims, verifying_text
from machine import facts, sentence

LIBRARIES = {"ferrojwt": "ferrojwt", "PyJWT": "jwt"}
ROUNDS = 7


def main() -> None:
    """Measure the parts that were asked for."""
    parts = {function.__name__: function for function in (payload, tenants, threads, imports)}
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("part", nargs="*", choices=[[], *parts], help="what to measure")
    chosen = parser.parse_args().part or parts
    print(sentence(facts()))
    for name in chosen:
        parts[name]()


def payload() -> None:
    """Print cost against payload size: it must be linear, and below PyJWT's everywhere."""
    print("\n### Payload size, HS256\n")
    print("| octets | encode µs | ns an octet | PyJWT | decode µs | ns an octet | PyJWT |")
    print("|---|---|---|---|---|---|---|")
    for size in (100, 1_000, 10_000, 100_000, 1_000_000):
        claims = {"exp": EXPIRES_AT, "items": [f"entry {n:09}" for n in range(size // 18)]}
        if size == 100:
            claims = {"exp": EXPIRES_AT, "sub": "s" * 70}
        cells = []
        for operation in ("encode", "decode"):
            ours, theirs = beside(
                lambda jwt, operation=operation, claims=claims: caller(jwt, operation, claims)
            )
            cells += [f"{ours:.2f}", f"{ours / size * 1000:.2f}", f"{theirs / ours:.1f}x"]
        print(f"| {size:,} | {' | '.join(cells)} |")


def caller(jwt: ModuleType, operation: str, claims: dict[str, object]) -> Callable[[], object]:
    """Return a call without arguments."""
    token = jwt.encode(claims, SECRET, algorithm="HS256")
    if operation == "encode":
        return lambda: jwt.encode(claims, SECRET, algorithm="HS256")
    return lambda: jwt.decode(token, SECRET, algorithms=["HS256"])


def tenants() -> None:
    """Print cost against the number of distinct keys, used in turn.

    The cache of ferrojwt holds 64 keys: beyond that every call prepares its key anew, as every
    call of PyJWT does.
    """
    print("\n### Tenants: decode with distinct keys in turn\n")
    print("| keys | HS256 µs | PyJWT | RS256 µs | PyJWT |\n|---|---|---|---|---|")
    for number in (1, 16, 64, 65, 1_000, 10_000):
        cells = []
        for algorithm in ("HS256", "RS256"):
            ours, theirs = beside(
                lambda jwt, number=number, algorithm=algorithm: tour(jwt, algorithm, number),
                calls=number,
            )
            cells += [f"{ours:.2f}", f"{theirs / ours:.1f}x"]
        print(f"| {number:,} | {' | '.join(cells)} |")


def tour(jwt: ModuleType, algorithm: str, number: int) -> Callable[[], object]:
    """Return a function that decodes one token with each of that many keys."""
    if algorithm == "HS256":
        keys = [f"{SECRET}{index}" for index in range(number)]
        tokens = [jwt.encode(small_claims(), key, algorithm="HS256") for key in keys]
    else:
        # The same key in texts of their own: preparing costs what it costs for different ones.
        keys = [f"tenant {index}\n{verifying_text(algorithm)}" for index in range(number)]
        token = jwt.encode(small_claims(), signing_text(algorithm), algorithm=algorithm)
        tokens = [token] * number
    pairs = list(zip(tokens, keys, strict=True))

    def decode_each() -> None:
        for token, key in pairs:
            jwt.decode(token, key, algorithms=[algorithm])

    return decode_each


def threads() -> None:
    """Print how two threads sign RS256, and what HS256 loses beside a busy Python thread."""
    print("\n### Threads\n\n| | ferrojwt | PyJWT |\n|---|---|---|")
    speedups, losses = [], []
    for module in LIBRARIES.values():
        jwt = importlib.import_module(module)
        # PyJWT is given a key object: from PEM text it would measure the parsing of keys.
        key = jwt.get_algorithm_by_name("RS256").prepare_key(signing_text("RS256"))
        sign = lambda jwt=jwt, key=key: jwt.encode(small_claims(), key, algorithm="RS256")  # noqa: E731
        sign()
        speedups.append(statistics.median(rate(sign, 2) / rate(sign, 1) for _ in range(ROUNDS)))
        decode = caller(jwt, "decode", small_claims())
        losses.append(statistics.median(busy_loss(decode) for _ in range(ROUNDS)))
    titles = (
        f"RS256 signatures of two threads against one ({os.cpu_count()} cores)",
        "HS256 decode beside a busy Python thread, times slower",
    )
    for title, values in zip(titles, (speedups, losses), strict=True):
        print(f"| {title} | {' | '.join(f'{value:.2f}x' for value in values)} |")


def rate(work: Callable[[], object], number: int, seconds: float = 0.4) -> float:
    """Return how often that many threads together do the work in a second."""
    end = time.perf_counter() + seconds
    counts = [0] * number

    def repeat(index: int) -> None:
        while time.perf_counter() < end:
            work()
            counts[index] += 1

    started = [threading.Thread(target=repeat, args=(index,)) for index in range(number)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return sum(counts) / seconds


def busy_loss(work: Callable[[], object]) -> float:
    """Return how many times slower the work is while another thread computes in Python."""
    alone = rate(work, 1)
    stop = threading.Event()

    def compute() -> None:
        while not stop.is_set():
            sum(range(1_000))

    busy = threading.Thread(target=compute)
    busy.start()
    try:
        return alone / rate(work, 1)
    finally:
        stop.set()
        busy.join()


def imports() -> None:
    """Print what the import takes in a fresh process, and what it loads."""
    print("\n### Import, a fresh process each\n\n| | ferrojwt | PyJWT |\n|---|---|---|")
    samples: dict[str, list[float]] = {name: [] for name in LIBRARIES}
    for _ in range(3 * ROUNDS):
        for name, module in LIBRARIES.items():
            samples[name].append(float(fresh(f"import {module}")[0]))
    cells = " | ".join(f"{statistics.median(taken) * 1000:.1f}" for taken in samples.values())
    print(f"| median, ms | {cells} |")
    print(f"| minimum, ms | {' | '.join(f'{min(t) * 1000:.1f}' for t in samples.values())} |")
    for unwanted in ("cryptography", "django", "urllib.request"):
        loaded = [unwanted in fresh(f"import {module}")[1:] for module in LIBRARIES.values()]
        print(f"| loads `{unwanted}` | {' | '.join('yes' if it else 'no' for it in loaded)} |")


def fresh(statement: str) -> list[str]:
    """Return the seconds that the statement takes in a new process, then the loaded modules."""
    program = (
        f"import sys, time; start = time.perf_counter(); {statement}; "
        "print(time.perf_counter() - start, *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def beside(make: Callable[[ModuleType], Callable[[], object]], calls: int = 1) -> list[float]:
    """Return the microseconds of one call of each library: medians of interleaved rounds."""
    timers = [
        timeit.Timer(make(importlib.import_module(name)), timer=time.process_time)
        for name in LIBRARIES.values()
    ]
    numbers = []
    for timer in timers:
        timer.timeit(1)
        numbers.append(max(1, int(0.02 / timer.timeit(1))))
    samples: list[list[float]] = [[] for _ in timers]
    for _ in range(ROUNDS):
        for timer, number, taken in zip(timers, numbers, samples, strict=True):
            taken.append(timer.timeit(number) / number / calls * 1e6)
    return [statistics.median(taken) for taken in samples]


if __name__ == "__main__":
    main()
