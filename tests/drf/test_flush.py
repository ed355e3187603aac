"""flushexpiredtokens: expired rows go, in batches of two statements."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models.signals import pre_delete
from django.utils import timezone

from ferrojwt.drf.token_blacklist.models import BlacklistedToken, OutstandingToken

pytestmark = pytest.mark.django_db


def flush(**options):
    output = StringIO()
    call_command("flushexpiredtokens", stdout=output, **options)
    return output.getvalue()


def outstanding(jti, *, age, blacklisted=False):
    """A row that expired `age` seconds ago."""
    row = OutstandingToken.objects.create(
        jti=jti, token="", expires_at=timezone.now() - timedelta(seconds=age)
    )
    if blacklisted:
        BlacklistedToken.objects.create(token=row)


def left():
    return set(OutstandingToken.objects.values_list("jti", flat=True))


@pytest.fixture
def mixed():
    """Seven expired rows among three that are not."""
    for number in range(10):
        age = -60 if number % 4 == 1 else 60
        outstanding(str(number), age=age, blacklisted=number % 2 == 0 or number == 5)
    return {"1", "5", "9"}


@pytest.mark.parametrize("batch_size", [1, 2, 3, 6, 7, 8, 10_000])
@pytest.mark.usefixtures("mixed")
def test_expired_rows_go_and_the_others_stay(mixed, batch_size):
    flush(batch_size=batch_size)
    assert left() == mixed
    assert [row.token.jti for row in BlacklistedToken.objects.all()] == ["5"]


def test_nothing_to_do_is_done_quietly():
    assert flush() == ""


@pytest.mark.usefixtures("mixed")
def test_progress_is_shown_after_each_batch():
    assert flush(batch_size=3).splitlines() == [
        "Deleted 3 of 7 expired tokens.",
        "Deleted 6 of 7 expired tokens.",
        "Deleted 7 of 7 expired tokens.",
    ]


@pytest.mark.usefixtures("mixed")
def test_progress_is_not_shown_when_nobody_wants_it():
    assert flush(verbosity=0) == ""


@pytest.mark.usefixtures("mixed")
def test_dry_run_counts_and_deletes_nothing():
    assert flush(dry_run=True) == "7 expired tokens would be deleted.\n"
    assert OutstandingToken.objects.count() == 10


@pytest.mark.usefixtures("mixed")
def test_batch_is_two_deletions_whatever_its_size(django_assert_num_queries):
    with django_assert_num_queries(9) as queries:
        flush()
    deletions = [query["sql"] for query in queries if query["sql"].startswith("DELETE")]
    assert len(deletions) == 2


def test_token_within_the_leeway_is_kept(settings):
    settings.SIMPLE_JWT = {"LEEWAY": 30}
    outstanding("within", age=20, blacklisted=True)
    outstanding("beyond", age=40)
    flush()
    assert left() == {"within"}


@pytest.mark.usefixtures("mixed")
def test_receivers_of_deletions_are_told_of_each_row(mixed):
    told = []

    def receiver(instance, **_):
        told.append(instance.jti)

    pre_delete.connect(receiver, sender=OutstandingToken)
    try:
        assert flush(batch_size=3).splitlines()[-1] == "Deleted 7 of 7 expired tokens."
    finally:
        pre_delete.disconnect(receiver, sender=OutstandingToken)
    assert sorted(told) == ["0", "2", "3", "4", "6", "7", "8"]
    assert left() == mixed


@pytest.mark.parametrize("batch_size", [0, -1])
def test_batch_of_nothing_is_refused(batch_size):
    with pytest.raises(CommandError, match="at least 1"):
        flush(batch_size=batch_size)
