"""djoser runs unmodified: its JWT endpoints and the token strategy of its social log-in."""

from __future__ import annotations

import pytest

pytest.importorskip("djoser", reason="it is not installed")

ALICE = [200, {"name": "alice"}]


def test_log_in_call_refresh_and_verify(run, presence):
    result = run("djoser.py", presence)
    assert result.outcome == {
        "register": 201,
        "log in": 200,
        "me": "alice",
        "protected": ALICE,
        "refresh": 200,
        "protected after refresh": ALICE,
        "social": ALICE,
        "verify": 200,
        "bad token": 401,
        "verify of a bad token": 401,
        "wrong password": 401,
    }
    assert result.names == {"rest_framework_simplejwt": "ferrojwt.drf"}
    assert result.foreign == []
