"""The one door through which a record changes.

Every function here saves only the fields that differ and writes the journal in the same
transaction. No other code saves, updates or deletes a record (`tests/pokok/test_one_door.py`).
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from . import deleted_with, pending
from .chunks import SIZE
from .models import KINDS, Cursor, Journal, Origin, Part, Pending, Plain, Record, Values
from .models.record import from_plain
from .pending import StoredChange


@dataclass(frozen=True)
class Author:
    """Who changes a record, and from where. `name` is what the history shows (at most 255 characters)."""

    name: str
    origin: Origin


@dataclass(frozen=True)
class Edit:
    """New values for one record, in plain form (or Python's: dates, UUIDs). `id` None: a new record."""

    model: type[Record]
    values: Mapping[str, Any]
    id: UUID | None = None


@dataclass(frozen=True)
class Incoming:
    """What pusat says of one record, and who said it there."""

    model: type[Record]
    id: UUID
    values: Values
    author: Author


@dataclass
class _Batch:
    """Records of one act, loaded once per kind."""

    records: dict[UUID, Record] = field(default_factory=dict)

    @classmethod
    def load(cls, wanted: Iterable[tuple[type[Record], UUID | None]]) -> "_Batch":
        batch = cls()
        by_kind: dict[str, list[UUID]] = {}
        for model, record_id in wanted:
            if record_id is not None:
                by_kind.setdefault(model.kind(), []).append(record_id)
        for kind, ids in by_kind.items():
            batch.records.update(pending.records_of(kind, ids))
        return batch


def new_id() -> UUID:
    """An id for a record that is about to be made."""
    return uuid.uuid4()


@transaction.atomic
def save(edits: Sequence[Edit], author: Author, operation: UUID | None = None) -> list[StoredChange]:
    """Apply local edits: all of them or none.

    Returns the changes that were made; an edit that changes nothing leaves no trace. An edit whose
    id is unknown makes the record under that id. Two edits of one record in one call are refused
    (ValueError). Raises ValidationError where a value does not fit its field.
    """
    if len({edit.id for edit in edits if edit.id}) != sum(1 for edit in edits if edit.id):
        raise ValueError("two edits of one record in one act")
    batch = _Batch.load((edit.model, edit.id) for edit in edits)
    changes = [_changed(edit, batch) for edit in _with_deletions(edits, batch)]
    made = [change for change in changes if change.changes or change.is_new]
    base = Cursor.load().seen
    _store(made, author, operation or uuid.uuid4(), base)
    pending.track(made, base)
    return made


@transaction.atomic
def receive(incoming: Sequence[Incoming], operation: UUID) -> list[StoredChange]:
    """Apply what pusat says. What the school has changed and not yet sent stays as it is.

    A field with an unsent change keeps its local value (its group too); only what counts as
    acknowledged moves. Pusat decides between the two when the change is sent.
    """
    batch = _Batch.load((item.model, item.id) for item in incoming)
    waiting = pending.rows(batch.records)
    made = []
    for item in incoming:
        record = batch.records.get(item.id)
        row = waiting.get(item.id)
        values = _free_values(item, record, row) if record and row else item.values
        change = _changed(Edit(item.model, values, item.id), batch)
        batch.records[item.id] = change.record
        if change.changes or change.is_new:
            made.append((change, item.author))
    pending.store(waiting.values())
    base = Cursor.load().seen
    # New records first: a change by one author may be to a record that another made.
    made.sort(key=lambda pair: not pair[0].is_new)
    for is_new, author in dict.fromkeys((change.is_new, by) for change, by in made):
        alike = [change for change, by in made if (change.is_new, by) == (is_new, author)]
        _store(alike, author, operation, base)
    return [change for change, _ in made]


@transaction.atomic
def settle(
    sent: Sequence[Edit], decisions: Sequence[Incoming], number: int, operation: UUID
) -> list[StoredChange]:
    """Apply pusat's answer to what was `sent`, which got numbers up to `number`; `decisions` holds what
    it decided otherwise.

    A field that was edited again after it was sent keeps its new value and stays unsent. Records that
    are still as they were sent, and about which pusat decided nothing, need not come here: see
    `pending.acknowledge`.
    """
    decided = {item.id: item for item in decisions}
    waiting = pending.rows(edit.id for edit in sent if edit.id)
    batch = _Batch.load((edit.model, edit.id) for edit in sent)
    base = Cursor.load().seen
    overruled: list[tuple[Edit, Author]] = []
    for edit in sent:
        record = batch.records[edit.id] if edit.id else None
        if record is None:
            continue
        # No row: what was sent has been taken back here since, and pusat holds it all the same.
        row = waiting.setdefault(record.pk, Pending(record_id=record.pk, kind=record.kind()))
        item = decided.get(record.pk)
        values = pending.settle(row, record, edit.values, item.values if item else {}, number)
        if values and item:
            overruled.append((Edit(item.model, values, record.pk), item.author))
    pending.store(waiting.values())
    made = []
    for edit, author in overruled:
        change = _changed(edit, batch)
        _store([change], author, operation, base)
        made.append(change)
    return made


@transaction.atomic
def unite(model: type[Record], own: UUID, theirs: UUID, author: Author, operation: UUID) -> None:
    """Make one record of two: `own`, which pusat has never seen, goes up in pusat's `theirs`.

    What was typed here and differs stays as an unsent change; references and history follow. Source
    of the rule: two computers that import one sheet end with one set of pupils (docs/architecture.md,
    "One identity").
    Raises ValueError where pusat knows `own`.
    """
    row = Pending.objects.get(pk=own)
    if not row.is_new:
        raise ValueError(f"{model.kind()} {own} is known to pusat already")
    mine, their_records = (pending.records_of(model.kind(), [own, theirs])[key] for key in (own, theirs))
    values: dict[str, Any] = {
        name: mine.plain(name)
        for name in model.synced_fields()
        if mine.plain(name) not in (pending.empty(model, name), their_records.plain(name))
    }
    edits = [Edit(model, {**values, "tak_terbaca": mine.tak_terbaca}, theirs)]
    edits += [
        Edit(other, {reference: theirs}, pk)
        for other in KINDS.values()
        for reference in (name for name, named in other.references().items() if named is model)
        for pk in other.objects.filter(**{reference: own}).values_list("pk", flat=True)
    ]
    row.delete()
    model.objects.filter(pk=own).delete()
    Journal.objects.filter(record_id=own).update(record_id=theirs)
    gone: dict[str, tuple[Plain, Plain]] = {"soft_delete": (False, True), "id": (str(own), str(theirs))}
    _journal([StoredChange(mine, gone, False)], author, operation, 0)
    batch = _Batch.load((edit.model, edit.id) for edit in edits)
    changes = [change for change in (_changed(edit, batch) for edit in edits) if change.changes]
    _store(changes, author, operation, 0)
    # Base 0: whoever typed it here had seen nothing of pusat's record.
    pending.track(changes, 0)


def _free_values(item: Incoming, record: Record, row: Pending) -> Values:
    """The values of `item` that no unsent change stands in the way of; moves what is acknowledged."""
    if row.is_new:
        row.is_new = row.withdrawn = False
        for name in item.model.synced_fields():
            pending.differs(
                row, name, item.values.get(name, pending.empty(item.model, name)), record.plain(name), 0
            )
        return {}
    free = {}
    for name, value in item.values.items():
        unsent = [mate for mate in pending.group_of(item.model, name) if mate in row.fields]
        if unsent:
            base = min(row.fields[mate][1] for mate in unsent)
            pending.differs(row, name, value, record.plain(name), base)
        else:
            free[name] = value
    return free


def _with_deletions(edits: Sequence[Edit], batch: _Batch) -> list[Edit]:
    """The edits of an act with what follows for `dihapus_bersama`, and with those that follow for other
    records, which are added to the batch."""
    deletes = {edit.id: edit.values.get("soft_delete") for edit in edits if edit.id}
    going = {pk for pk, deleted in deletes.items() if deleted}
    completed = [_with_deletion(edit, batch, going) for edit in edits]
    returning = [pk for pk, deleted in deletes.items() if deleted is False and pk in batch.records]
    for owner in [batch.records[pk] for pk in returning if batch.records[pk].soft_delete]:
        for part, value in deleted_with.of_staying(owner, deletes):
            batch.records[part.pk] = part
            completed.append(Edit(type(part), {"dihapus_bersama": value}, part.pk))
    return completed


def _with_deletion(edit: Edit, batch: _Batch, going: Set[UUID]) -> Edit:
    deleted = edit.values.get("soft_delete")
    if deleted is None or "dihapus_bersama" in edit.values:
        return edit
    part = (batch.records.get(edit.id) if edit.id else None) or edit.model()
    if not isinstance(part, Part) or deleted == part.soft_delete:
        return edit
    value = deleted_with.of_deleted(part, going) if deleted else ""
    return replace(edit, values={**edit.values, "dihapus_bersama": value})


def _changed(edit: Edit, batch: _Batch) -> StoredChange:
    """Put an edit's values on its record (not yet saved) and say which of them differ."""
    record = batch.records.get(edit.id) if edit.id else None
    is_new = record is None
    record = record or edit.model(id=edit.id or new_id())
    changes: dict[str, tuple[Plain, Plain]] = {}
    for name, value in edit.values.items():
        if name == "tak_terbaca":
            old: Any = record.tak_terbaca
            new: Any = value
            record.tak_terbaca = value
        else:
            old = record.plain(name)
            setattr(record, name, from_plain(edit.model, name, value))
            new = record.plain(name)
        if old != new:
            changes[name] = (old, new)
    _forget_unread(record, edit.values, changes)
    return StoredChange(record, changes, is_new)


def _forget_unread(record: Record, values: Mapping[str, Any], changes: dict[str, Any]) -> None:
    """A field that got a value is no longer unreadable."""
    if "tak_terbaca" in values or not record.tak_terbaca.keys() & changes.keys():
        return
    left = {name: raw for name, raw in record.tak_terbaca.items() if name not in changes}
    changes["tak_terbaca"] = (record.tak_terbaca, left)
    record.tak_terbaca = left


def _store(changes: Sequence[StoredChange], author: Author, operation: UUID, base: int) -> None:
    now = timezone.now()
    for change in changes:
        change.record.last_update = now
        change.record.updater = author.name
    alike: dict[tuple[type[Record], tuple[str, ...] | None], list[Record]] = {}
    for change in changes:
        fields = None if change.is_new else tuple(sorted(change.changes))
        alike.setdefault((type(change.record), fields), []).append(change.record)
    for (model, fields), records in alike.items():
        if fields is None:
            for record in records:
                record.create_date = now
            model.objects.bulk_create(records, batch_size=SIZE)
        else:
            _update(model, fields, records)
    _journal(changes, author, operation, base)


def _update(model: type[Record], fields: Sequence[str], records: list[Record]) -> None:
    """Save these fields of records that exist: as inserts that meet their own id, many in one statement."""
    columns = {field.attname: field.name for field in model._meta.concrete_fields}
    model.objects.bulk_create(
        records,
        batch_size=SIZE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[columns[name] for name in (*fields, "last_update", "updater")],
    )


def _journal(changes: Sequence[StoredChange], author: Author, operation: UUID, base: int) -> None:
    now = timezone.now()
    Journal.objects.bulk_create(
        [
            Journal(
                operation=operation,
                kind=change.record.kind(),
                record_id=change.record.id,
                changes={name: list(pair) for name, pair in change.changes.items()},
                is_new=change.is_new,
                author=author.name,
                origin=author.origin,
                base=base,
                at=now,
            )
            for change in changes
        ],
        batch_size=SIZE,
    )
