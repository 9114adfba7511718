"""Taking in a batch of a school: exactly once, field by field, all of it in one transaction."""

from collections.abc import Container, Sequence
from uuid import UUID

from sync.pusat import sql
from sync.pusat.models import Installation, Sekolah
from sync.pusat.store import table
from sync.pusat.store.changes import Changes, records, tally
from sync.pusat.store.table import RecordRow
from sync.wire import author as authors
from sync.wire import packing
from sync.wire.catalogue import catalogue
from sync.wire.merge import Merged, Sender, StoredRecord, merge, values_of_new
from sync.wire.messages import PAGE_RECORDS, Ack, Batch, Change, Exchange, Offer, Result
from sync.wire.shapes import FIELDS_MAX, OVER_MAX, Plain

from . import day_bytes, quotas, references
from .references import Given

_LAST = """
SELECT "number" FROM batch WHERE sekolah_id = %s AND installation = %s AND epoch = %s
ORDER BY "number" DESC LIMIT 1
"""
_BATCH = """
SELECT hash, ack FROM batch WHERE sekolah_id = %s AND installation = %s AND epoch = %s AND "number" = %s
"""
_ACCEPTED = """
INSERT INTO batch (sekolah_id, installation, epoch, "number", hash, ack, created)
VALUES (%s, %s, %s, %s, %s, %s, CURRENT_TIMESTAMP)
"""


class OtherHistory(Exception):
    """The installation counts its batches otherwise than pusat: it was restored from a backup, or copied."""


def accept(
    school: Sekolah, installation: Installation, request: Exchange, lowered: Container[str]
) -> Ack | None:
    """Accept the offered batch and return its ack; where it was accepted before, return the stored ack.

    None where there is no batch; and for a batch that makes records, where the sender has not seen records
    that another computer has made: they may be the same. `lowered`: the rules that pusat has lowered. The
    school must be locked. Raises OtherHistory where the number of the batch does not follow the last one, or
    belongs to another batch.
    """
    offer = request.offer
    count = (school.pk.hex, installation.number, request.epoch)
    (last,) = sql.row(_LAST, *count) or (0,)
    if offer is None:
        if request.acked != last:
            raise OtherHistory
        return None
    if offer.number <= last:
        return _repeated(offer, *count)
    if offer.number != last + 1:
        raise OtherHistory
    batch = packing.decode(offer.body, Batch)
    author = authors.school(installation.number, request.epoch)
    if any(change.is_new for change in batch.changes) and _made_since(school, request.since, author):
        return None
    day_bytes.count(school, len(offer.body))
    ack = _apply(school, batch, offer.number, author, lowered)
    sql.run(_ACCEPTED, *count, offer.number, offer.hash, packing.encode(ack))
    return ack


def _made_since(school: Sekolah, number: int, author: str) -> bool:
    """True where others have made records after this number, or where more has changed than is looked
    through."""
    if number == school.head:
        return False
    rows = list(table.after(school.pk, number, PAGE_RECORDS))
    made = (row.versions.first for row in rows)
    return len(rows) == PAGE_RECORDS or any(by.number > number and by.author != author for by in made)


def _repeated(offer: Offer, *count: object) -> Ack:
    """The stored ack of a batch that comes again."""
    hash, ack = sql.row(_BATCH, *count, offer.number) or ("", b"")
    if hash != offer.hash:
        raise OtherHistory
    return packing.decode(bytes(ack), Ack)


def _apply(school: Sekolah, batch: Batch, number: int, author: str, lowered: Container[str]) -> Ack:
    head_before = school.head
    rows = records(school.pk, [change.id for change in batch.changes])
    given = [
        Given(change, change.plain(), rows.get(change.id) or RecordRow(change.id, change.kind, is_new=True))
        for change in batch.changes
    ]
    refused = _refusals(given, school, lowered)
    references.refuse_dangling(school, given, refused)
    changes = Changes(school, author)
    results = []
    for each in given:
        result = refused.get(each.change.id) or _merge(each, changes, author)
        if result:
            results.append(result)
    changes.store()
    return Ack(number, head_before, school.head, results)


def _merge(given: Given, changes: Changes, author: str) -> Result | None:
    change, values, row = given.change, given.values, given.row
    kind = catalogue().kinds[change.kind]
    if row.is_new:
        # A field that was emptied is stored too: that is newer than what another computer may send.
        emptied = {name: values[name] for name in change.over if name in values}
        changes.take(row, {**values_of_new(kind, values), **emptied}, change.over)
        return None
    sender = Sender(author, lambda name: change.bases.get(name, change.base), change.over)
    merged = merge(kind, StoredRecord(row.values, row.version), values, sender)
    result = _result(change.id, merged, row)
    if merged.accepted:
        changes.take(row, merged.accepted, _over(change, row))
    return result


def _over(change: Change, row: RecordRow) -> dict[str, list[Plain]]:
    """The values to store as `over` (see merge.Version) with the change's values: those that its sender had
    seen, and those that the present value was written over."""
    earlier = {name: [*over, row.values.get(name)] for name, over in row.versions.over().items()}
    return {
        name: [*change.over.get(name, ()), *earlier.get(name, ())][-OVER_MAX:]
        for name in change.over.keys() | earlier.keys()
    }


def _result(record_id: UUID, merged: Merged, row: RecordRow) -> Result | None:
    if not merged.overruled and not merged.conflicts:
        return None
    author = row.version(next(iter(merged.overruled), "")).author
    return Result(record_id, values=merged.overruled, author=author, lost=merged.conflicts)


def _refusals(batch: Sequence[Given], school: Sekolah, lowered: Container[str]) -> dict[UUID, Result]:
    """The changes that cannot be stored, each with its problem. What is left of a quota goes to the first."""
    refused: dict[UUID, Result] = {}
    live = tally(school)
    for given in batch:
        result = _refused(given, school, lowered) or _beyond(given, live.count(given.change.kind))
        if result:
            refused[given.change.id] = result
        elif given.is_live != given.was_live:
            (live.add if given.is_live else live.remove)(given.change.kind, 0)
    return refused


def _beyond(given: Given, live: int) -> Result | None:
    """The quota beyond which a change would go of a school that has so many live records of its kind."""
    change = given.change
    makes_live = given.is_live and not given.was_live
    problem = quotas.problem(catalogue().kinds[change.kind], live, makes_live, given.values, given.row.values)
    return Result(change.id, problem=problem[1], field=problem[0]) if problem else None


def _refused(given: Given, school: Sekolah, lowered: Container[str]) -> Result | None:
    """The problem for which a change cannot be stored: pusat never trusts a client."""
    change, values, row = given.change, given.values, given.row
    kind = catalogue().kinds.get(change.kind)
    if kind is None:
        return Result(change.id, problem=404)
    if row.kind != change.kind or (change.kind == "sekolah" and change.id != school.pk):
        return Result(change.id, problem=405)
    sekolah_id = values.get("sekolah_id")
    if sekolah_id is not None and sekolah_id != str(school.pk):
        return Result(change.id, problem=405, field="sekolah_id")
    if len(row.values) + len(values) > FIELDS_MAX and len(row.values.keys() | values.keys()) > FIELDS_MAX:
        return Result(change.id, problem=401, field=next(iter(values)))
    problem = kind.first_problem(values, lowered)
    return Result(change.id, problem=problem[1], field=problem[0]) if problem else None
