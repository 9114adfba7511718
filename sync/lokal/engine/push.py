"""What pusat's answer to a batch means here."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from dapodik.pokok import display, pending, write
from dapodik.pokok.models import KINDS, Origin, Pending
from dapodik.pokok.remark import Remark, remark
from dapodik.pokok.write import Author, Edit, Incoming
from sync.lokal.models import Conflict, Connection, Outbox, Run
from sync.wire import author as authors
from sync.wire.digest import Tally
from sync.wire.messages import Ack, Change, Result
from sync.wire.problems import PROBLEMS, SyncProblem

from . import acknowledged, counts, position
from .outbox import OutboxBatch

# The changes of a batch, each with pusat's result where it was not simply taken.
Answered = list[tuple[Change, Result | None]]


@transaction.atomic
def store_ack(
    ack: Ack, batch: OutboxBatch | None, after: Tally, connection: Connection, run: Run
) -> counts.Counts:
    """Store pusat's answer to the batch that was sent: its results, the position and the outbox move
    together.

    `after`: the tally once all of the batch is taken (see acknowledged.after). Returns how many records of
    each kind were sent. Raises SyncProblem 106 for results of other records, 203 for what this version of
    the application does not know.
    """
    assert batch is not None and batch.number == ack.number, "steps.decide refuses any other ack"
    answered = _answered(batch.changes, ack)
    accepted = [(change, result) for change, result in answered if not (result and result.problem)]
    with _moving(connection, accepted) if ack.results else acknowledged.becoming(connection, after):
        if pending.acknowledge(ack.number, [one.id for one in ack.results]) < len(batch.changes):
            _settle(accepted, ack, run)
    special = [(change, result) for change, result in answered if result]
    run.refused += _put_aside(special)
    _note_conflicts(special, connection, run)
    here = position.load(connection)
    position.store(connection, here, here.after_ack(ack))
    Outbox.objects.filter(number=ack.number).delete()
    return counted(change for change, _ in accepted)


def _moving(connection: Connection, accepted: Answered) -> AbstractContextManager[None]:
    new = [change for change, result in accepted if change.is_new and not result]
    known = [change for change, result in accepted if result or not change.is_new]
    return acknowledged.moving(connection, _ids(known), new)


def _answered(changes: list[Change], ack: Ack) -> Answered:
    """Each change with pusat's result, if it has one. Raises SyncProblem 106 for that of another record."""
    if not ack.results:
        return [(change, None) for change in changes]
    results = {result.id: result for result in ack.results}
    answered = [(change, results.pop(change.id, None)) for change in changes]
    if results:
        raise SyncProblem(106)
    return answered


def _settle(accepted: Answered, ack: Ack, run: Run) -> None:
    """What pusat decided, and what was edited after it was sent."""
    decided = [_decision(change, result) for change, result in accepted if result and result.values]
    sent = [Edit(KINDS[change.kind], change.plain(), change.id) for change, _ in accepted]
    before = counts.came_before(run, (item.id for item in decided))
    try:
        counts.add(run.received, counts.of(write.settle(sent, decided, ack.head_after, run.pk), before))
    except ValidationError as error:
        raise SyncProblem(203) from error


def _ids(changes: list[Change]) -> dict[str, list[UUID]]:
    ids: dict[str, list[UUID]] = {}
    for change in changes:
        ids.setdefault(change.kind, []).append(change.id)
    return ids


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
        if result.problem:
            model = KINDS[change.kind]
            # A newer pusat may have a reason that this version does not know: then updating is the cure.
            number = result.problem if result.problem in PROBLEMS else 305
            told = SyncProblem(number, field=display.field_label(model, result.field))
            problem = {"number": number, "field": result.field, "sentence": told.text}
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
