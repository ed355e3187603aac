"""Memory stays flat: a tenth of the full run in CI, a hundredth elsewhere."""

import os
import subprocess
import sys

import pytest

from . import flat

FULL_CALLS = 10_000_000
FULL_KEYS = 1_000_000


@pytest.mark.skipif(not flat.STATUS.exists(), reason="resident memory is read from /proc")
def test_resident_memory_is_flat_after_warm_up():
    part = 10 if os.environ.get("CI") else 100
    command = [
        *(sys.executable, flat.__file__),
        *("--calls", str(FULL_CALLS // part)),
        *("--keys", str(FULL_KEYS // part)),
    ]
    # A process of its own: what other tests leave behind is not what is measured.
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


def test_memory_that_rises_after_warm_up_has_grown():
    leak = flat.TOLERANCE // 10
    samples = [50_000 + leak * number for number in range(flat.ROUNDS)]

    assert flat.growth(samples) > flat.TOLERANCE


def test_memory_that_rises_in_warm_up_only_has_not_grown():
    samples = [min(number, flat.WARM_UP) * 1000 for number in range(flat.ROUNDS)]

    assert flat.growth(samples) == 0
