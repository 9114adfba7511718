"""What this side holds as pusat acknowledged it, hashed: kept up to date as acknowledgements come in.

Counted anew from the records themselves once a day and whenever the two sides do not agree, so that
the proof never rests on book-keeping alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from dapodik.pokok import pending
from dapodik.pokok.models import KINDS, Pending, Plain
from sync.wire import digest
from sync.wire.digest import Tally

from .models import Connection

RECOUNT = timedelta(days=1)


def tally(connection: Connection) -> Tally:
    """Count and digest per kind as acknowledged; counted anew where that is due."""
    # abs: a clock that was put back must not put the next count off for years.
    due = connection.counted is None or abs(timezone.now() - connection.counted) > RECOUNT
    return recount(connection) if due else Tally(connection.held)


def recount(connection: Connection) -> Tally:
    """Count the records themselves."""
    counted = Tally()
    for kind in KINDS:
        for _, value in hashes(kind):
            counted.add(kind, value)
    connection.held, connection.counted = counted.stored(), timezone.now()
    connection.save(update_fields=["held", "counted"])
    return counted


@contextmanager
def moving(connection: Connection, ids: Mapping[str, Iterable[UUID]]) -> Iterator[Tally]:
    """Keep count of these records of {kind: ids} while the block moves what is acknowledged of them.

    To be used inside the transaction of the block. What is quite new may be added to the tally directly.
    """
    named = {kind: list(some) for kind, some in ids.items()}
    kept = Tally(connection.held)
    for kind, some in named.items():
        for _, value in hashes(kind, some):
            kept.remove(kind, value)
    yield kept
    for kind, some in named.items():
        for _, value in hashes(kind, some):
            kept.add(kind, value)
    connection.held = kept.stored()
    connection.save(update_fields=["held"])


def hashes(kind: str, ids: list[UUID] | None = None) -> Iterator[tuple[UUID, int]]:
    """(id, hash) of each live record of a kind, as pusat acknowledged it: of these, or of all."""
    for record_id, values in acknowledged(kind, ids):
        yield record_id, digest.of_record(kind, record_id, values)


def acknowledged(kind: str, ids: list[UUID] | None = None) -> Iterator[tuple[UUID, dict[str, Plain]]]:
    """(id, values) of the same."""
    waiting = (
        {row.record_id: row for row in Pending.objects.filter(kind=kind)}
        if ids is None
        else pending.rows(ids)
    )
    for record_id, values in pending.values_of(kind, ids):
        row = waiting.get(record_id)
        if row and row.is_new:
            continue
        values.update({name: value for name, (value, _) in (row.fields if row else {}).items()})
        if not values["soft_delete"]:
            yield record_id, values
