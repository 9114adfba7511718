"""What the pages show of what waits to be sent, and the counts that a run noted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from dapodik.pokok import display, pending
from dapodik.pokok.display import FieldChange
from dapodik.pokok.models import KINDS, Journal, Pending, Plain, Record
from sync.wire.problems import SyncProblem

from . import naming


@dataclass
class KindCount:
    """How many records of a kind were added, changed and deleted."""

    kind: str
    added: int = 0
    changed: int = 0
    deleted: int = 0

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(KINDS[self.kind]._meta.verbose_name)

    @property
    def total(self) -> int:
        """All of them."""
        return self.added + self.changed + self.deleted


@dataclass
class RecordChange:
    """One record's change in words. `what`: Baru, Berubah or Dihapus."""

    record: Record
    what: str
    fields: list[FieldChange] = field(default_factory=list)
    author: str = ""
    at: datetime | None = None
    problem: SyncProblem | None = None

    @property
    def label(self) -> str:
        """Whom or what it is about."""
        return naming.name_of(self.record)

    @property
    def address(self) -> str:
        """The page of the pupil or PTK it is about; "" where there is none."""
        return naming.address_of(self.record)


def waiting_counts() -> list[KindCount]:
    """Data yang mengalami perubahan: per kind, in the order in which it is sent."""
    counts = {kind: KindCount(kind) for kind in KINDS}
    for row in pending.to_send():
        if row.is_new:
            counts[row.kind].added += 1
        elif "soft_delete" in row.fields:
            counts[row.kind].deleted += 1
        else:
            counts[row.kind].changed += 1
    return [count for count in counts.values() if count.total]


def run_counts(counts: Mapping[str, Mapping[str, int]]) -> list[KindCount]:
    """The counts that a run noted."""
    return [KindCount(kind, **counts[kind]) for kind in KINDS if kind in counts]


def waiting_changes(kind: str, start: int, stop: int) -> list[RecordChange]:
    """The changes of a kind that wait to be sent, put-aside records first."""
    rows = list(waiting_rows(kind).order_by("-problem", "pk")[start:stop])
    records = naming.records(kind, [row.record_id for row in rows])
    newest = _newest([row.record_id for row in rows])
    return [_waiting(records[row.record_id], row, newest.get(row.record_id)) for row in rows]


def waiting_rows(kind: str) -> "QuerySet[Pending]":
    """What of a kind waits to be sent or was put aside."""
    return Pending.objects.filter(kind=kind, withdrawn=False)


def _waiting(record: Record, row: Pending, newest: Journal | None) -> RecordChange:
    model = type(record)
    problem = (
        SyncProblem(row.problem["number"], field=display.field_label(model, row.problem["field"]))
        if row.problem
        else None
    )
    what = "Baru" if row.is_new else "Dihapus" if "soft_delete" in row.fields else "Berubah"
    pairs = {name: (entry[0], record.plain(name)) for name, entry in row.fields.items()}
    return RecordChange(
        record,
        what,
        _fields(model, pairs),
        newest.author if newest else "",
        newest.at if newest else None,
        problem,
    )


def _fields(model: type[Record], pairs: Mapping[str, tuple[Plain, Plain]]) -> list[FieldChange]:
    return [
        display.field_change(model, name, old, new)
        for name, (old, new) in pairs.items()
        if name != "soft_delete" and not _is_reference(model, name)
    ]


def _is_reference(model: type[Record], name: str) -> bool:
    return any(f.attname == name and f.is_relation for f in model._meta.concrete_fields)


def _newest(ids: Iterable[UUID]) -> dict[UUID, Journal]:
    entries = Journal.objects.filter(record_id__in=list(ids)).order_by("pk")
    return {entry.record_id: entry for entry in entries}
