"""What is on its way to pusat: the batches, named and kept before they are sent."""

import itertools
from collections.abc import Container, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from dapodik.pokok import pending
from dapodik.pokok.models import KINDS, Pending, Plain, Record
from sync.lokal.models import Connection, Outbox, new_epoch
from sync.wire import messages, packing, shapes
from sync.wire.catalogue import Kind, catalogue
from sync.wire.messages import Batch, Change, Offer

# Values that fields have had, see Pending.
Over = dict[str, list[Plain]]


@dataclass(frozen=True)
class OutboxBatch:
    """A batch under its number, as it is kept until its ack is stored."""

    number: int
    body: bytes
    changes: list[Change]

    @property
    def offer(self) -> Offer:
        """As it goes over the line."""
        return Offer(self.number, self.body)


def waiting() -> int:
    """How many records wait to be sent (those put aside with a problem do not)."""
    return pending.to_send().count()


def unnamed() -> "QuerySet[Pending]":
    """What waits to be sent and is in no batch yet, as it is now."""
    return pending.to_send().filter(sending__isnull=True)


def unsent() -> Iterator[Change]:
    """All changes that are in no batch yet, in the order in which they go."""
    for kind, news in _waiting().items():
        yield from _of_kind(kind, news, None)


def has_batches() -> bool:
    """Whether there is a batch without an ack."""
    return Outbox.objects.exists()


def in_flight() -> set[UUID]:
    """The records that are in a batch without an ack: pusat may know them as they were sent."""
    return {change.id for row in Outbox.objects.all() for change in _batch(row).changes}


@transaction.atomic
def batches(connection: Connection, limit: int, numbering: bool) -> list[OutboxBatch]:
    """The batches without an ack, in their order, and with `numbering` new ones after them; at most `limit`.

    A record whose batch has no ack yet is not in a second one: what was edited since goes after the ack.
    """
    found = [_batch(row) for row in Outbox.objects.order_by("number")[:limit]]
    while numbering and len(found) < limit and (parts := list(_parts(found))):
        found.append(_numbered(parts, found[-1].number + 1 if found else connection.acked + 1))
    return found


def _batch(row: Outbox) -> OutboxBatch:
    body = bytes(row.body)
    return OutboxBatch(row.number, body, packing.decode(body, Batch).changes)


def _numbered(parts: list[tuple[Change, bytes]], number: int) -> OutboxBatch:
    batch = OutboxBatch(number, packing.joined(part for _, part in parts), [change for change, _ in parts])
    pending.send([change.id for change in batch.changes], number)
    Outbox.objects.create(number=number, body=batch.body)
    return batch


def start_new_epoch(connection: Connection) -> None:
    """Count batches anew: drop those without an ack, and offer what was in them again."""
    drop_batches()
    connection.epoch, connection.acked = new_epoch(), 0
    connection.save(update_fields=["epoch", "acked"])


def drop_batches() -> None:
    """Drop the batches without an ack: their changes go again, in batches of a new count."""
    Outbox.objects.all().delete()
    pending.send_again()


def _parts(before: list[OutboxBatch]) -> Iterator[tuple[Change, bytes]]:
    """Unsent changes and their bytes, parents before what names them, up to the size of one batch; none of a
    record that is in one of these."""
    flying = {change.id for batch in before for change in batch.changes}
    count = size = 0
    for kind, news in _waiting().items():
        left = messages.BATCH_RECORDS - count
        found = _of_kind(kind, news, left + len(flying))
        for change in itertools.islice((one for one in found if not flying or one.id not in flying), left):
            part = packing.encode(change)
            size += len(part)
            if count and size > messages.BATCH_BYTES:
                return
            count += 1
            yield change, part


def _waiting() -> dict[str, set[bool]]:
    """Of which kinds something may wait, in the order in which they go, and whether that is new or not: most
    runs find few, or none."""
    found: dict[str, set[bool]] = {}
    for kind, is_new in unnamed().values_list("kind", "is_new").distinct():
        found.setdefault(kind, set()).add(is_new)
    return {kind: found[kind] for kind in KINDS if kind in found}


def _of_kind(kind: str, news: set[bool], most: int | None) -> Iterator[Change]:
    if True in news:
        yield from _all_new(catalogue().kinds[kind], most)
    if False in news:
        yield from _all_changed(catalogue().kinds[kind], most)


def _all_new(kind: Kind, most: int | None) -> Iterator[Change]:
    rows = unnamed().filter(kind=kind.name, is_new=True)
    again: dict[UUID, Over] = dict(rows.exclude(over={}).values_list("pk", "over")[:most])
    if again:
        rows = rows.filter(over={})
        for record_id, values in pending.values_of(kind.name, list(again)):
            yield _made_again(kind, record_id, values, again[record_id])
    for record_id, said in pending.said_of(kind.name, rows.values("pk")[:most], kind.defaults):
        yield Change(kind.name, record_id, *packing.apart(said, kind.references), is_new=True)


def _made_again(kind: Kind, record_id: UUID, values: dict[str, Plain], over: Over) -> Change:
    """Of one that pusat has lost, or holds as it was once: what has been emptied or brought back since is
    told too."""
    told = {name: value for name, value in values.items() if value != kind.defaults[name] or name in over}
    apart = packing.apart(told, kind.references)
    return Change(kind.name, record_id, *apart, is_new=True, over=_told(over, told))


def _all_changed(kind: Kind, most: int | None) -> Iterator[Change]:
    rows = {row.record_id: row for row in unnamed().filter(kind=kind.name, is_new=False)[:most]}
    for record_id, values in pending.values_of(kind.name, list(rows)):
        yield _changed(kind, rows[record_id], values)


def _changed(kind: Kind, row: Pending, values: dict[str, Plain]) -> Change:
    model = KINDS[kind.name]
    names = {mate for name in row.fields for mate in pending.group_of(model, name)}
    bases = {name: _base(model, row, name) for name in names}
    common = min(bases.values())
    return Change(
        kind.name,
        row.record_id,
        *packing.apart({name: values[name] for name in values if name in names}, kind.references),
        base=common,
        bases={name: base for name, base in bases.items() if base != common},
        over=_told(row.over, names),
    )


def _told(over: Over, names: Container[str]) -> Over:
    """What goes of it with the values of these fields."""
    return {name: had[-shapes.OVER_MAX :] for name, had in over.items() if had and name in names}


def _base(model: type[Record], row: Pending, name: str) -> int:
    """What the operator had seen when the field, or the group it goes with, was changed."""
    mates = [mate for mate in pending.group_of(model, name) if mate in row.fields]
    return min(int(row.fields[mate][1]) for mate in mates)
