"""What a request costs: signatures made, and round trips to the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ferrojwt.drf.tokens import AccessToken, RefreshToken, SlidingToken
from tests.drf import minted

pytestmark = pytest.mark.django_db

ROTATE = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
# They frame the statements and are no round trips of the layer's own.
FRAMES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@pytest.fixture
def statements():
    """The statements made from here on, without those that frame transactions."""
    with CaptureQueriesContext(connection) as queries:
        yield lambda: [query["sql"] for query in queries if not query["sql"].startswith(FRAMES)]


@pytest.fixture
def login(client, user, password):
    return lambda path: client.post(path, {"username": user.username, "password": password})


def of_users(made):
    return [sql for sql in made if 'FROM "auth_user"' in sql]


@pytest.mark.parametrize(
    ("path", "simple_jwt", "count"),
    [
        ("/token/", {}, 2),
        ("/token/", {"STORE_TOKEN_TEXT": True}, 3),
        ("/token/sliding/", {}, 1),
    ],
)
def test_login_signs_no_more_than_what_it_answers_with(
    login, settings, signatures, path, simple_jwt, count
):
    settings.SIMPLE_JWT = simple_jwt
    assert login(path).status_code == 200
    assert len(signatures) == count


@pytest.mark.parametrize("path", ["/token/", "/token/sliding/"])
def test_login_takes_two_round_trips(login, statements, path):
    login(path)
    assert len(statements()) == 2


@pytest.mark.parametrize(("simple_jwt", "count"), [({}, 2), ({"STORE_TOKEN_TEXT": True}, 3)])
def test_rotation_signs_no_more_than_what_it_answers_with(
    client, user, settings, signatures, simple_jwt, count
):
    settings.SIMPLE_JWT = {**ROTATE, **simple_jwt}
    token = str(RefreshToken.for_user(user))
    signatures.clear()
    assert client.post("/token/refresh/", {"refresh": token}).status_code == 200
    assert len(signatures) == count


@pytest.mark.parametrize("listed", [True, False])
def test_rotation_takes_five_round_trips_and_fetches_the_user_once(
    client, user, settings, listed, statements
):
    settings.SIMPLE_JWT = ROTATE
    user_id = str(user.pk)
    token = str(RefreshToken.for_user(user)) if listed else minted.refresh(user_id=user_id)
    before = len(statements())
    assert client.post("/token/refresh/", {"refresh": token}).status_code == 200
    made = statements()[before:]
    assert len(made) == 5, made
    assert len(of_users(made)) == 1


def test_rotation_begins_with_a_write(client, user, settings, statements):
    settings.SIMPLE_JWT = ROTATE
    token = str(RefreshToken.for_user(user))
    before = len(statements())
    client.post("/token/refresh/", {"refresh": token})
    assert statements()[before].startswith("UPDATE")


def test_refresh_without_rotation_takes_two_round_trips_and_one_signature(
    client, user, statements, signatures
):
    token = str(RefreshToken.for_user(user))
    before = len(statements())
    signatures.clear()
    client.post("/token/refresh/", {"refresh": token})
    assert (len(statements()) - before, len(signatures)) == (2, 1)


def test_logout_takes_three_round_trips_and_no_signature(client, user, statements, signatures):
    token = str(RefreshToken.for_user(user))
    before = len(statements())
    signatures.clear()
    client.post("/token/blacklist/", {"refresh": token})
    assert (len(statements()) - before, signatures) == (3, [])


def test_exchange_of_a_sliding_token_takes_two_round_trips(client, user, statements):
    token = str(SlidingToken.for_user(user))
    before = len(statements())
    client.post("/token/sliding/refresh/", {"token": token})
    assert len(statements()) - before == 2


def test_verifying_takes_one_round_trip(client, statements):
    client.post("/token/verify/", {"token": minted.access()})
    assert len(statements()) == 1


def test_authentication_takes_one_round_trip(whoami, user, statements):
    token = AccessToken.for_user(user)
    whoami(token)
    assert len(statements()) == 1
