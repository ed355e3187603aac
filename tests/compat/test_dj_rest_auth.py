"""dj-rest-auth runs unmodified: JWTs in the header and in cookies, log-out by blacklist."""

from __future__ import annotations

import pytest

pytest.importorskip("dj_rest_auth", reason="it is not installed")

ALICE = [200, {"name": "alice"}]


def test_log_in_call_refresh_and_log_out(run, presence):
    result = run("dj_rest_auth.py", presence)
    assert result.outcome == {
        "log in": 200,
        "user": "alice",
        "protected": ALICE,
        "protected with a cookie": 200,
        "refresh": 200,
        "protected after refresh": ALICE,
        "verify": 200,
        "log out": 200,
        "refresh after log-out": [
            401,
            {"detail": "Token is blacklisted", "code": "token_not_valid"},
        ],
        "bad token": 401,
        "without": 401,
        "its class is a subclass of ours": True,
    }
    assert result.names == {"rest_framework_simplejwt": "ferrojwt.drf"}
    assert result.foreign == []
