"""What the pages show: what waits to be sent, what came in, what was in conflict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from dapodik.pokok import display, pending
from dapodik.pokok.display import FieldChange
from dapodik.pokok.models import KINDS, Journal, Origin, Plain, Record

from .models import Conflict, Run

# Record kinds that have a page, or belong to one that has: its name, and where the id of that one lies.
_PAGES = {
    "peserta_didik": ("peserta_didik:rinci", "pk"),
    "registrasi_peserta_didik": ("peserta_didik:rinci", "peserta_didik_id"),
    "anggota_rombel": ("peserta_didik:rinci", "peserta_didik_id"),
    "ptk": ("ptk:rinci", "pk"),
    "keaktifan_ptk": ("ptk:rinci", "ptk_id"),
    "rwy_pend_formal": ("ptk:rinci", "ptk_id"),
    "rwy_kepangkatan": ("ptk:rinci", "ptk_id"),
    "peserta_didik_longitudinal": ("peserta_didik:rinci", "peserta_didik_id"),
    "pembelajaran": ("rombel:rinci", "rombongan_belajar_id"),
    "rombongan_belajar": ("rombel:rinci", "pk"),
}


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

    @property
    def label(self) -> str:
        """Whom or what it is about."""
        return name_of(self.record)

    @property
    def address(self) -> str:
        """The page of the pupil or PTK it is about; "" where there is none."""
        page, owner = _PAGES.get(self.record.kind(), ("", "pk"))
        pk = getattr(self.record, owner)
        return reverse(page, args=[pk]) if page and pk else ""


@dataclass
class ConflictView:
    """A conflict in words: the value in force and the one that lost."""

    row: Conflict
    record: Record
    field: str
    kept: str
    lost: str

    @property
    def label(self) -> str:
        """Whom it is about."""
        return name_of(self.record)


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


def incoming_changes(run: Run, kind: str, start: int, stop: int) -> list[RecordChange]:
    """What a run brought in of a kind, as the history has it."""
    entries = list(_entries(run, kind)[start:stop])
    records = pending.records_of(kind, {entry.record_id for entry in entries})
    return [_incoming(entry, records[entry.record_id]) for entry in entries if entry.record_id in records]


def incoming_total(run: Run, kind: str) -> int:
    """How many records of a kind a run brought in."""
    return _entries(run, kind).count()


def conflicts(run: Run) -> list[ConflictView]:
    """The values that lost in a run, in words."""
    rows = list(run.conflicts.all())
    found = {kind: pending.records_of(kind, [r.record_id for r in rows if r.kind == kind]) for kind in KINDS}
    return [_conflict(row, found[row.kind][row.record_id]) for row in rows]


def name_of(record: Record) -> str:
    """A record's own name, or that of the pupil or PTK it is about."""
    about = getattr(record, "peserta_didik", None) or getattr(record, "ptk", None)
    return f"{about} ({record})" if about and not hasattr(record, "nama") else str(record)


def _entries(run: Run, kind: str) -> "QuerySet[Journal]":
    entries = Journal.objects.filter(operation=run.pk, kind=kind)
    return entries.exclude(origin=Origin.ADOPT).order_by("pk")


def _conflict(row: Conflict, record: Record) -> ConflictView:
    model = type(record)
    return ConflictView(
        row,
        record,
        display.field_label(model, row.field),
        display.value_label(model, row.field, row.kept),
        display.value_label(model, row.field, row.lost),
    )


def _incoming(entry: Journal, record: Record) -> RecordChange:
    pairs = {name: (old, new) for name, (old, new) in entry.changes.items()}
    deleted = pairs.get("soft_delete", (None, None))[1] is True
    what = "Dihapus" if deleted else "Baru" if entry.is_new else "Berubah"
    return RecordChange(record, what, _fields(type(record), pairs), entry.author, entry.at)


def _fields(model: type[Record], pairs: Mapping[str, tuple[Plain, Plain]]) -> list[FieldChange]:
    return [
        display.field_change(model, name, old, new)
        for name, (old, new) in pairs.items()
        if name != "soft_delete" and not _is_reference(model, name)
    ]


def _is_reference(model: type[Record], name: str) -> bool:
    return any(f.attname == name and f.is_relation for f in model._meta.concrete_fields)
