"""What blacklisting makes of the row that lists the token."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ferrojwt.drf.token_blacklist.models import OutstandingToken
from ferrojwt.drf.tokens import RefreshToken, SlidingToken
from ferrojwt.drf.utils import datetime_from_epoch
from tests.drf import minted

pytestmark = pytest.mark.django_db

ROTATE = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
HOUR = timedelta(hours=1)


@pytest.fixture
def taken_over(user):
    """A token whose row keeps the whole text, as simplejwt's rows do."""
    token = str(RefreshToken.for_user(user))
    OutstandingToken.objects.update(token=token)
    return token


def row():
    return OutstandingToken.objects.order_by("pk").first()


@pytest.mark.parametrize("path", ["/token/refresh/", "/token/blacklist/"])
def test_signature_goes_when_the_token_is_spent(client, settings, taken_over, path):
    settings.SIMPLE_JWT = ROTATE
    with CaptureQueriesContext(connection) as queries:
        assert client.post(path, {"refresh": taken_over}).status_code == 200
    assert row().token == taken_over.rpartition(".")[0]
    assert sum(query["sql"].startswith("UPDATE") for query in queries) == 1


def test_signature_stays_where_whole_texts_are_asked_for(settings, taken_over):
    settings.SIMPLE_JWT = {"STORE_TOKEN_TEXT": True}
    RefreshToken(taken_over).blacklist()
    assert row().token == taken_over


def test_text_stays_where_the_token_has_none_of_its_own(user):
    token = RefreshToken.for_user(user)
    before = row().token
    token.blacklist()
    assert row().token == before


def test_row_lasts_as_long_as_the_leeway_lets_the_token_pass(user, settings):
    settings.SIMPLE_JWT = {"LEEWAY": HOUR}
    token = RefreshToken.for_user(user)
    token.blacklist()
    assert row().expires_at == datetime_from_epoch(token["exp"]) + HOUR


def test_row_of_an_unlisted_token_lasts_as_long(settings):
    settings.SIMPLE_JWT = {"LEEWAY": HOUR}
    RefreshToken(minted.refresh()).blacklist()
    assert row().expires_at == datetime_from_epoch(minted.FAR) + HOUR


@pytest.mark.parametrize("later", [HOUR, timedelta(microseconds=1)])
def test_end_of_a_row_is_never_brought_forward(user, later):
    token = RefreshToken.for_user(user)
    end = datetime_from_epoch(token["exp"]) + later
    OutstandingToken.objects.update(expires_at=end)
    token.blacklist()
    assert row().expires_at == end


def test_end_of_a_row_is_put_off_to_that_of_the_token(user):
    token = RefreshToken.for_user(user)
    end = row().expires_at
    OutstandingToken.objects.update(expires_at=end - HOUR)
    token.blacklist()
    assert row().expires_at == end


@pytest.mark.parametrize(
    ("token_class", "text"),
    [
        (RefreshToken, minted.refresh(exp=253402300799)),
        (SlidingToken, minted.sliding(refresh_exp=253402300799)),
    ],
)
def test_end_beyond_the_last_year_is_the_last_moment_that_is_shown_everywhere(
    settings, token_class, text
):
    settings.SIMPLE_JWT = {"LEEWAY": HOUR}
    token_class(text).blacklist()
    assert row().expires_at == datetime(9999, 12, 30, tzinfo=timezone.utc)
