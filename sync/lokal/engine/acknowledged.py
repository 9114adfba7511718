"""The tally of what pusat has acknowledged of this school's records, kept up to date with every
acknowledgement.

It is counted anew from the records themselves once a day, and whenever the two sides do not agree. So the
proof never rests on book-keeping alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from dapodik.pokok import pending
from dapodik.pokok.models import KINDS, Pending, Plain, Record
from sync.lokal.models import Connection
from sync.wire import digest
from sync.wire.digest import Tally
from sync.wire.messages import Change

RECOUNT = timedelta(days=1)


def tally(connection: Connection) -> Tally:
    """The tally as it is stored; counted anew where that is due."""
    # abs: a clock that was put back must not put the next count off for years.
    due = connection.counted is None or abs(timezone.now() - connection.counted) > RECOUNT
    return recount(connection) if due else Tally(connection.held)


def recount(connection: Connection) -> Tally:
    """Count the records themselves, and store the tally."""
    counted = Tally()
    for kind in KINDS:
        for _, value in hashes(kind):
            counted.add(kind, value)
    connection.held, connection.counted = counted.stored(), timezone.now()
    connection.save(update_fields=["held", "counted"])
    return counted


def tally_after(connection: Connection, changes: Iterable[Change]) -> Tally:
    """The tally as it will be once pusat has taken these changes as they are."""
    foretold = tally(connection)
    by_kind: dict[str, list[Change]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change)
    for kind, of_kind in by_kind.items():
        changed = [change.id for change in of_kind if not change.is_new]
        known = dict(values_of(kind, changed) if changed else ())
        for change in of_kind:
            before = {} if change.is_new else known.get(change.id, {})
            if before:
                foretold.remove(kind, digest.of_record(kind, change.id, before))
            values = {**before, **change.plain()}
            if not values.get("soft_delete"):
                foretold.add(kind, digest.of_record(kind, change.id, values))
    return foretold


@contextmanager
def replacing_tally(connection: Connection, foretold: Tally) -> Iterator[None]:
    """Store this tally after the block, which takes as acknowledged what it was foretold for.

    To be used inside the transaction of the block.
    """
    yield
    _store(connection, foretold)


@contextmanager
def updating_tally(
    connection: Connection, ids: Mapping[str, Iterable[UUID]], new: Iterable[Change] = ()
) -> Iterator[None]:
    """Bring the tally up to date after the block, which changes what is acknowledged of some records.

    These are the known records `ids` ({kind: ids}), and `new` ones that pusat has taken as they are. To be
    used inside the transaction of the block.
    """
    known = {kind: list(of_kind) for kind, of_kind in ids.items()}
    updated = Tally(connection.held)
    for kind, of_kind in known.items():
        for _, value in hashes(kind, of_kind):
            updated.remove(kind, value)
    yield
    for kind, of_kind in known.items():
        for _, value in hashes(kind, of_kind):
            updated.add(kind, value)
    for change in new:
        updated.add(change.kind, digest.of_record(change.kind, change.id, change.plain()))
    _store(connection, updated)


def _store(connection: Connection, tally: Tally) -> None:
    connection.held = tally.stored()
    connection.save(update_fields=["held"])


def hashes(kind: str, ids: list[UUID] | None = None) -> Iterator[tuple[UUID, int]]:
    """(id, hash) of the acknowledged values of each live record of a kind: of these ids, or of all."""
    for record_id, values in values_of(kind, ids):
        yield record_id, digest.of_record(kind, record_id, values)


def values_of(kind: str, ids: list[UUID] | None = None) -> Iterator[tuple[UUID, dict[str, Plain]]]:
    """(id, acknowledged values) of each live record of a kind: of these ids, or of all."""
    waiting = (
        {row.record_id: row for row in Pending.objects.filter(kind=kind, is_new=False)}
        if ids is None
        else pending.rows(ids)
    )
    for record_id, values in pending.values_of(kind, _known_ids(kind) if ids is None else ids):
        row = waiting.get(record_id)
        if row and row.is_new:
            continue
        values.update({name: value for name, (value, _) in (row.fields if row else {}).items()})
        if not values["soft_delete"]:
            yield record_id, values


def _known_ids(kind: str) -> "QuerySet[Record, Any]":
    """The ids of the records that pusat knows."""
    new = Pending.objects.filter(kind=kind, is_new=True).values("pk")
    return KINDS[kind].objects.exclude(pk__in=new).values("pk")
