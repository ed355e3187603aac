"""drf-spectacular runs unmodified on a project that was written for simplejwt."""

from __future__ import annotations

ALICE = [200, {"name": "alice"}]


def test_schema_describes_views_that_are_named_by_the_alias(run, presence):
    result = run("spectacular.py", presence)
    assert result.outcome == {
        "complaints": [],
        "paths": ["/refresh/", "/token/", "/verify/", "/whoami/"],
        "scheme": {"jwtAuth": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        "security of the token view": None,
        "security of the protected view": [{"jwtAuth": []}],
        "obtain": ["access", "password", "refresh", "username"],
        "refresh": ["access", "refresh"],
        "protected": ALICE,
        "rotation": 200,
        "protected after rotation": ALICE,
        "spent": [401, {"detail": "Token is blacklisted", "code": "token_not_valid"}],
    }
    assert result.names["rest_framework_simplejwt"] == "ferrojwt.drf"
    assert result.foreign == []
