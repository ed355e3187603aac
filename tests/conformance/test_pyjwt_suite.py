"""PyJWT's own test suite, unmodified, with ferrojwt in place of `jwt`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conformance.upstream import PYJWT, run_suite, unpacked_suite

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.upstream import SuiteOutcome

REQUIRED, EXCLUDED = PYJWT.expectations()


@pytest.fixture(scope="module")
def suite(tmp_path_factory) -> Path:
    # Without it the suite asserts that RS256 is refused.
    pytest.importorskip("cryptography")
    return unpacked_suite(PYJWT, tmp_path_factory.mktemp("pyjwt"))


@pytest.fixture(scope="module")
def outcome(suite, tell) -> SuiteOutcome:
    outcome = run_suite(PYJWT, suite, ["jwt"])
    tell(f"PyJWT's suite on ferrojwt: {outcome}")
    return outcome


def test_the_suite_on_pyjwt_itself_gives_the_required_totals(suite):
    outcome = run_suite(PYJWT, suite, [])

    assert not outcome.failed, outcome.output
    assert len(outcome.passed) == REQUIRED["passed"]
    assert len(outcome.skipped) == REQUIRED["skipped"]


def test_the_suite_runs_on_ferrojwt(outcome):
    assert "jwt is ferrojwt from " in outcome.output


def test_only_excluded_tests_fail(outcome):
    assert outcome.failed <= EXCLUDED.keys(), outcome.output


def test_the_required_totals_are_reached(outcome):
    assert len(outcome.passed) + len(EXCLUDED) == REQUIRED["passed"], outcome.output
    assert len(outcome.skipped) == REQUIRED["skipped"], outcome.output


def test_an_excluded_test_exists_and_does_not_pass(outcome):
    assert EXCLUDED.keys() <= outcome.failed


def test_at_most_two_tests_are_excluded_and_each_has_a_reason():
    assert len(EXCLUDED) <= 2
    assert all(EXCLUDED.values())
