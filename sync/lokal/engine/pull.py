"""Storing what is new at pusat: a page and the cursor's move in one transaction."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from dapodik.pokok import write
from dapodik.pokok.models import KINDS
from dapodik.pokok.pending import StoredChange
from dapodik.pokok.write import Incoming
from sync.lokal.models import Connection, Run
from sync.wire.messages import Item, Page
from sync.wire.problems import SyncProblem

from . import identity, position, record_counts, refused
from .acknowledged import updating_tally
from .push import author_of
from .record_counts import RecordCounts


@transaction.atomic
def store_page(page: Page, connection: Connection, run: Run) -> RecordCounts:
    """Store a page and the cursor's move.

    Returns how many records of each kind came in that this run has not counted yet. Raises
    SyncProblem 203 for what this version of the application does not know, 106 for a page from before the
    cursor.
    """
    here = position.load(connection)
    moved = here.after_page(page)
    counted = record_counts.counted_before(run, (item.id for item in page.items))
    received = _received(page, connection, run) if page.items else []
    position.store(connection, here, moved)
    if page.items:
        refused.let_go(item.id for item in page.items)
    return record_counts.of_stored(received, counted)


def _received(page: Page, connection: Connection, run: Run) -> list[StoredChange]:
    items = [incoming(item) for item in page.items]
    with updating_tally(connection, _ids(items)):
        received = receive(items, run)
        if any(change.is_new for change in received):
            identity.unite(run.pk)
    return received


def receive(items: Sequence[Incoming], run: Run) -> list[StoredChange]:
    """Store values of pusat. Raises SyncProblem 203 for a value that does not fit its field here."""
    try:
        return write.receive(items, run.pk)
    except ValidationError as error:
        raise SyncProblem(203) from error


def incoming(item: Item) -> Incoming:
    """An item of a page as `pokok.write` takes it. Raises SyncProblem 203 as `store_page` does."""
    model = KINDS.get(item.kind)
    values = item.plain()
    if model is None or not values.keys() <= set(model.synced_fields()):
        raise SyncProblem(203)
    return Incoming(model, item.id, values, author_of(item.author))


def _ids(items: list[Incoming]) -> dict[str, set[UUID]]:
    ids: dict[str, set[UUID]] = {}
    for item in items:
        ids.setdefault(item.model.kind(), set()).add(item.id)
    return ids
