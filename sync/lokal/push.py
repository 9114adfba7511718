"""Sending: the next batch of what pusat has not acknowledged, and what its ack means here."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from dapodik.pokok import display, pending, write
from dapodik.pokok.models import KINDS, Cursor, Origin, Pending, Record
from dapodik.pokok.remark import Remark, remark
from dapodik.pokok.write import Author, Incoming
from sync.wire import author as authors
from sync.wire import messages
from sync.wire.catalogue import catalogue
from sync.wire.messages import Ack, Batch, Change, Offer, Result
from sync.wire.problems import PROBLEMS, SyncProblem

from .models import Conflict, Connection, Outbox, Run


def waiting() -> int:
    """How many records wait to be sent (those put aside with a problem do not)."""
    return Pending.objects.filter(problem__isnull=True).count()


def next_offer(connection: Connection) -> Offer | None:
    """The batch to send now: the one without an ack, else a new one, else None."""
    kept = Outbox.objects.first()
    if kept is None:
        changes = list(_changes())
        if not changes:
            return None
        kept = Outbox.objects.create(number=connection.acked + 1, body=messages.encode(Batch(changes)))
    return Offer(kept.number, bytes(kept.body))


@transaction.atomic
def store_ack(ack: Ack, connection: Connection, run: Run) -> dict[str, dict[str, int]]:
    """Take in pusat's answer to the batch in the outbox; outcomes, cursor and outbox move together.

    Returns how many records of each kind were sent, as {kind: {added, changed, deleted}}.
    """
    outbox = Outbox.objects.get(number=ack.number)
    batch = messages.decode(bytes(outbox.body), Batch)
    results = {result.id: result for result in ack.results}
    accepted = [c for c in batch.changes if not (c.id in results and results[c.id].problem)]
    write.settle(
        [_decision(c, results[c.id]) for c in accepted if c.id in results and results[c.id].values],
        {UUID(c.id): c.values for c in accepted},
        run.pk,
    )
    _put_aside(batch, results)
    _note_conflicts(batch, results, connection, run)
    connection.acked = ack.number
    connection.save(update_fields=["acked"])
    cursor = Cursor.load()
    if cursor.position is None and cursor.seen == ack.head_before:
        cursor.seen = ack.head_after
        cursor.save(update_fields=["seen"])
    outbox.delete()
    return _counted(accepted)


def _changes() -> Iterator[Change]:
    """Unsent changes, parents before what names them, up to the size of one batch."""
    count = size = 0
    for kind in KINDS:
        rows = Pending.objects.filter(kind=kind, problem__isnull=True).order_by("pk")[
            : messages.BATCH_RECORDS - count
        ]
        records = pending.records_of(kind, [row.record_id for row in rows])
        for row in rows:
            change = _change(records[row.record_id], row)
            if change is None:
                continue
            size += len(messages.encode(change))
            if count and size > messages.BATCH_BYTES:
                return
            count += 1
            yield change
        if count >= messages.BATCH_RECORDS:
            return


def _change(record: Record, row: Pending) -> Change | None:
    kind = catalogue().kinds[row.kind]
    if row.is_new:
        if record.soft_delete:
            return None
        values = {name: record.plain(name) for name in record.synced_fields()}
        filled = {name: value for name, value in values.items() if value != kind.fields[name].default}
        return Change(row.kind, str(record.pk), filled, is_new=True)
    names = {mate for name in row.fields for mate in pending.group_of(type(record), name)}
    bases = {name: _base(record, row, name) for name in names}
    common = min(bases.values())
    return Change(
        row.kind,
        str(record.pk),
        {name: record.plain(name) for name in record.synced_fields() if name in names},
        base=common,
        bases={name: base for name, base in bases.items() if base != common},
    )


def _base(record: Record, row: Pending, name: str) -> int:
    """What the operator had seen when the field, or the group it goes with, was changed."""
    mates = [mate for mate in pending.group_of(type(record), name) if mate in row.fields]
    return min(int(row.fields[mate][1]) for mate in mates)


def _decision(change: Change, result: Result) -> Incoming:
    return Incoming(KINDS[change.kind], UUID(change.id), result.values, author_of(result.author))


def author_of(text: str) -> Author:
    """Who wrote a value at pusat, for the history here."""
    label = authors.label(text)
    return Author(label, Origin.SK if label.startswith("SK ") and authors.is_pusat(text) else Origin.PUSAT)


def _put_aside(batch: Batch, results: dict[str, Result]) -> None:
    """Put what pusat refused aside until somebody changes it, and say so in its history."""
    remarks = []
    for change in batch.changes:
        result = results.get(change.id)
        if result and result.problem in PROBLEMS:
            model = KINDS[change.kind]
            told = SyncProblem(result.problem, field=display.field_label(model, result.field))
            problem = {"number": result.problem, "field": result.field, "sentence": told.text}
            Pending.objects.filter(pk=change.id).update(problem=problem)
            remarks.append(Remark(model, UUID(change.id), "jawaban pusat", "", told.text))
    remark(remarks, Author("Pusat", Origin.PUSAT))


def _note_conflicts(batch: Batch, results: dict[str, Result], connection: Connection, run: Run) -> None:
    own = authors.school(connection.installation, connection.epoch)
    kinds = {change.id: change.kind for change in batch.changes}
    Conflict.objects.bulk_create(
        Conflict(
            run=run,
            kind=kinds[result.id],
            record_id=result.id,
            field=lost.field,
            kept=lost.kept,
            lost=lost.lost,
            kept_by="Sekolah ini" if lost.kept_author == own else authors.label(lost.kept_author),
            lost_by="Sekolah ini" if lost.author == own else authors.label(lost.author),
            lost_is_own=lost.author == own,
        )
        for result in results.values()
        for lost in result.lost
    )


def _counted(changes: list[Change]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for change in changes:
        done = "deleted" if change.values.get("soft_delete") else "added" if change.is_new else "changed"
        counts.setdefault(change.kind, {"added": 0, "changed": 0, "deleted": 0})[done] += 1
    return counts
