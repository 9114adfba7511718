"""What this side holds as pusat acknowledged it, hashed: kept up to date as acknowledgements come in.

Counted anew from the records themselves once a day and whenever the two sides do not agree, so that
the proof never rests on book-keeping alone.
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


def after(connection: Connection, changes: Iterable[Change]) -> Tally:
    """The tally once pusat has taken these changes as they are."""
    will_be = tally(connection)
    by_kind: dict[str, list[Change]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change)
    for kind, some in by_kind.items():
        changed = [change.id for change in some if not change.is_new]
        known = dict(acknowledged(kind, changed) if changed else ())
        for change in some:
            before = {} if change.is_new else known.get(change.id, {})
            if before:
                will_be.remove(kind, digest.of_record(kind, change.id, before))
            values = {**before, **change.plain()}
            if not values.get("soft_delete"):
                will_be.add(kind, digest.of_record(kind, change.id, values))
    return will_be


@contextmanager
def becoming(connection: Connection, after: Tally) -> Iterator[None]:
    """Keep count while the block takes for acknowledged what `after` was foretold of.

    To be used inside the transaction of the block.
    """
    yield
    _keep(connection, after)


@contextmanager
def moving(
    connection: Connection, ids: Mapping[str, Iterable[UUID]], new: Iterable[Change] = ()
) -> Iterator[None]:
    """Keep count of these records of {kind: ids} while the block moves what is acknowledged of them; and of
    quite new ones, acknowledged as they are.

    To be used inside the transaction of the block.
    """
    named = {kind: list(some) for kind, some in ids.items()}
    kept = Tally(connection.held)
    for kind, some in named.items():
        for _, value in hashes(kind, some):
            kept.remove(kind, value)
    yield
    for kind, some in named.items():
        for _, value in hashes(kind, some):
            kept.add(kind, value)
    for change in new:
        kept.add(change.kind, digest.of_record(change.kind, change.id, change.plain()))
    _keep(connection, kept)


def _keep(connection: Connection, tally: Tally) -> None:
    connection.held = tally.stored()
    connection.save(update_fields=["held"])


def hashes(kind: str, ids: list[UUID] | None = None) -> Iterator[tuple[UUID, int]]:
    """(id, hash) of each live record of a kind, as pusat acknowledged it: of these, or of all."""
    for record_id, values in acknowledged(kind, ids):
        yield record_id, digest.of_record(kind, record_id, values)


def acknowledged(kind: str, ids: list[UUID] | None = None) -> Iterator[tuple[UUID, dict[str, Plain]]]:
    """(id, values) of the same."""
    waiting = (
        {row.record_id: row for row in Pending.objects.filter(kind=kind, is_new=False)}
        if ids is None
        else pending.rows(ids)
    )
    for record_id, values in pending.values_of(kind, _known(kind) if ids is None else ids):
        row = waiting.get(record_id)
        if row and row.is_new:
            continue
        values.update({name: value for name, (value, _) in (row.fields if row else {}).items()})
        if not values["soft_delete"]:
            yield record_id, values


def _known(kind: str) -> "QuerySet[Record, Any]":
    """The ids of the records of which pusat knows something."""
    new = Pending.objects.filter(kind=kind, is_new=True).values("pk")
    return KINDS[kind].objects.exclude(pk__in=new).values("pk")
