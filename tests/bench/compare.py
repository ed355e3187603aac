"""Compares ferrojwt with the other JWT libraries for Python.

`python3 dev.py bench` builds ferrojwt optimised and runs this; `--quick` takes about a minute.
Every library runs in an environment of its own, in one process kept alive, and is asked for the
same tokens in interleaved rounds. A library that does not install or fails a case is shown as
failing, with its reason. Writes `results.json` and `chart.svg` into `.cache/bench/`; `--publish`
writes them to `docs/performance/`.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import environments
from cases import ALGORITHMS, PAYLOADS, QUICK_ALGORITHMS, Case, cases, signing_text, verifying_text
from environments import NotInstalledError
from libraries import LIBRARIES
from machine import facts
from report import summary, table
from rounds import (
    QUICK_SAMPLE,
    SAMPLE,
    FailedError,
    Worker,
    interleaved,
    ratio,
    ratio_of_minima,
    workers,
)

import ferrojwt

PUBLISHED = environments.BENCH.parents[1] / "docs" / "performance"
BARE = ("engine", "openssl")


def main() -> int:
    """Measure, print the tables, write the results and the chart."""
    options = parsed()
    algorithms = QUICK_ALGORITHMS if options.quick else tuple(ALGORITHMS)
    chosen = [case for case in cases(tuple(options.algorithm or algorithms)) if wanted(case)]
    rounds = options.rounds or (5 if options.quick else 21)
    pythons, failures = installed([*dict.fromkeys(["ferrojwt", "pyjwt", *options.library])])
    with workers(pythons, QUICK_SAMPLE if options.quick else SAMPLE) as running:
        versions = {name: worker.version() for name, worker in running.items()}
        measured = [measure(case, running, failures, rounds) for case in chosen]
    results = {"machine": facts(), "versions": versions, "rounds": rounds, "cases": measured}
    print(table(results))
    folder = PUBLISHED if options.publish else environments.CACHE
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "results.json"
    path.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    if not options.no_chart:
        draw(path, folder / "chart.svg")
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="four algorithms, five short rounds")
    parser.add_argument("--rounds", type=int, help="rounds for each case")
    parser.add_argument("--algorithm", action="append", choices=ALGORITHMS, help="only this one")
    parser.add_argument(
        "--library",
        action="append",
        choices=LIBRARIES,
        help="only this one, beside ferrojwt and pyjwt",
    )
    parser.add_argument("--publish", action="store_true", help="write to docs/performance/")
    parser.add_argument("--no-chart", action="store_true", help="draw none")
    options = parser.parse_args()
    options.library = options.library or list(LIBRARIES)
    return options


def wanted(case: Case) -> bool:
    # What a large payload costs, it costs beside the signature: HMAC and one key pair show it.
    return case.payload == "small" or case.algorithm in {"HS256", "HS512", "ES256"}


def installed(libraries: list[str]) -> tuple[dict[str, Path], dict[str, str]]:
    """Return the interpreters by library, and why the others have none."""
    pythons, failures = {}, {}
    for library in libraries:
        try:
            pythons[library] = environments.python(library)
        except NotInstalledError as error:  # noqa: PERF203 - An installation takes seconds.
            failures[library] = f"did not install: {error}"
    return pythons, failures


def measure(
    case: Case, running: dict[str, Worker], not_installed: dict[str, str], rounds: int
) -> dict[str, Any]:
    """Return the case's figures by library, microseconds, and the reasons of those that failed."""
    token = ferrojwt.encode(
        PAYLOADS[case.payload], signing_text(case.algorithm), algorithm=case.algorithm
    )
    able, failed = [], dict(not_installed)
    for worker in running.values():
        # The bare signature knows no forms of keys, and HMAC is in the breakdown.
        if worker.library in BARE and (case.key_form == "text" or case.algorithm.startswith("HS")):
            continue
        try:
            result = worker.prepare(case, token)
            if worker.library not in BARE:
                check(case, result)
        except FailedError as error:
            failed[worker.library] = str(error)
        else:
            able.append(worker)
    print(f"{case.title} …", file=sys.stderr, flush=True)
    samples = interleaved(able, rounds)
    figures = {
        library: {
            **summary(taken),
            "ratio": ratio(taken, samples["ferrojwt"]),
            "ratio_of_minima": ratio_of_minima(taken, samples["ferrojwt"]),
        }
        for library, taken in samples.items()
    }
    return {**vars(case), "figures": figures, "failed": failed}


def check(case: Case, result: Any) -> None:
    """Raise FailedError unless a library has given the right answer."""
    claims = result
    if case.operation == "encode":
        try:
            claims = ferrojwt.decode(
                result, verifying_text(case.algorithm), algorithms=[case.algorithm]
            )
        except (ferrojwt.PyJWTError, TypeError) as error:
            raise FailedError(f"its token is refused: {error}") from error
    if claims != PAYLOADS[case.payload]:
        raise FailedError("its claims differ")


def draw(results: Path, chart: Path) -> None:
    """Draw the chart in the environment of the plotting library."""
    try:
        interpreter = environments.python("chart")
    except NotInstalledError as error:
        print(f"no chart: {error}", file=sys.stderr)
        return
    script = Path(__file__).with_name("chart.py")
    subprocess.run([interpreter, "-I", script, results, chart], check=True)


if __name__ == "__main__":
    sys.exit(main())
