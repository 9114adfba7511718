"""Urungkan: give a pending record its acknowledged values again, before they are sent.

Fields of one group go back together. A new record has no acknowledged values: it is deleted, with the new
records that refer to it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from dapodik.pokok import display, pending
from dapodik.pokok.deletion import live_parts, went_along
from dapodik.pokok.models import KINDS, Journal, Pending, Plain, Record, Sekolah
from dapodik.pokok.semester import is_closed
from dapodik.pokok.undo import overtaken
from dapodik.pokok.write import Edit
from dapodik.web import record_names
from dapodik.web.record_names import Names
from sync.lokal.engine import outbox


class CannotTakeBack(Exception):
    """The change cannot be taken back; the text says why, for the operator."""


@dataclass(frozen=True)
class FieldTakenBack:
    """One field in words: the value that it has, and the acknowledged one that it gets again."""

    label: str
    now: str
    then: str


@dataclass(frozen=True)
class TakeBackPlan:
    """The edits that take a change back, and what the operator is asked about them.

    `fields`: empty for a new record, which is deleted. `along`: other records that are deleted or restored
    with it. `fingerprint`: of what is lost and what takes its place.
    """

    edits: list[Edit]
    fields: list[FieldTakenBack]
    along: list[Record]
    fingerprint: str

    @property
    def ids(self) -> list[UUID]:
        """The records that change."""
        return [edit.id for edit in self.edits if edit.id]


def plan(record: Record, field: str = "") -> TakeBackPlan:
    """Plan how one field of a pending record is taken back, or, without `field`, all of them.

    Call it in the transaction that then saves the edits: a run puts records into batches in a transaction of
    its own. Raises CannotTakeBack.
    """
    row = pending.unsent().filter(pk=record.pk).first()
    if row is None or (field and field not in row.fields):
        raise CannotTakeBack("Perubahan itu tidak menunggu lagi: sudah dikirim, atau sudah diurungkan.")
    if is_closed(record):
        raise CannotTakeBack("Data semester yang lalu tidak diubah lagi.")
    in_flight = outbox.in_flight()
    if record.pk in in_flight:
        raise CannotTakeBack(
            "Perubahan ini sudah ada dalam kiriman yang belum dijawab pusat, jadi pusat mungkin sudah "
            "memilikinya. Sinkronkan sampai selesai, lalu ubah lagi isinya di halamannya."
        )
    return _plan_new(record, in_flight) if row.is_new else _plan_changed(record, row, field)


def _plan_changed(record: Record, row: Pending, field: str) -> TakeBackPlan:
    model = type(record)
    values = _acknowledged(model, row, field)
    if model is Sekolah and "semester_id" in values:
        raise CannotTakeBack("Semester yang dibuka diurungkan sebagai satu tindakan, di Tindakan massal.")
    _check_references(record, values)
    along = _along(record, values)
    edits = [Edit(model, values, record.pk)]
    edits += [Edit(type(part), {"soft_delete": values["soft_delete"]}, part.pk) for part in along]
    late = overtaken(edits)
    if record.pk in late:
        raise CannotTakeBack(
            "Peserta didik ini sekarang di rombel lain, atau sudah bersekolah lagi. Ubah di halamannya."
        )
    return TakeBackPlan(
        [edit for edit in edits if edit.id not in late],
        _fields(record, values),
        [part for part in along if part.pk not in late],
        _fingerprint({record.pk: values, **{part.pk: {} for part in along}}),
    )


def _acknowledged(model: type[Record], row: Pending, field: str) -> dict[str, Plain]:
    """The acknowledged values of a field and its group, or of all pending fields."""
    wanted = pending.group_of(model, field) if field else tuple(row.fields)
    return {name: row.fields[name][0] for name in wanted if name in row.fields}


def _along(record: Record, values: Mapping[str, Plain]) -> list[Record]:
    """The parts of a record that are deleted or restored with it."""
    if "soft_delete" not in values:
        return []
    if values["soft_delete"]:
        return live_parts(record)
    return [*went_along(record)]


def _fields(record: Record, values: Mapping[str, Plain]) -> list[FieldTakenBack]:
    model = type(record)
    pairs = {name: (record.plain(name), value) for name, value in values.items()}
    names = Names([(model, pairs)])
    return [
        FieldTakenBack(
            "dihapus" if name == "soft_delete" else display.field_label(model, name),
            *(names.words(model, name, value) for value in pair),
        )
        for name, pair in pairs.items()
        if name != "dihapus_bersama"
    ]


def _check_references(record: Record, values: Mapping[str, Plain]) -> None:
    """Refuse to refer again to a record that was deleted meanwhile."""
    for name, target in type(record).references().items():
        if name not in values and "soft_delete" not in values:
            continue
        value = values.get(name, record.plain(name))
        referred = target.objects.filter(pk=str(value)).first() if value else None
        if referred and referred.soft_delete:
            raise CannotTakeBack(f"{referred} sudah dihapus. Pulihkan dahulu, lalu urungkan ini.")


def _plan_new(record: Record, in_flight: set[UUID]) -> TakeBackPlan:
    if isinstance(record, Sekolah):
        raise CannotTakeBack("Data sekolah tidak dapat diurungkan, karena semua data lain menyebutnya.")
    records = _with_referrers(record)
    rows = pending.rows(records)
    for pk, deleted in records.items():
        if pk not in rows or not rows[pk].is_new or pk in in_flight:
            raise CannotTakeBack(
                f"Data ini dipakai oleh {deleted._meta.verbose_name} “{record_names.name_of(deleted)}”, yang "
                "sudah dikenal pusat. Urungkan atau ubah yang itu lebih dahulu."
            )
    edits = [Edit(type(deleted), {"soft_delete": True}, pk) for pk, deleted in records.items()]
    along = [other for pk, other in records.items() if pk != record.pk]
    return TakeBackPlan(edits, [], along, _fingerprint({pk: {} for pk in records}))


def _with_referrers(record: Record) -> dict[UUID, Record]:
    """The record and all that refer to it, directly or through others, by id; the record comes first."""
    records, unread = {record.pk: record}, [record]
    while unread:
        for referrer in _referrers(unread.pop()):
            if referrer.pk not in records:
                records[referrer.pk] = referrer
                unread.append(referrer)
    return records


def _referrers(record: Record) -> Iterator[Record]:
    """The live records that refer to this one."""
    for model in KINDS.values():
        for name, target in model.references().items():
            if target is type(record):
                ids = model.live.filter(**{name: record.pk}).values_list("pk", flat=True)
                yield from record_names.records(model.kind(), ids).values()


def _fingerprint(values: Mapping[UUID, Mapping[str, Plain]]) -> str:
    """A hash of the values that records get, and of how far their journal has come."""
    newest = Journal.objects.filter(record_id__in=list(values)).order_by("-pk").values_list("pk", flat=True)
    text = repr((sorted(values.items(), key=str), newest.first()))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
