"""Interleaved rounds: one worker process a library, kept alive, driven over pipes.

What disturbs the machine disturbs all libraries of a round alike, so ratios within rounds are
worth more than absolute figures.
"""

import contextlib
import dataclasses
import json
import statistics
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cases import Case

WORKER = Path(__file__).with_name("worker.py")

# How long one sample should take, in seconds; a call that takes longer is run once.
SAMPLE = 0.004
QUICK_SAMPLE = 0.0015


class FailedError(Exception):
    """A worker could not do what it was asked; the text is its reason."""


class Worker:
    """A process that runs one library's calls. Close it, or use it in a `with` statement."""

    def __init__(self, library: str, python: Path, *, sample: float = SAMPLE) -> None:
        self.library = library
        self.sample = sample
        self._process = subprocess.Popen(
            [python, "-I", "-W", "ignore", WORKER, library],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def prepare(self, case: Case, token: str) -> Any:
        """Set the case up and return what its call returns. Raises FailedError."""
        return self._ask(prepare=dataclasses.asdict(case), token=token)

    def calibrate(self) -> None:
        """Choose the number of calls of one sample."""
        self._ask(calibrate=self.sample)

    def microseconds(self) -> float:
        """Run one sample and return the processor time of one call."""
        return float(self._ask(run=True))

    def version(self) -> str:
        """Return the library's version."""
        return str(self._ask(version=True))

    def close(self) -> None:
        """End the process."""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def _ask(self, **question: Any) -> Any:
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise FailedError(f"the process ended with status {self._process.wait()}")
        fields = json.loads(answer)
        if "failed" in fields:
            raise FailedError(fields["failed"])
        return fields["answer"]


@contextlib.contextmanager
def workers(pythons: Mapping[str, Path], sample: float) -> Iterator[dict[str, Worker]]:
    """Start a worker for each library, by the name of the library; end them afterwards."""
    started = {name: Worker(name, python, sample=sample) for name, python in pythons.items()}
    try:
        yield started
    finally:
        for worker in started.values():
            worker.close()


def interleaved(able: list[Worker], rounds: int) -> dict[str, list[float]]:
    """Return the microseconds of each prepared worker in each round, by library.

    The order rotates, so that no library always follows the same one.
    """
    for worker in able:
        worker.calibrate()
    samples: dict[str, list[float]] = {worker.library: [] for worker in able}
    for number in range(rounds):
        turn = number % len(able)
        for worker in able[turn:] + able[:turn]:
            samples[worker.library].append(worker.microseconds())
    return samples


def ratio_of_minima(samples: list[float], base: list[float]) -> float:
    """Return how many times as long it takes where both were disturbed least."""
    return min(samples) / min(base)


def ratio(samples: list[float], base: list[float]) -> float:
    """Return how many times as long as the base it takes: the median over the rounds."""
    return statistics.median(one / other for one, other in zip(samples, base, strict=True))
