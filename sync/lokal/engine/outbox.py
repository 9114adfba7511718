"""The outbox: batches of pending changes, numbered and stored before they are sent."""

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
    """A batch with its number, as it is stored until its ack comes. `body`: the encoded Batch."""

    number: int
    body: bytes
    changes: list[Change]

    @property
    def offer(self) -> Offer:
        """The batch as it is sent."""
        return Offer(self.number, self.body)


def waiting_count() -> int:
    """The number of records that wait to be sent. Those put aside with a problem do not."""
    return pending.to_send().count()


def unnumbered() -> "QuerySet[Pending]":
    """The rows of the records that wait to be sent and are in no batch yet."""
    return pending.to_send().filter(sending__isnull=True)


def unnumbered_changes() -> Iterator[Change]:
    """The changes of these records, in the order in which they go."""
    for kind, news in _waiting().items():
        yield from _of_kind(kind, news, None)


def has_batches() -> bool:
    """True where a batch has no ack yet."""
    return Outbox.objects.exists()


def in_flight() -> set[UUID]:
    """The ids of the records in batches without an ack: pusat may know them as they were sent."""
    return {change.id for row in Outbox.objects.all() for change in _batch(row).changes}


@transaction.atomic
def batches(connection: Connection, limit: int, numbering: bool) -> list[OutboxBatch]:
    """The batches without an ack, in their order, and with `numbering` new ones after them; at most `limit`.

    A record whose batch has no ack yet is not in a second one: what was edited since goes after the ack.
    """
    going = [_batch(row) for row in Outbox.objects.order_by("number")[:limit]]
    while numbering and len(going) < limit and (parts := list(_parts(going))):
        going.append(_numbered(parts, going[-1].number + 1 if going else connection.acked + 1))
    return going


def _batch(row: Outbox) -> OutboxBatch:
    body = bytes(row.body)
    return OutboxBatch(row.number, body, packing.decode(body, Batch).changes)


def _numbered(parts: list[tuple[Change, bytes]], number: int) -> OutboxBatch:
    batch = OutboxBatch(number, packing.joined(part for _, part in parts), [change for change, _ in parts])
    pending.send([change.id for change in batch.changes], number)
    Outbox.objects.create(number=number, body=batch.body)
    return batch


def start_new_epoch(connection: Connection) -> None:
    """Begin another count of batches: drop those without an ack, so that their changes go again."""
    drop_batches()
    connection.epoch, connection.acked = new_epoch(), 0
    connection.save(update_fields=["epoch", "acked"])


def drop_batches() -> None:
    """Drop the batches without an ack: their changes go again, under new numbers."""
    Outbox.objects.all().delete()
    pending.send_again()


def _parts(before: list[OutboxBatch]) -> Iterator[tuple[Change, bytes]]:
    """(change, its bytes) of what is in no batch yet, up to the size of one batch; none of a record that is
    in the batches `before` it. A record comes before those that refer to it."""
    flying = {change.id for batch in before for change in batch.changes}
    count = size = 0
    for kind, news in _waiting().items():
        left = messages.BATCH_RECORDS - count
        changes = _of_kind(kind, news, left + len(flying))
        free = (change for change in changes if not flying or change.id not in flying)
        for change in itertools.islice(free, left):
            part = packing.encode(change)
            size += len(part)
            if count and size > messages.BATCH_BYTES:
                return
            count += 1
            yield change, part


def _waiting() -> dict[str, set[bool]]:
    """{kind: {is_new, ...}} of what is in no batch yet, in the order in which kinds go. Most runs find
    few."""
    waiting: dict[str, set[bool]] = {}
    for kind, is_new in unnumbered().values_list("kind", "is_new").distinct():
        waiting.setdefault(kind, set()).add(is_new)
    return {kind: waiting[kind] for kind in KINDS if kind in waiting}


def _of_kind(kind: str, news: set[bool], limit: int | None) -> Iterator[Change]:
    if True in news:
        yield from _all_new(catalogue().kinds[kind], limit)
    if False in news:
        yield from _all_changed(catalogue().kinds[kind], limit)


def _all_new(kind: Kind, limit: int | None) -> Iterator[Change]:
    rows = unnumbered().filter(kind=kind.name, is_new=True)
    again: dict[UUID, Over] = dict(rows.exclude(over={}).values_list("pk", "over")[:limit])
    if again:
        rows = rows.filter(over={})
        for record_id, values in pending.values_of(kind.name, list(again)):
            yield _made_again(kind, record_id, values, again[record_id])
    for record_id, values in pending.nonempty_values_of(kind.name, rows.values("pk")[:limit], kind.defaults):
        yield Change(kind.name, record_id, *packing.apart(values, kind.references), is_new=True)


def _made_again(kind: Kind, record_id: UUID, values: dict[str, Plain], over: Over) -> Change:
    """The change of a record that pusat has lost, or stores as it was once. It also says what was emptied or
    brought back since."""
    sent = {name: value for name, value in values.items() if value != kind.defaults[name] or name in over}
    apart = packing.apart(sent, kind.references)
    return Change(kind.name, record_id, *apart, is_new=True, over=_over(over, sent))


def _all_changed(kind: Kind, limit: int | None) -> Iterator[Change]:
    rows = {row.record_id: row for row in unnumbered().filter(kind=kind.name, is_new=False)[:limit]}
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
        over=_over(row.over, names),
    )


def _over(over: Over, names: Container[str]) -> Over:
    """The earlier values of these fields, as many as travel."""
    return {name: values[-shapes.OVER_MAX :] for name, values in over.items() if values and name in names}


def _base(model: type[Record], row: Pending, name: str) -> int:
    """The cursor when the field, or the first of its group, was edited."""
    mates = [mate for mate in pending.group_of(model, name) if mate in row.fields]
    return min(int(row.fields[mate][1]) for mate in mates)
