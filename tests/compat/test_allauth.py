"""django-allauth runs unmodified: headless with JWTs, a provider's ID tokens, Apple's secret."""

from __future__ import annotations

import pytest

pytest.importorskip("allauth", reason="it is not installed")


@pytest.mark.parametrize("algorithm", ["HS256", "RS256"])
def test_log_in_call_refresh_and_log_in_by_a_provider(run, presence, algorithm):
    result = run("allauth.py", presence, algorithm)
    assert result.outcome == {
        "log in": 200,
        "algorithm": algorithm,
        "protected": [200, {"name": "alice"}],
        "refresh": 200,
        "protected after refresh": [200, {"name": "alice"}],
        "replayed": 400,
        "bad token": 401,
        "social": 200,
        "social protected": [200, {"name": "carol"}],
        "forged": 400,
        "apple": "TEAM",
    }
    assert result.names == {"jwt": "ferrojwt"}
    assert result.foreign == []
