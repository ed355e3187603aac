"""The process inside a library's environment: one question a line in, one answer a line out.

Standard library only, apart from the library itself.
"""

import importlib.metadata
import json
import os
import sys
import time
import timeit
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cases import Case
from libraries import call, outcome

DISTRIBUTIONS = {"engine": "ferrojwt", "openssl": "cryptography"}


class Session:
    """Answers the driver's questions about one library."""

    def __init__(self, library: str) -> None:
        self.library = library
        # The processor's time: what other processes take of the machine does not count.
        self.timer = timeit.Timer("pass", timer=time.process_time)
        self.number = 1

    def answer(self, question: dict[str, Any]) -> Any:
        """Do what the question asks and return the answer."""
        if "prepare" in question:
            return self.prepare(Case(**question["prepare"]), question["token"])
        if "calibrate" in question:
            return self.calibrate(question["calibrate"])
        if "version" in question:
            return importlib.metadata.version(DISTRIBUTIONS.get(self.library, self.library))
        return self.timer.timeit(self.number) / self.number * 1e6

    def prepare(self, case: Case, token: str) -> Any:
        made = call(self.library, case, token)
        result = made.result()
        self.timer = timeit.Timer(made.statement, timer=time.process_time, globals=made.names)
        if self.library in DISTRIBUTIONS:
            return None  # A bare signature, which is no token.
        return outcome(case, result)

    def calibrate(self, seconds: float) -> int:
        # The first call of all may import or parse; it was made in `prepare`.
        number = 1
        while (taken := self.timer.timeit(number)) < seconds / 4 and number < 1_000_000:
            number *= 4
        self.number = max(1, round(number * seconds / max(taken, 1e-9)))
        return self.number


def main() -> None:
    """Answer until the driver closes the pipe."""
    # What a library prints must not end up among the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    session = Session(sys.argv[1])
    for line in sys.stdin:
        try:
            fields = {"answer": session.answer(json.loads(line))}
        except Exception as error:  # noqa: BLE001 - Whatever fails is shown as failing.
            fields = {"failed": f"{type(error).__name__}: {error}".partition("\n")[0][:200]}
        print(json.dumps(fields), file=answers, flush=True)


if __name__ == "__main__":
    main()
