"""Data yang mengalami perubahan: each record that pusat does not know as it is here, field by field."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from dapodik.pokok import display, pending, semester
from dapodik.pokok.models import KINDS, Journal, Pending, Plain, Record, Sekolah
from dapodik.web import record_names
from dapodik.web.record_names import Names
from sync.lokal.engine import outbox
from sync.wire.problems import SyncProblem


@dataclass(frozen=True)
class Step:
    """One field: what pusat holds, what stands here, and who put it here."""

    name: str
    label: str
    old: str
    new: str
    author: str = ""
    at: datetime | None = None


@dataclass
class Waiting:
    """One record's change in words. `what`: Baru, Berubah or Dihapus; `under_way`: pusat may have it;
    `closed`: its semester is over."""

    record: Record
    what: str
    steps: list[Step] = field(default_factory=list)
    author: str = ""
    at: datetime | None = None
    problem: SyncProblem | None = None
    under_way: bool = False
    closed: bool = False

    @property
    def stays(self) -> bool:
        """Whether it cannot be taken back."""
        return self.under_way or self.closed

    @property
    def kind(self) -> str:
        """Of the record."""
        return self.record.kind()

    @property
    def label(self) -> str:
        """Whom or what it is about."""
        return record_names.name_of(self.record)

    @property
    def address(self) -> str:
        """The page of whom it is about; "" where there is none."""
        return record_names.address_of(self.record)


def rows(kind: str) -> "QuerySet[Pending]":
    """What of a kind waits to be sent or was put aside, the latter first."""
    return pending.unsent().filter(kind=kind).order_by("-problem", "pk")


def changes(kind: str, start: int, stop: int) -> list[Waiting]:
    """The changes of a kind that wait, in a number of queries that does not grow with them."""
    found = list(rows(kind)[start:stop])
    ids = [row.record_id for row in found]
    records = record_names.records(kind, ids)
    written = _written(ids)
    names = Names((KINDS[kind], _pairs(row, records[row.record_id])) for row in found)
    flying, closed = outbox.in_flight(), semester.closed(KINDS[kind], ids)
    waiting = [_waiting(row, records[row.record_id], written, names) for row in found]
    for one in waiting:
        one.under_way, one.closed = one.record.pk in flying, one.record.pk in closed
    return waiting


def _pairs(row: Pending, record: Record) -> dict[str, tuple[Plain, Plain]]:
    """{field: what pusat holds and what stands here}; of a new record what is filled in."""
    if not row.is_new:
        return {name: (entry[0], record.plain(name)) for name, entry in row.fields.items()}
    model = type(record)
    values = {name: record.plain(name) for name in model.synced_fields()}
    nothing = {name: (pending.empty(model, name), None, "") for name in values}
    return {name: ("", value) for name, value in values.items() if value not in nothing[name]}


def _waiting(row: Pending, record: Record, written: "dict[UUID, list[Journal]]", names: Names) -> Waiting:
    model, entries, pairs = type(record), written.get(record.pk, []), _pairs(row, record)
    by_field = {name: entry for entry in entries for name in entry.changes}
    # Not pusat's remark on it, nor what came in of other fields.
    newest = next((e for e in reversed(entries) if e.is_new or e.changes.keys() & pairs.keys()), None)
    what = "Baru" if row.is_new else "Dihapus" if "soft_delete" in row.fields else "Berubah"
    steps = []
    for name, (old, new) in pairs.items():
        if name == "soft_delete" or model.references().get(name) is Sekolah:
            continue
        by = by_field.get(name)
        was, now = (names.words(model, name, value) for value in (old, new))
        label = display.field_label(model, name)
        steps.append(Step(name, label, was, now, by.author if by else "", by.at if by else None))
    return Waiting(
        record,
        what,
        steps,
        newest.author if newest else "",
        newest.at if newest else None,
        _problem(row, model),
    )


def _problem(row: Pending, model: type[Record]) -> SyncProblem | None:
    if not row.problem:
        return None
    return SyncProblem(row.problem["number"], field=display.field_label(model, row.problem["field"]))


def _written(ids: list[UUID]) -> "dict[UUID, list[Journal]]":
    """The history of these records, the oldest first."""
    found: dict[UUID, list[Journal]] = {}
    for entry in Journal.objects.filter(record_id__in=ids).order_by("pk"):
        found.setdefault(entry.record_id, []).append(entry)
    return found
