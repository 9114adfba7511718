"""Sending: the next batch of what pusat has not acknowledged, and what its ack means here."""

import itertools
from collections.abc import Container, Iterable, Iterator
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from dapodik.pokok import display, pending, write
from dapodik.pokok.models import KINDS, Cursor, Origin, Pending, Plain, Record
from dapodik.pokok.remark import Remark, remark
from dapodik.pokok.write import Author, Edit, Incoming
from sync.wire import author as authors
from sync.wire import digest, messages, packing, shapes
from sync.wire.catalogue import Kind, catalogue
from sync.wire.messages import Ack, Batch, Change, Offer, Result
from sync.wire.problems import PROBLEMS, SyncProblem

from . import counts, held
from .models import Conflict, Connection, Outbox, Run, new_epoch

# Values that fields have had, see Pending.
Over = dict[str, list[Plain]]


def waiting() -> int:
    """How many records wait to be sent (those put aside with a problem do not)."""
    return pending.to_send().count()


def makes_records() -> bool:
    """Whether records wait of which pusat knows nothing."""
    return pending.to_send().filter(is_new=True).exists()


def unsent() -> Iterator[Change]:
    """All changes that are in no batch yet, in the order in which they go."""
    for kind in _kinds():
        yield from _of_kind(kind, None)


@transaction.atomic
def offers(connection: Connection, most: int, naming: bool) -> list[Offer]:
    """The batches without an ack, in their order, and with `naming` new ones after them: at most so many.

    A record whose batch has no ack yet is not in a second one: what was edited since goes after the ack.
    """
    kept = list(Outbox.objects.order_by("number")[:most])
    flying = (
        {change.id for one in kept for change in _changes_in(one)} if naming and len(kept) < most else set()
    )
    while naming and len(kept) < most and (changes := list(_changes(flying))):
        flying |= {change.id for change in changes}
        kept.append(_named(changes, kept[-1].number + 1 if kept else connection.acked + 1))
    return [Offer(one.number, bytes(one.body)) for one in kept]


def in_flight() -> set[UUID]:
    """The records that are in a batch without an ack: pusat may know them as they were sent."""
    return {change.id for kept in Outbox.objects.all() for change in _changes_in(kept)}


def _changes_in(outbox: Outbox) -> list[Change]:
    return packing.decode(bytes(outbox.body), Batch).changes


def _named(changes: list[Change], number: int) -> Outbox:
    pending.send([change.id for change in changes], number)
    return Outbox.objects.create(number=number, body=packing.encode(Batch(changes)))


def begin_anew(connection: Connection) -> None:
    """Count batches anew: drop those without an ack, and offer what was in them again."""
    forget_batches()
    connection.epoch, connection.acked = new_epoch(), 0
    connection.save(update_fields=["epoch", "acked"])


def forget_batches() -> None:
    """Drop the batches without an ack: their changes go again, in batches of a new count."""
    Outbox.objects.all().delete()
    pending.send_again()


@transaction.atomic
def store_ack(ack: Ack, connection: Connection, run: Run) -> dict[str, dict[str, int]]:
    """Take in pusat's answer to the batch in the outbox; outcomes, cursor and outbox move together.

    Returns how many records of each kind were sent, as {kind: {added, changed, deleted}}. Raises SyncProblem
    106 for an answer to another batch, 203 for what this version of the application does not know.
    """
    outbox = Outbox.objects.filter(number=ack.number).first()
    if outbox is None:
        raise SyncProblem(106)
    changes = _changes_in(outbox)
    answered = _answered(changes, ack)
    accepted = [(change, result) for change, result in answered if not (result and result.problem)]
    known = [change for change, result in accepted if result or not change.is_new]
    with held.moving(connection, _ids(known)) as tally:
        for change, result in accepted:
            if change.is_new and not result:
                tally.add(change.kind, digest.of_record(change.kind, change.id, change.plain()))
        if pending.acknowledge(ack.number, [one.id for one in ack.results]) < len(changes):
            _settle(accepted, ack, run)
    special = [(change, result) for change, result in answered if result]
    run.refused += _put_aside(special)
    _note_conflicts(special, connection, run)
    connection.acked = ack.number
    connection.save(update_fields=["acked"])
    cursor = Cursor.load()
    if cursor.position is None and cursor.seen == ack.head_before:
        cursor.seen = ack.head_after
        cursor.save(update_fields=["seen"])
    outbox.delete()
    return counted(change for change, _ in accepted)


def _answered(changes: list[Change], ack: Ack) -> list[tuple[Change, Result | None]]:
    """Each change with pusat's result, if it has one. Raises SyncProblem 106 for that of another record."""
    if not ack.results:
        return [(change, None) for change in changes]
    results = {result.id: result for result in ack.results}
    answered = [(change, results.pop(change.id, None)) for change in changes]
    if results:
        raise SyncProblem(106)
    return answered


def _settle(accepted: list[tuple[Change, Result | None]], ack: Ack, run: Run) -> None:
    """What pusat decided, and what was edited after it was sent."""
    decided = [_decision(change, result) for change, result in accepted if result and result.values]
    sent = [Edit(KINDS[change.kind], change.plain(), change.id) for change, _ in accepted]
    try:
        counts.add(run.received, counts.of(write.settle(sent, decided, ack.head_after, run.pk)))
    except ValidationError as error:
        raise SyncProblem(203) from error


def _ids(changes: list[Change]) -> dict[str, list[UUID]]:
    ids: dict[str, list[UUID]] = {}
    for change in changes:
        ids.setdefault(change.kind, []).append(change.id)
    return ids


def _changes(flying: set[UUID]) -> Iterator[Change]:
    """Unsent changes, parents before what names them, up to the size of one batch; not of these records."""
    count = size = 0
    for kind in _kinds():
        left = messages.BATCH_RECORDS - count
        found = (one for one in _of_kind(kind, left + len(flying)) if one.id not in flying)
        for change in itertools.islice(found, left):
            size += len(packing.encode(change))
            if count and size > messages.BATCH_BYTES:
                return
            count += 1
            yield change


def _kinds() -> list[str]:
    """Those of which something may wait, in the order in which they go: most runs find few, or none."""
    waiting = set(pending.to_send().values_list("kind", flat=True).distinct())
    return [kind for kind in KINDS if kind in waiting]


def _of_kind(kind: str, most: int | None) -> Iterator[Change]:
    rows = pending.to_send().filter(kind=kind, sending__isnull=True)
    new = rows.filter(is_new=True).values("pk")
    over = dict(rows.filter(is_new=True).exclude(over={}).values_list("pk", "over"))
    for record_id, values in pending.values_of(kind, new[:most]):
        yield _new(catalogue().kinds[kind], record_id, values, over.get(record_id, {}))
    changed = {row.record_id: row for row in rows.filter(is_new=False)[:most]}
    for record_id, values in pending.values_of(kind, list(changed)):
        yield _changed(catalogue().kinds[kind], changed[record_id], values)


def _new(kind: Kind, record_id: UUID, values: dict[str, Plain], over: Over) -> Change:
    filled = {name: value for name, value in values.items() if value != kind.defaults[name]}
    sent = packing.apart(filled, kind.references)
    return Change(kind.name, record_id, *sent, is_new=True, over=_told(over, filled))


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


def _decision(change: Change, result: Result) -> Incoming:
    model = KINDS[change.kind]
    if not result.values.keys() <= set(model.synced_fields()):
        raise SyncProblem(203)
    return Incoming(model, change.id, result.values, author_of(result.author))


def author_of(text: str) -> Author:
    """Who wrote a value at pusat, for the history here."""
    label = authors.label(text)
    return Author(label, Origin.SK if label.startswith("SK ") and authors.is_pusat(text) else Origin.PUSAT)


def _put_aside(answered: list[tuple[Change, Result]]) -> int:
    """Put what pusat refused aside until somebody changes it, and say so in its history; how many it were."""
    remarks = []
    for change, result in answered:
        if result.problem in PROBLEMS:
            model = KINDS[change.kind]
            told = SyncProblem(result.problem, field=display.field_label(model, result.field))
            problem = {"number": result.problem, "field": result.field, "sentence": told.text}
            Pending.objects.filter(pk=change.id).update(problem=problem)
            remarks.append(Remark(model, change.id, "jawaban pusat", "", told.text))
    if remarks:
        remark(remarks, Author("Pusat", Origin.PUSAT))
    return len(remarks)


def _note_conflicts(answered: list[tuple[Change, Result]], connection: Connection, run: Run) -> None:
    own = authors.school(connection.installation, connection.epoch)
    Conflict.objects.bulk_create(
        Conflict(
            run=run,
            kind=change.kind,
            record_id=change.id,
            field=lost.field,
            kept=lost.kept,
            lost=lost.lost,
            kept_by="Sekolah ini" if lost.kept_author == own else authors.label(lost.kept_author),
            lost_by="Sekolah ini" if lost.author == own else authors.label(lost.author),
            lost_is_own=lost.author == own,
        )
        for change, result in answered
        for lost in result.lost
    )


def counted(changes: Iterable[Change]) -> counts.Counts:
    """How many records of each kind these add, change and delete."""
    return counts.tally((change.kind, _done(change)) for change in changes)


def _done(change: Change) -> str:
    return "deleted" if change.values.get("soft_delete") else "added" if change.is_new else "changed"
