"""Flask-JWT-Extended runs unmodified: log-in, refresh, fresh tokens, a blocklist, expiry."""

from __future__ import annotations

import pytest

pytest.importorskip("flask_jwt_extended", reason="it is not installed")

ALICE = [200, {"name": "alice"}]


def test_log_in_call_refresh_and_revoke(run, presence):
    result = run("flask_app.py", presence)
    assert result.outcome == {
        "protected": ALICE,
        "fresh": 200,
        "refreshed": ALICE,
        "refreshed is not fresh": [401, {"msg": "Fresh token required"}],
        "refresh token": [422, {"msg": "Only non-refresh tokens are allowed"}],
        "expired": [401, {"msg": "Token has expired"}],
        "changed": 422,
        "log out": 200,
        "revoked": [401, {"msg": "Token has been revoked"}],
        "signature": [422, {"msg": "Signature verification failed"}],
    }
    assert result.names == {"jwt": "ferrojwt"}
    assert result.foreign == []
