"""social-auth-app-django runs unmodified: an OpenID provider's ID tokens, Apple's secret."""

from __future__ import annotations

import pytest

pytest.importorskip("social_django", reason="it is not installed")


def test_log_in_through_an_openid_provider(run, presence):
    result = run("social_auth.py", presence)
    assert result.outcome == {
        "log in": "/whoami/",
        "protected": "carol",
        "for another audience": "/refused/",
        "expired": "/refused/",
        "nobody else is logged in": "",
        "apple": "TEAM",
    }
    assert result.names == {"jwt": "ferrojwt"}
    assert result.foreign == []
