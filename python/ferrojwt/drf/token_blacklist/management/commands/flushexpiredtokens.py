"""``manage.py flushexpiredtokens``: deletes the rows of tokens that have expired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import router, transaction
from django.db.models.signals import post_delete, pre_delete

from ferrojwt.drf.state import token_backend
from ferrojwt.drf.token_blacklist.models import BlacklistedToken, OutstandingToken
from ferrojwt.drf.utils import aware_utcnow

if TYPE_CHECKING:
    from django.core.management.base import CommandParser
    from django.db.models import QuerySet


class Command(BaseCommand):
    """Deletes expired outstanding tokens, and blacklisted ones with them, in batches."""

    help = "Deletes expired tokens from the lists of outstanding and of blacklisted tokens."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--dry-run", action="store_true", help="Count the expired tokens and delete nothing."
        )
        parser.add_argument(
            "--batch-size",
            type=int,
            default=10_000,
            help="Tokens deleted in one transaction (default: %(default)s).",
        )

    def handle(self, *_args: Any, dry_run: bool, batch_size: int, **options: Any) -> None:
        """Run the command."""
        if batch_size < 1:
            raise CommandError("--batch-size must be at least 1.")
        # A token within the leeway is still accepted, so the mark on it has to stay.
        moment = aware_utcnow() - token_backend.get_leeway()
        database = router.db_for_write(OutstandingToken)
        expired = OutstandingToken.objects.using(database).filter(expires_at__lte=moment)
        total = expired.count()
        if dry_run:
            self.stdout.write(f"{total} expired tokens would be deleted.")
            return
        done = 0
        for deleted in delete_in_batches(expired, batch_size):
            done += deleted
            if options["verbosity"] > 0:
                self.stdout.write(f"Deleted {done} of {total} expired tokens.")
                self.stdout.flush()


def delete_in_batches(expired: QuerySet[OutstandingToken], batch_size: int) -> Any:
    """Delete the rows and what refers to them; yield the number of each batch.

    A batch is a range of ids: two statements, whatever its size, and no row is fetched.
    """
    by_id = expired.order_by("pk").values_list("pk", flat=True)
    delete = _delete_in_sql if _nobody_watches() else _delete_one_by_one
    last = 0
    while True:
        rest = by_id.filter(pk__gt=last)
        # The last id of a full batch; an incomplete one ends where the rows end.
        bound = rest[batch_size - 1 : batch_size].first() or by_id.reverse().first()
        if bound is None or bound <= last:
            return
        with transaction.atomic(using=expired.db):
            yield delete(expired, last, bound)
        last = bound


def _delete_in_sql(expired: QuerySet[OutstandingToken], last: int, bound: int) -> int:
    batch = expired.order_by().filter(pk__gt=last, pk__lte=bound)
    # The range is said twice, since a planner would not infer it for the other table's index.
    blacklisted = BlacklistedToken.objects.using(batch.db).filter(
        token__in=batch, token_id__gt=last, token_id__lte=bound
    )
    # `delete` would fetch every row first, for cascades and signals that there are none of.
    blacklisted._raw_delete(batch.db)  # noqa: SLF001 - the only deletion that is one statement
    deleted: int = batch._raw_delete(batch.db)  # noqa: SLF001 - as above
    return deleted


def _delete_one_by_one(expired: QuerySet[OutstandingToken], last: int, bound: int) -> int:
    _total, by_model = expired.filter(pk__gt=last, pk__lte=bound).delete()
    deleted: int = by_model.get(OutstandingToken._meta.label, 0)
    return deleted


def _nobody_watches() -> bool:
    """Tell whether deleting in SQL skips nothing: no signal receivers, no other foreign keys."""
    relations = [relation.related_model for relation in OutstandingToken._meta.related_objects]
    return (
        relations == [BlacklistedToken]
        and not BlacklistedToken._meta.related_objects
        and not any(
            signal.has_listeners(model)
            for signal in (pre_delete, post_delete)
            for model in (OutstandingToken, BlacklistedToken)
        )
    )
