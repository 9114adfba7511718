"""Riwayat: what happened to a record, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dapodik.pokok import display
from dapodik.pokok.display import FieldChange
from dapodik.pokok.models import KINDS, Journal, Plain, Ptk, Record, RombonganBelajar
from dapodik.pokok.pending import records_of


@dataclass(frozen=True)
class Entry:
    """One act on one record: what it did to which of the pupil's or PTK's records."""

    at: datetime
    author: str
    origin: str
    about: str
    what: str
    steps: list[FieldChange]


def riwayat(records: Iterable[Record]) -> list[Entry]:
    """Everything that happened to these records, the newest first."""
    found = {record.id: record for record in records}
    rows = Journal.objects.filter(record_id__in=found).order_by("-id")
    return [_entry(row) for row in rows]


def riwayat_of_operation(rows: Sequence[Journal]) -> list[Entry]:
    """What one act did in these of its rows, with the record's name (a pupil's or PTK's) in `about`."""
    names = {
        pk: str(record)
        for kind in {row.kind for row in rows}
        for pk, record in records_of(kind, [row.record_id for row in rows if row.kind == kind]).items()
    }
    return [replace(_entry(row), about=names[row.record_id]) for row in rows]


def _entry(row: Journal) -> Entry:
    model = KINDS[row.kind]
    deleted = row.changes.get("soft_delete")
    what = "Dibuat" if row.is_new else "Diubah"
    if deleted and not row.is_new:
        what = "Dihapus" if deleted[1] else "Dipulihkan"
    steps = [step for name, pair in row.changes.items() if (step := _step(model, name, pair))]
    about = str(model._meta.verbose_name)
    return Entry(row.at, row.author, row.get_origin_display(), about, what, steps)


def _step(model: type[Record], name: str, pair: list[Plain]) -> FieldChange | None:
    old, new = pair
    if name in ("soft_delete", "id"):
        return None
    if name == "tak_terbaca":
        return FieldChange("isian tak terbaca", _raw_texts(old), _raw_texts(new))
    if name == "rombongan_belajar_id":
        return FieldChange("rombel", _rombel(old), _rombel(new))
    if name == "ptk_id" and model is RombonganBelajar:
        return FieldChange("wali kelas", _ptk(old), _ptk(new))
    if name.endswith("_id") and _is_reference(model, name):
        return None
    return display.field_change(model, name, old, new)


def _raw_texts(texts: object) -> str:
    return ", ".join(texts.values()) if isinstance(texts, dict) else ""


def _rombel(pk: Plain) -> str:
    rombel = RombonganBelajar.objects.filter(pk=str(pk)).first() if pk else None
    return rombel.nama if rombel else ""


def _ptk(pk: Plain) -> str:
    ptk = Ptk.objects.filter(pk=str(pk)).first() if pk else None
    return ptk.nama if ptk else ""


def _is_reference(model: type[Record], name: str) -> bool:
    return any(f.attname == name and f.is_relation for f in model._meta.concrete_fields)
