"""drf-jwt's own test suite, unmodified: on ferrojwt.legacy, and on drf-jwt itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django
import pytest

from tests.conformance.upstream import DRF_JWT, HERE, run_suite, unpacked_suite

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.upstream import SuiteOutcome

REQUIRED, EXCLUDED = DRF_JWT.expectations()


@pytest.fixture(scope="module")
def suite(tmp_path_factory) -> Path:
    # The suite takes them for granted.
    for name in ("cryptography", "six"):
        pytest.importorskip(name)
    return unpacked_suite(DRF_JWT, tmp_path_factory.mktemp("drf-jwt"))


@pytest.fixture(scope="module")
def outcome(suite, tell) -> SuiteOutcome:
    outcome = run_suite(
        DRF_JWT, suite, {"jwt": "ferrojwt", "rest_framework_jwt": "ferrojwt.legacy"}
    )
    tell(f"drf-jwt's suite on ferrojwt.legacy: {outcome}")
    return outcome


@pytest.mark.skipif(
    django.VERSION >= (6,), reason="drf-jwt's blacklist cannot be imported on Django 6"
)
def test_drf_jwt_itself_has_the_same_outcome_on_pyjwt(suite, tell):
    pytest.importorskip("rest_framework_jwt", reason="the real drf-jwt is not installed")
    outcome = run_suite(DRF_JWT, suite, {})
    tell(f"drf-jwt's suite on drf-jwt: {outcome}")

    assert "jwt is jwt from " in outcome.output
    assert outcome.failed == EXCLUDED.keys(), outcome.output
    assert len(outcome.passed) + len(outcome.failed) == REQUIRED["tests"], outcome.output


def test_the_suite_runs_on_ferrojwt(outcome):
    assert "rest_framework_jwt is ferrojwt.legacy from " in outcome.output
    assert "jwt is ferrojwt from " in outcome.output


def test_exactly_the_excluded_test_fails(outcome):
    assert outcome.failed == EXCLUDED.keys(), outcome.output


def test_every_test_of_the_suite_is_run(outcome):
    assert len(outcome.passed) + len(outcome.failed) == REQUIRED["tests"], outcome.output


def test_one_test_is_excluded_and_it_has_a_reason():
    assert len(EXCLUDED) == 1
    assert all(EXCLUDED.values())


@pytest.mark.parametrize("name", EXCLUDED)
def test_the_exclusion_is_documented(name):
    compatibility = (HERE.parents[1] / "docs" / "COMPATIBILITY.md").read_text()
    assert name.rpartition("::")[2] in compatibility
