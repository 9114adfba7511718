"""Storing pusat's answer to a batch."""

from collections.abc import Iterable, Iterator, Sequence
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
from sync.wire.messages import Ack, Change, LosingValue, Result
from sync.wire.problems import PROBLEMS, SyncProblem

from . import acknowledged, position, record_counts, refused
from .outbox import OutboxBatch
from .record_counts import RecordCounts

# The changes of a batch, each with pusat's result where it was not simply taken.
Answered = list[tuple[Change, Result | None]]


@transaction.atomic
def store_ack(
    ack: Ack, batch: OutboxBatch | None, tally: Tally, connection: Connection, run: Run
) -> RecordCounts:
    """Store pusat's answer to a batch: the results, the position and the outbox move together.

    `tally`: of what pusat has acknowledged, once it has taken all of the batch as it is. Returns how many
    records of each kind were sent. Raises SyncProblem 106 for results of other records, 203 for what this
    version of the application does not know.
    """
    assert batch is not None and batch.number == ack.number, "steps.decide refuses any other ack"
    answered = _answered(batch.changes, ack)
    accepted = [(change, result) for change, result in answered if not (result and result.problem)]
    with _updating(connection, accepted) if ack.results else acknowledged.replacing_tally(connection, tally):
        if pending.acknowledge(ack.number, [result.id for result in ack.results]) < len(batch.changes):
            _settle(accepted, ack, run)
    with_result = [(change, result) for change, result in answered if result]
    run.refused += _put_aside(with_result)
    refused.let_go(change.id for change, _ in accepted)
    _store_conflicts(with_result, connection, run)
    here = position.load(connection)
    position.store(connection, here, here.after_ack(ack))
    Outbox.objects.filter(number=ack.number).delete()
    return record_counts.of_batch(change for change, _ in accepted)


def _updating(connection: Connection, accepted: Answered) -> AbstractContextManager[None]:
    new = [change for change, result in accepted if change.is_new and not result]
    known = [change for change, result in accepted if result or not change.is_new]
    return acknowledged.updating_tally(connection, _ids(known), new)


def _answered(changes: list[Change], ack: Ack) -> Answered:
    if not ack.results:
        return [(change, None) for change in changes]
    results = {result.id: result for result in ack.results}
    answered = [(change, results.pop(change.id, None)) for change in changes]
    if results:
        raise SyncProblem(106)
    return answered


def _settle(accepted: Answered, ack: Ack, run: Run) -> None:
    """Store the values that pusat decided otherwise, and compare what was edited after it was sent."""
    decided = [_decision(change, result) for change, result in accepted if result and result.values]
    sent = [Edit(KINDS[change.kind], change.plain(), change.id) for change, _ in accepted]
    before = record_counts.counted_before(run, (item.id for item in decided))
    try:
        stored = write.settle(sent, decided, ack.head_after, run.pk)
    except ValidationError as error:
        raise SyncProblem(203) from error
    record_counts.add(run.received, record_counts.of_stored(stored, before))


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
    """The author of a value, for the history here, from the text with which pusat names it."""
    label = authors.label(text)
    if not authors.is_pusat(text):
        return Author(label, Origin.COMPUTER)
    return Author(label, Origin.SK if label.startswith("SK ") else Origin.PUSAT)


def _put_aside(answered: list[tuple[Change, Result]]) -> int:
    """Put refused changes aside until somebody edits the record, with a line in its history; their number."""
    remarks = []
    for change, result in answered:
        if result.problem:
            model = KINDS[change.kind]
            # A newer pusat may have a reason that this version does not know: then updating is the cure.
            number = result.problem if result.problem in PROBLEMS else 305
            text = SyncProblem(number, field=display.field_label(model, result.field)).text
            problem = {"number": number, "field": result.field, "sentence": text}
            Pending.objects.filter(pk=change.id).update(problem=problem)
            remarks.append(Remark(model, change.id, "jawaban pusat", "", text))
    if remarks:
        remark(remarks, Author("Pusat", Origin.PUSAT))
    return len(remarks)


def _store_conflicts(answered: Iterable[tuple[Change, Result]], connection: Connection, run: Run) -> None:
    own = authors.school(connection.installation, connection.epoch)
    Conflict.objects.bulk_create(
        Conflict(
            run=run,
            kind=change.kind,
            record_id=change.id,
            field=losing.field,
            kept=losing.kept,
            lost=losing.lost,
            kept_by="Sekolah ini" if losing.kept_author == own else authors.label(losing.kept_author),
            lost_by="Sekolah ini" if losing.author == own else authors.label(losing.author),
            lost_is_own=losing.author == own,
        )
        for change, result in answered
        for losing in _asked(result.lost)
    )


def _asked(lost: Sequence[LosingValue]) -> Iterator[LosingValue]:
    """The losing values that somebody is asked about. Where both sides deleted a record there is nothing to
    choose: with what it was deleted is as pusat has it."""
    names = {losing.field for losing in lost}
    return (losing for losing in lost if losing.field != "dihapus_bersama" or "soft_delete" in names)
