"""Data yang mengalami perubahan: the pending records of a kind in words, field by field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from dapodik.pokok import display, pending, semester
from dapodik.pokok.models import DELETION, KINDS, Journal, Pending, Plain, Record, Sekolah
from dapodik.web import record_names
from dapodik.web.record_names import Names
from sync.lokal.engine import outbox
from sync.wire.problems import SyncProblem


@dataclass(frozen=True)
class PendingField:
    """One pending field in words: its acknowledged value (`old`), its value here (`new`), and who entered
    that, and when."""

    name: str
    label: str
    old: str
    new: str
    author: str = ""
    at: datetime | None = None


@dataclass
class PendingRecord:
    """One pending record in words.

    `what` is Baru, Berubah or Dihapus. `author` and `at` are those of its newest change. `in_flight`: it is
    in a batch that pusat has not answered; `closed`: its semester is over.
    """

    record: Record
    what: str
    fields: list[PendingField] = field(default_factory=list)
    author: str = ""
    at: datetime | None = None
    problem: SyncProblem | None = None
    in_flight: bool = False
    closed: bool = False

    @property
    def may_be_taken_back(self) -> bool:
        """True where the page offers to take it back."""
        return not (self.in_flight or self.closed)

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return self.record.kind()

    @property
    def label(self) -> str:
        """The name of the record."""
        return record_names.name_of(self.record)

    @property
    def address(self) -> str:
        """The address of the record's page; "" where it has none."""
        return record_names.address_of(self.record)


def rows(kind: str) -> "QuerySet[Pending]":
    """The pending records of a kind; those that were put aside come first."""
    return pending.unsent().filter(kind=kind).order_by("-problem", "pk")


def in_words(kind: str, rows: Sequence[Pending]) -> list[PendingRecord]:
    """These rows of one kind in words. The number of queries does not grow with them."""
    ids = [row.record_id for row in rows]
    records = record_names.records(kind, ids)
    history = _history(ids)
    names = Names((KINDS[kind], _values(row, records[row.record_id])) for row in rows)
    in_flight, closed = outbox.in_flight(), semester.closed(KINDS[kind], ids)
    changes = []
    for row in rows:
        change = _change(row, records[row.record_id], history.get(row.record_id, []), names)
        change.in_flight, change.closed = row.record_id in in_flight, row.record_id in closed
        changes.append(change)
    return changes


def _values(row: Pending, record: Record) -> dict[str, tuple[Plain, Plain]]:
    """{field: (acknowledged value, value here)}; of a new record the fields that are filled in."""
    if not row.is_new:
        return {name: (acknowledged, record.plain(name)) for name, (acknowledged, _) in row.fields.items()}
    model = type(record)
    here = {name: record.plain(name) for name in model.synced_fields()}
    return {
        name: ("", value)
        for name, value in here.items()
        if value not in (pending.empty(model, name), None, "")
    }


def _change(row: Pending, record: Record, history: Sequence[Journal], names: Names) -> PendingRecord:
    values = _values(row, record)
    newest = next((entry for entry in reversed(history) if _is_of(entry, values)), None)
    return PendingRecord(
        record,
        what="Baru" if row.is_new else "Berubah" if row.fields.keys().isdisjoint(DELETION) else "Dihapus",
        fields=_fields(type(record), values, history, names),
        author=newest.author if newest else "",
        at=newest.at if newest else None,
        problem=_problem(row, type(record)),
    )


def _is_of(entry: Journal, fields: Iterable[str]) -> bool:
    """True of an entry that changed one of these fields; not of a remark, nor of other fields from pusat."""
    return entry.is_new or not entry.changes.keys().isdisjoint(fields)


def _fields(
    model: type[Record], values: dict[str, tuple[Plain, Plain]], history: Sequence[Journal], names: Names
) -> list[PendingField]:
    newest = {name: entry for entry in history for name in entry.changes}
    fields = []
    for name, pair in values.items():
        if name in DELETION or model.references().get(name) is Sekolah:
            continue
        old, new = (names.words(model, name, value) for value in pair)
        entry = newest.get(name)
        author, at = (entry.author, entry.at) if entry else ("", None)
        fields.append(PendingField(name, display.field_label(model, name), old, new, author, at))
    return fields


def _problem(row: Pending, model: type[Record]) -> SyncProblem | None:
    if not row.problem:
        return None
    return SyncProblem(row.problem["number"], field=display.field_label(model, row.problem["field"]))


def _history(ids: Iterable[UUID]) -> dict[UUID, list[Journal]]:
    """{record: its journal, the oldest entry first}."""
    history: dict[UUID, list[Journal]] = {}
    for entry in Journal.objects.filter(record_id__in=list(ids)).order_by("pk"):
        history.setdefault(entry.record_id, []).append(entry)
    return history
