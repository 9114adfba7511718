"""Rows of the journal in words."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dapodik.pokok import display
from dapodik.pokok.family import owners_of
from dapodik.pokok.models import DELETION, KINDS, Act, Journal, Plain, Record, Sekolah
from dapodik.pokok.put_back import may_return

from .. import record_names

_FOLDED = 3


@dataclass(frozen=True)
class FieldHistory:
    """One field's change. `returns`: its old value can be put back."""

    name: str
    label: str
    old: str
    new: str
    returns: bool


@dataclass(frozen=True)
class HistoryEntry:
    """One act on one record; `act` where it was done to many under a title."""

    id: int
    at: datetime
    author: str
    origin: str
    act: Act | None
    about: str
    what: str
    fields: list[FieldHistory]

    @property
    def shown(self) -> list[FieldHistory]:
        """The fields that stand in the table; none of a new record with many fields, which are folded."""
        return [] if self.what == "Dibuat" and len(self.fields) > _FOLDED else self.fields


def entries(rows: Sequence[Journal], own: Collection[UUID] = (), only: str = "") -> list[HistoryEntry]:
    """The rows in words, in a number of queries that does not grow with them.

    `own`: the record whose page it is and all that belongs to it, which need not be named again. `only`:
    this field alone.
    """
    names = _Names(rows)
    acts = Act.objects.in_bulk({row.operation for row in rows})
    return [_entry(row, acts.get(row.operation), names, own, only) for row in rows]


class _Names:
    """The records that rows are about and those these mention: one query for each kind of record."""

    def __init__(self, rows: Iterable[Journal]) -> None:
        rows = list(rows)
        self._known = record_names.of_kinds((row.kind, row.record_id) for row in rows)
        mentioned = list(_mentioned(rows, self._known.values()))
        self._known |= record_names.of_kinds(pair for pair in mentioned if pair[1] not in self._known)

    def record(self, pk: UUID) -> Record | None:
        """A record, or None where there is none any more (two were united)."""
        return self._known.get(pk)

    def name(self, pk: Plain) -> str:
        """The name of a record by its id in plain form."""
        return str(self._known.get(UUID(pk), "")) if isinstance(pk, str) and pk else ""


def _mentioned(rows: Iterable[Journal], records: Iterable[Record]) -> Iterator[tuple[str, UUID]]:
    for row in rows:
        for name, target in KINDS[row.kind].references().items():
            # The school is always the same.
            for value in row.changes.get(name, ()) if target is not Sekolah else ():
                if value:
                    yield target.kind(), UUID(value)
    for record in records:
        for name in owners_of(type(record)):
            if getattr(record, name):
                yield type(record).references()[name].kind(), getattr(record, name)


def _entry(row: Journal, act: Act | None, names: _Names, own: Collection[UUID], only: str) -> HistoryEntry:
    deleted = row.changes.get("soft_delete")
    what = "Dibuat" if row.is_new else "Diubah"
    if deleted and not row.is_new:
        what = "Dihapus" if deleted[1] else "Dipulihkan"
    elif row.changes.keys() == {"dihapus_bersama"}:
        what = "Tetap dihapus"
    changed = {only: row.changes[only]} if only else row.changes
    fields = [field for name in changed if (field := _step(row, name, names, own))]
    about = _about(row, names, own)
    return HistoryEntry(row.id, row.at, row.author, row.get_origin_display(), act, about, what, fields)


def _about(row: Journal, names: _Names, own: Collection[UUID]) -> str:
    record, model = names.record(row.record_id), KINDS[row.kind]
    owners = owners_of(model)
    if record is None or (not owners and record.id in own):
        return str(model._meta.verbose_name)
    others = [names.name(record.plain(name)) for name in owners if getattr(record, name) not in own]
    return ": ".join(filter(None, [str(record), ", ".join(filter(None, others))]))


def _step(row: Journal, name: str, names: _Names, own: Collection[UUID]) -> FieldHistory | None:
    model, (old, new) = KINDS[row.kind], row.changes[name]
    if name in (*DELETION, "id", "sekolah_id"):
        return None
    if name == "tak_terbaca":
        return FieldHistory(name, "isian tak terbaca", _raw_texts(old), _raw_texts(new), False)
    label = display.field_label(model, name)
    if name in model.references():
        if {UUID(pk) for pk in (old, new) if pk} <= set(own):
            return None
        return FieldHistory(name, label, names.name(old), names.name(new), may_return(row, name))
    was, now = (display.value_label(model, name, value) for value in (old, new))
    return FieldHistory(name, label, was, now, may_return(row, name))


def _raw_texts(texts: object) -> str:
    return ", ".join(texts.values()) if isinstance(texts, dict) else ""
