"""A database goes from simplejwt to ferrojwt.drf and back, as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ferrojwt

pytest.importorskip("rest_framework_simplejwt", reason="the real simplejwt is not installed")

BLACKLIST_PAGE = (Path(__file__).parents[2] / "docs" / "BLACKLIST.md").read_text("utf-8")
THEIRS, OURS = "rest_framework_simplejwt", "ferrojwt.drf"
OUTSTANDING = "token_blacklist_outstandingtoken"
OUR_MIGRATION = "0014_outstandingtoken_expires_at_index"
ROTATE = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
BLACKLISTED = [401, {"detail": "Token is blacklisted", "code": "token_not_valid"}]


@pytest.fixture
def run(steps_on):
    """Let a project on this package take steps on the database; return what they return."""
    return lambda package, *steps, **simple_jwt: steps_on(
        "project.py", package, {**ROTATE, **simple_jwt}, steps
    )


def jti(token):
    return ferrojwt.decode(token, options={"verify_signature": False})["jti"]


@pytest.mark.parametrize(("first", "second"), [(THEIRS, OURS), (OURS, THEIRS)])
def test_tokens_and_rows_are_honoured_after_the_change_and_after_the_change_back(
    run, first, second
):
    *_, kept, used, revoked, flushed = run(first, ["migrate"], ["create_user"], *[["login"]] * 4)
    kept, used, revoked, flushed = (pair["refresh"] for pair in (kept, used, revoked, flushed))
    [status, successor], [blacklisted, _], before = run(
        first, ["refresh", used], ["blacklist", revoked], ["rows"]
    )
    assert (status, blacklisted) == (200, 200)

    # The other takes over.
    _, after, *refused, [refreshed, next_pair], whoami, _, _, flushed_rows = run(
        second,
        ["migrate"],
        ["rows"],
        ["refresh", used],
        ["refresh", revoked],
        ["refresh", kept],
        ["whoami", successor["access"]],
        ["expire", jti(flushed)],
        ["flush"],
        ["rows"],
    )
    assert after == before
    assert refused == [BLACKLISTED, BLACKLISTED]
    assert (refreshed, whoami) == (200, 200)
    outstanding, marks = flushed_rows
    assert [jti(flushed), "alice"] not in outstanding
    assert [jti(next_pair["refresh"]), "alice"] in outstanding
    assert marks == [jti(used), jti(revoked), jti(kept)]

    # And hands back.
    _, at_end, *refused, [refreshed, _], [again, _], pair = run(
        first,
        ["migrate"],
        ["rows"],
        ["refresh", kept],
        ["refresh", used],
        ["refresh", revoked],
        ["refresh", next_pair["refresh"]],
        ["refresh", successor["refresh"]],
        ["login"],
    )
    assert at_end == flushed_rows
    assert refused == [BLACKLISTED] * 3
    assert (refreshed, again) == (200, 200)
    assert list(pair) == ["refresh", "access"]


def test_one_migration_is_added_and_it_is_no_obstacle_to_simplejwt(run):
    _, pending = run(THEIRS, ["migrate"], ["pending"])
    assert pending == []
    pending, changed = run(OURS, ["pending"], ["model_changes"])
    assert (pending, changed) == ([OUR_MIGRATION], False)
    _, pending = run(OURS, ["migrate"], ["pending"])
    assert pending == []
    pending, changed, _ = run(THEIRS, ["pending"], ["model_changes"], ["migrate"])
    assert (pending, changed) == ([], False)


def test_tables_are_the_same_but_for_one_index(run, database, tmp_path):
    _, theirs = run(THEIRS, ["migrate"], ["schema"])
    _, taken_over = run(OURS, ["migrate"], ["schema"])
    index = taken_over[OUTSTANDING]["constraints"].pop("token_blacklist_expires_at")
    assert (index["columns"], index["index"], index["unique"]) == (["expires_at"], True, False)
    assert taken_over == theirs


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_tables_are_the_same_whoever_makes_them(run, database):
    _, ours = run(OURS, ["migrate"], ["schema"])
    Path(database["NAME"]).unlink()
    _, theirs = run(THEIRS, ["migrate"], ["schema"])
    del ours[OUTSTANDING]["constraints"]["token_blacklist_expires_at"]
    assert ours == theirs


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_revoke_claims_are_honoured_by_both_while_the_setting_keeps_them_as_md5(run):
    *_, theirs = run(THEIRS, ["migrate"], ["create_user"], ["login"], CHECK_REVOKE_TOKEN=True)
    _, status, [refreshed, _], ours = run(
        OURS,
        ["migrate"],
        ["whoami", theirs["access"]],
        ["refresh", theirs["refresh"]],
        ["login"],
        CHECK_REVOKE_TOKEN=True,
        REVOKE_TOKEN_AS_MD5=True,
    )
    assert (status, refreshed) == (200, 200)
    assert run(THEIRS, ["whoami", ours["access"]], CHECK_REVOKE_TOKEN=True) == [200]


@pytest.fixture
def documented_statement(database):
    """Run the statement of docs/BLACKLIST.md that begins with these words."""
    import psycopg

    def execute(beginning):
        (statement,) = re.findall(rf"```sql\n({beginning}.*?;)\n```", BLACKLIST_PAGE, re.DOTALL)
        with psycopg.connect(
            host=database["HOST"], user="postgres", dbname=database["NAME"], autocommit=True
        ) as connection:
            connection.execute(statement)

    return execute


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_index_can_be_built_before_the_migration(run, documented_statement):
    assert "migrate --fake token_blacklist 0014" in BLACKLIST_PAGE
    run(THEIRS, ["migrate"])
    documented_statement("CREATE INDEX CONCURRENTLY")
    _, pending, changed, built_before = run(
        OURS, ["migrate", "0014", True], ["pending"], ["model_changes"], ["schema"]
    )
    assert (pending, changed) == ([], False)
    # The migration makes the same.
    _, _, built_by_migration = run(OURS, ["migrate", "0013"], ["migrate", "0014"], ["schema"])
    assert built_before == built_by_migration


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_signatures_can_be_cut_off_at_once(run, documented_statement):
    _, _, pair = run(THEIRS, ["migrate"], ["create_user"], ["login"])
    run(OURS, ["migrate"], ["login"])
    documented_statement("UPDATE")
    texts, [status, _], [again, _] = run(
        OURS, ["texts"], ["refresh", pair["refresh"]], ["refresh", pair["refresh"]]
    )
    assert texts[0] == pair["refresh"].rpartition(".")[0]
    assert [text.count(".") for text in texts] == [1, 1]
    assert (status, again) == (200, 401)


def test_signature_in_a_row_of_simplejwt_goes_when_the_token_is_spent(run):
    *_, pair = run(THEIRS, ["migrate"], ["create_user"], ["login"])
    _, before, _, [text, *_] = run(
        OURS, ["migrate"], ["texts"], ["refresh", pair["refresh"]], ["texts"]
    )
    assert before == [pair["refresh"]]
    assert text == pair["refresh"].rpartition(".")[0]
