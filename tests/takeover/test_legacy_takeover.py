"""A database goes from drf-jwt to ferrojwt.legacy and back, as it is."""

from __future__ import annotations

from pathlib import Path

import django
import pytest

import ferrojwt

pytest.importorskip("rest_framework_jwt", reason="the real drf-jwt is not installed")
pytestmark = pytest.mark.skipif(
    django.VERSION >= (6,), reason="drf-jwt's blacklist cannot be imported on Django 6"
)

THEIRS, OURS = "rest_framework_jwt", "ferrojwt.legacy"


@pytest.fixture
def run(steps_on):
    """Let a project on this package take steps on the database; return what they return."""
    return lambda package, *steps, **jwt_auth: steps_on(
        "legacy_project.py", package, jwt_auth, steps
    )


def jti(token):
    return ferrojwt.decode(token, options={"verify_signature": False})["jti"]


@pytest.mark.parametrize(("first", "second"), [(THEIRS, OURS), (OURS, THEIRS)])
def test_tokens_and_rows_are_honoured_after_the_change_and_after_the_change_back(
    run, first, second
):
    *_, kept, revoked, parent, stale = run(first, ["migrate"], ["create_user"], *[["login"]] * 4)
    [_, child], blacklisted, _, before = run(
        first, ["refresh", parent], ["blacklist", revoked], ["blacklist", stale], ["rows"]
    )
    assert blacklisted == 201
    assert before == [[jti(revoked), revoked, "alice"], [jti(stale), stale, "alice"]]

    # The other takes over.
    _, after, *seen, [refused, errors], [refreshed, successor], _, _, _, rows = run(
        second,
        ["migrate"],
        ["rows"],
        ["whoami", kept],
        ["whoami", revoked],
        ["whoami", child["token"]],
        ["verify", revoked],
        ["refresh", kept],
        ["blacklist", parent],
        ["expire", stale],
        ["flush"],
        ["rows"],
    )
    assert after == before
    assert seen == [200, 403, 200]
    assert (refused, errors) == (400, {"non_field_errors": ["Token is blacklisted."]})
    assert refreshed == 201
    assert rows == [[jti(revoked), revoked, "alice"], [jti(parent), parent, "alice"]]

    # And hands back: the row of a parent blocks its child.
    _, at_end, *seen = run(
        first,
        ["migrate"],
        ["rows"],
        *(["whoami", token] for token in (successor["token"], kept, revoked, child["token"])),
    )
    assert at_end == rows
    assert seen == [200, 200, 403, 403]


@pytest.mark.parametrize("mode", ["require", "off"])
@pytest.mark.parametrize(("first", "second"), [(THEIRS, OURS), (OURS, THEIRS)])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_rows_of_every_mode_are_honoured(run, first, second, mode):
    *_, token = run(first, ["migrate"], ["create_user"], ["login"], JWT_TOKEN_ID=mode)
    blacklisted, [row] = run(first, ["blacklist", token], ["rows"], JWT_TOKEN_ID=mode)
    assert blacklisted == 201
    assert row == ([jti(token), None, "alice"] if mode == "require" else [None, token, "alice"])
    assert run(second, ["whoami", token], JWT_TOKEN_ID=mode) == [403]


@pytest.mark.parametrize(("first", "second"), [(THEIRS, OURS), (OURS, THEIRS)])
def test_nothing_is_to_be_migrated(run, first, second):
    _, pending = run(first, ["migrate"], ["pending"])
    assert pending == []
    assert run(second, ["pending"], ["model_changes"]) == [[], False]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_table_is_the_same_whoever_makes_it(run, database):
    _, ours = run(OURS, ["migrate"], ["schema"])
    Path(database["NAME"]).unlink()
    _, theirs = run(THEIRS, ["migrate"], ["schema"])
    assert ours == theirs


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_table_of_postgresql_is_taken_over_with_its_indexes(run):
    _, theirs = run(THEIRS, ["migrate"], ["schema"])
    _, _, _, ours = run(OURS, ["migrate", "zero"], ["pending"], ["migrate"], ["schema"])
    assert ours == theirs


def test_rows_of_drf_jwts_first_releases_get_their_ids(run):
    *_, token = run(THEIRS, ["migrate"], ["create_user"], ["login"])
    run(THEIRS, ["migrate", "0001_initial"], ["add_row", token])
    run(OURS, ["add_row", "garbage"], ["add_row", "e30.e30.AA"])
    pending, _, rows, status = run(OURS, ["pending"], ["migrate"], ["rows"], ["whoami", token])
    assert pending == ["0002_add_token_id"]
    assert rows == [
        [jti(token), token, "alice"],
        [None, "garbage", "alice"],
        [None, "e30.e30.AA", "alice"],
    ]
    assert status == 403
