"""What pusat has not acknowledged yet, kept in step with every write.

A row exists exactly while its record differs from what pusat last acknowledged, so a change that
is undone by hand does not count, and finding what to send costs nothing on an unchanged school.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from .chunks import SIZE, chunks
from .models import KINDS, Pending, Plain, Record, Values


@dataclass(frozen=True)
class StoredChange:
    """One record's change as it was stored: {field: (old, new)}."""

    record: Record
    changes: Mapping[str, tuple[Plain, Plain]]
    is_new: bool


def group_of(model: type[Record], field: str) -> tuple[str, ...]:
    """The fields that win or lose together with this one, itself included."""
    return next((group for group in model.field_groups if field in group), (field,))


def rows(ids: Iterable[UUID]) -> dict[UUID, Pending]:
    """The pending rows of these records."""
    return Pending.objects.in_bulk(list(ids))


def track(changes: Iterable[StoredChange], base: int) -> None:
    """Note what a local act changed. `base` is the cursor when it was made."""
    changes = list(changes)
    known = rows(change.record.id for change in changes)
    touched = [_tracked(change, known.get(change.record.id), base) for change in changes]
    store(touched)


def _tracked(change: StoredChange, row: Pending | None, base: int) -> Pending:
    record = change.record
    row = row or Pending(record_id=record.id, kind=record.kind(), is_new=change.is_new)
    row.problem = row.sending = None
    # Pusat lost this value once and may get it back from an older copy, so the record is not
    # *withdrawn*.
    row.withdrawn = row.is_new and record.soft_delete and not row.over
    for field, (old, _) in change.changes.items():
        if field in row.over:
            row.over[field].append(old)
    if row.is_new:
        return row
    for field, (old, new) in change.changes.items():
        if field in type(record).synced_fields():
            # Pusat's newer value of a pending field was not shown to the operator, so the base stays.
            acknowledged, seen = row.fields.get(field, [old, base])
            differs(row, field, acknowledged, new, seen)
    return row


def differs(row: Pending, field: str, acknowledged: Plain, local: Plain, base: int) -> None:
    """Set a field of the row to what is now acknowledged, or drop it where both sides agree."""
    if local == acknowledged:
        row.fields.pop(field, None)
    else:
        row.fields[field] = [acknowledged, base]


def settle(row: Pending, record: Record, sent: Values, decided: Values, number: int) -> dict[str, Plain]:
    """Move what is acknowledged to what pusat now holds; the values the record must take."""
    overruled: dict[str, Plain] = {}
    if row.is_new:
        sent = {name: sent.get(name, empty(type(record), name)) for name in record.synced_fields()}
    row.is_new = row.withdrawn = False
    row.problem = row.sending = None
    row.over = {}
    for name, value in {**sent, **decided}.items():
        local = record.plain(name)
        if local == sent.get(name, local):
            row.fields.pop(name, None)
            if local != value:
                overruled[name] = value
        else:
            # What pusat took was seen here before it was edited again: it came from here.
            seen = row.fields.get(name, [None, 0])[1] if name in decided else number
            differs(row, name, value, local, seen)
    return overruled


def offer_again(kind: str, ids: Iterable[UUID]) -> None:
    """Mark records that pusat turned out not to have: all of them counts as unsent."""
    ids = list(ids)
    known = rows(ids)
    again = [known.get(pk) or Pending(record_id=pk, kind=kind) for pk in ids]
    for row in again:
        row.is_new, row.fields, row.problem, row.sending = True, {}, None, None
    store(again)


@cache
def empty(model: type[Record], name: str) -> Plain:
    """The plain value of a field of which nothing is known."""
    target = next(f for f in model._meta.concrete_fields if f.attname == name)
    default = target.get_default()
    return None if default is None else default


def store(touched: Iterable[Pending]) -> None:
    """Save the rows that still say something and delete the others."""
    touched = list(touched)
    differing = [row for row in touched if row.is_new or row.fields]
    Pending.objects.bulk_create(
        differing,
        batch_size=SIZE,
        update_conflicts=True,
        unique_fields=["record_id"],
        update_fields=["is_new", "fields", "problem", "sending", "withdrawn", "over"],
    )
    for part in chunks(row.record_id for row in touched if not (row.is_new or row.fields)):
        Pending.objects.filter(pk__in=part).delete()


def _listed(ids: Iterable[UUID]) -> str:
    """All the ids as one SQL parameter, a JSON array: their number is not limited then."""
    return json.dumps([pk.hex for pk in ids])


def unsent() -> "QuerySet[Pending]":
    """The rows of records that differ from pusat's, without those that were made and deleted again here."""
    return Pending.objects.filter(withdrawn=False)


def to_send() -> "QuerySet[Pending]":
    """The rows that wait to be sent: the unsent ones that were not put aside with a problem."""
    return unsent().filter(problem__isnull=True)


def send(ids: Sequence[UUID], number: int) -> None:
    """Note that these records go, as they are now, in the batch of this number."""
    named = RawSQL("SELECT value FROM json_each(%s)", [_listed(ids)])
    Pending.objects.filter(pk__in=named).update(sending=number)


def send_again() -> None:
    """Forget what is on its way: the batch that was numbered is not sent any more."""
    Pending.objects.filter(sending__isnull=False).update(sending=None)


def acknowledge(number: int, otherwise: Collection[UUID]) -> int:
    """Note that pusat has stored the records of this batch as they were sent, except those in `otherwise`.

    A record that has changed since stays pending. Returns how many records pusat now has as they are here.
    """
    Pending.objects.filter(pk__in=otherwise).update(sending=None)
    return Pending.objects.filter(sending=number).delete()[0]


def values_of(
    kind: str, ids: "Iterable[UUID] | QuerySet[Any] | None" = None
) -> Iterator[tuple[UUID, dict[str, Plain]]]:
    """The synchronised values of records of one kind (of these ids, of those that a query finds, or of
    all), deleted ones too."""
    names = KINDS[kind].synced_fields()
    for pk, *values in _plain_rows(kind, ids):
        yield UUID(pk), dict(zip(names, values, strict=True))


def nonempty_values_of(
    kind: str, ids: "Iterable[UUID] | QuerySet[Any]", empty: Mapping[str, Plain]
) -> Iterator[tuple[UUID, dict[str, Plain]]]:
    """The values of `values_of` without those of unfilled fields. `empty`: {field: its unfilled value}."""
    fields = [(name, empty[name]) for name in KINDS[kind].synced_fields()]
    for pk, *values in _plain_rows(kind, ids):
        # Hardly anything that is not empty is false: to ask for that first is quicker.
        pairs = zip(fields, values, strict=True)
        yield UUID(pk), {name: value for (name, nothing), value in pairs if value or value != nothing}


def _plain_rows(kind: str, ids: "Iterable[UUID] | QuerySet[Any] | None") -> Iterator[tuple[Any, ...]]:
    where = ""
    parameters: tuple[Any, ...] = ()
    if isinstance(ids, QuerySet):
        sql, parameters = ids.query.sql_with_params()
        where = f" WHERE id IN ({sql})"
    elif ids is not None:
        where, parameters = " WHERE id IN (SELECT value FROM json_each(%s))", (_listed(ids),)
    with connection.cursor() as cursor:
        cursor.execute(_select_plain(KINDS[kind]) + where, parameters)
        while rows := cursor.fetchmany(2000):
            yield from rows


@cache
def _select_plain(model: type[Record]) -> str:
    """SQLite puts ids and days into plain form itself: an object for each of them, made into text, takes
    longer than all the rest of reading. Nothing but names of the model stands in it."""
    fields = (field for field in model._meta.concrete_fields if field.attname in model.synced_fields())
    return f'SELECT id, {", ".join(map(_plain_column, fields))} FROM "{model._meta.db_table}"'  # noqa: S608


def _plain_column(field: "models.Field[Any, Any]") -> str:
    name = f'"{field.column}"'
    if isinstance(field, models.UUIDField | models.ForeignKey):
        places = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        return " || '-' || ".join(f"substr({name}, {start}, {length})" for start, length in places)
    # Of a column that was declared as a day the driver makes one; an expression is of no type.
    return f"{name} || ''" if isinstance(field, models.DateField) else name


def records_of(kind: str, ids: Iterable[UUID], along: Sequence[str] = ()) -> dict[UUID, Record]:
    """The records of one kind by id, deleted ones too; `along`: what they name and is read with them."""
    query = KINDS[kind].objects.all()
    query = query.select_related(*along) if along else query
    return query.in_bulk(list(ids))
