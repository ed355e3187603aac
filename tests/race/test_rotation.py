"""One refresh token, presented by several requests at once: exactly one of them is served."""

from __future__ import annotations

import pytest

from tests.race.rotation import RACERS, ROUNDS
from tests.race.table import race

# A tenth of what the table in docs/BLACKLIST.md is measured with.
FEW = ROUNDS // 10
EXACTLY_ONE = {
    "rounds by number of successes": {"1": FEW},
    "answers by status": {"200": FEW, "401": FEW * (RACERS - 1)},
}


@pytest.mark.parametrize("atomic", [(), ("--atomic-requests",)], ids=["autocommit", "atomic"])
@pytest.mark.parametrize(
    "what",
    [(), ("--unlisted",), ("--endpoint", "blacklist")],
    ids=["rotation", "rotation-of-an-unlisted-token", "logout"],
)
def test_exactly_one_succeeds_and_the_others_are_401(database, atomic, what):
    assert race("ferrojwt.drf", database, *atomic, *what, "--rounds", str(FEW)) == EXACTLY_ONE
