"""simplejwt's own test suite, unmodified: on ferrojwt.drf, and on itself with ferrojwt as `jwt`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conformance.upstream import HERE, SIMPLEJWT, run_suite, unpacked_suite

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.upstream import SuiteOutcome

REQUIRED, EXCLUDED = SIMPLEJWT.expectations()


@pytest.fixture(scope="module")
def suite(tmp_path_factory) -> Path:
    # The suite takes them for granted.
    for name in ("cryptography", "jose", "rest_framework_simplejwt"):
        pytest.importorskip(name)
    return unpacked_suite(SIMPLEJWT, tmp_path_factory.mktemp("simplejwt"))


@pytest.fixture(scope="module")
def outcome(suite, tell) -> SuiteOutcome:
    names = ["jwt", "rest_framework_simplejwt"]
    outcome = run_suite(SIMPLEJWT, suite, names, CONFORMANCE_SIMPLE_JWT_FLAGS="STORE_TOKEN_TEXT")
    tell(f"simplejwt's suite on ferrojwt.drf: {outcome}")
    return outcome


@pytest.mark.parametrize(("names", "package"), [([], "jwt"), (["jwt"], "ferrojwt")])
def test_simplejwt_itself_has_the_same_outcome_on_pyjwt_and_on_ferrojwt(
    suite, tell, names, package
):
    outcome = run_suite(SIMPLEJWT, suite, names)
    tell(f"simplejwt's suite on simplejwt, with {package}: {outcome}")

    assert f"jwt is {package} from " in outcome.output
    assert outcome.failed_as_a_whole == set(), outcome.output
    assert len(outcome.passed) + len(outcome.failed) == REQUIRED["tests"], outcome.output
    assert dict(outcome.failed_subtests) == REQUIRED["failed_subtests"], outcome.output


def test_the_suite_runs_on_ferrojwt(outcome):
    assert "rest_framework_simplejwt is ferrojwt.drf from " in outcome.output
    assert "jwt is ferrojwt from " in outcome.output


def test_exactly_the_excluded_tests_fail(outcome):
    assert outcome.failed_as_a_whole == EXCLUDED.keys(), outcome.output


def test_only_the_subtests_fail_that_fail_on_simplejwt(outcome):
    assert dict(outcome.failed_subtests) == REQUIRED["failed_subtests"], outcome.output


def test_every_test_of_the_suite_is_run(outcome):
    assert len(outcome.passed) + len(outcome.failed) == REQUIRED["tests"], outcome.output


def test_at_most_four_tests_are_excluded_and_each_has_a_reason():
    assert len(EXCLUDED) <= 4
    assert all(EXCLUDED.values())


@pytest.mark.parametrize("name", EXCLUDED)
def test_each_exclusion_is_documented(name):
    compatibility = (HERE.parents[1] / "docs" / "COMPATIBILITY.md").read_text()
    assert name.rpartition("::")[2] in compatibility
