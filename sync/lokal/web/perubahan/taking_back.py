"""Urungkan: a change that pusat does not know yet is taken back, so that the record is as pusat holds it.

What goes together goes back together: the fields of a group, and with a new record all that was made new
for it.
"""

import hashlib
from collections.abc import Iterator
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
    """Why not, in words for the operator."""


@dataclass(frozen=True)
class Part:
    """One field that goes back, in words."""

    label: str
    now: str
    then: str


@dataclass(frozen=True)
class Plan:
    """What taking back does. `along`: new records that go with a new one, or what comes back, or goes,
    with a known one; `version`: another one as soon as what would be lost, or what would take its place, is
    another."""

    edits: list[Edit]
    parts: list[Part]
    along: list[Record]
    version: str

    @property
    def ids(self) -> list[UUID]:
        """The records that change."""
        return [edit.id for edit in self.edits if edit.id]


def plan(record: Record, field: str = "") -> Plan:
    """How one field's change is taken back, or without `field` all of the record's.

    Raises CannotTakeBack. To be asked in the transaction in which it is then done: a run names its batches in
    one of its own.
    """
    row = pending.unsent().filter(pk=record.pk).first()
    if row is None or (field and field not in row.fields):
        raise CannotTakeBack("Perubahan itu tidak menunggu lagi: sudah dikirim, atau sudah diurungkan.")
    if is_closed(record):
        raise CannotTakeBack("Data semester yang lalu tidak diubah lagi.")
    flying = outbox.in_flight()
    if record.pk in flying:
        raise CannotTakeBack(
            "Perubahan ini sudah ada dalam kiriman yang belum dijawab pusat, jadi pusat mungkin sudah "
            "memilikinya. Sinkronkan sampai selesai, lalu ubah lagi isinya di halamannya."
        )
    return _of_new(record, flying) if row.is_new else _of_changed(record, row, field)


def _of_changed(record: Record, row: Pending, field: str) -> Plan:
    model = type(record)
    wanted = pending.group_of(model, field) if field else tuple(row.fields)
    then: dict[str, Plain] = {name: row.fields[name][0] for name in wanted if name in row.fields}
    if model is Sekolah and "semester_id" in then:
        raise CannotTakeBack("Semester yang dibuka diurungkan sebagai satu tindakan, di Tindakan massal.")
    _check_references(record, then)
    along = _along(record, then)
    edits = [Edit(model, then, record.pk)]
    edits += [Edit(type(one), {"soft_delete": then["soft_delete"]}, one.pk) for one in along]
    late = overtaken(edits)
    if record.pk in late:
        raise CannotTakeBack(
            "Peserta didik ini sekarang di rombel lain, atau sudah bersekolah lagi. Ubah di halamannya."
        )
    names = Names([(model, {name: (record.plain(name), value) for name, value in then.items()})])
    return Plan(
        [edit for edit in edits if edit.id not in late],
        list(_parts(record, then, names)),
        [one for one in along if one.pk not in late],
        _version([(record.pk, then), *((one.pk, {}) for one in along)]),
    )


def _along(record: Record, then: dict[str, Plain]) -> list[Record]:
    """What comes back, or goes, with a record that does."""
    if "soft_delete" not in then:
        return []
    if then["soft_delete"]:
        return live_parts(record)
    return [one for one in went_along(record) if one.soft_delete]


def _parts(record: Record, then: dict[str, Plain], names: Names) -> Iterator[Part]:
    model = type(record)
    for name, value in then.items():
        now = names.words(model, name, record.plain(name))
        label = "dihapus" if name == "soft_delete" else display.field_label(model, name)
        yield Part(label, now, names.words(model, name, value))


def _check_references(record: Record, then: dict[str, Plain]) -> None:
    """What is named again must be there."""
    for name, target in type(record).references().items():
        if name not in then and "soft_delete" not in then:
            continue
        value = then.get(name, record.plain(name))
        named = target.objects.filter(pk=str(value)).first() if value else None
        if named and named.soft_delete:
            raise CannotTakeBack(f"{named} sudah dihapus. Pulihkan dahulu, lalu urungkan ini.")


def _of_new(record: Record, flying: set[UUID]) -> Plan:
    if isinstance(record, Sekolah):
        raise CannotTakeBack("Data sekolah tidak dapat diurungkan, karena semua data lain menyebutnya.")
    going, left = [record], [record]
    while left:
        for user in _users(left.pop()):
            if user.pk not in {one.pk for one in going}:
                going.append(user)
                left.append(user)
    known = pending.rows(one.pk for one in going)
    for one in going:
        row = known.get(one.pk)
        if row is None or not row.is_new or one.pk in flying:
            raise CannotTakeBack(
                f"Data ini dipakai oleh {one._meta.verbose_name} “{record_names.name_of(one)}”, yang sudah "
                "dikenal pusat. Urungkan atau ubah yang itu lebih dahulu."
            )
    edits = [Edit(type(one), {"soft_delete": True}, one.pk) for one in going]
    return Plan(edits, [], going[1:], _version([(one.pk, {}) for one in going]))


def _users(record: Record) -> Iterator[Record]:
    """The records that name this one."""
    for model in KINDS.values():
        for name, target in model.references().items():
            if target is type(record):
                ids = model.live.filter(**{name: record.pk}).values_list("pk", flat=True)
                yield from record_names.records(model.kind(), ids).values()


def _version(changed: list[tuple[UUID, dict[str, Plain]]]) -> str:
    ids = [pk for pk, _ in changed]
    newest = Journal.objects.filter(record_id__in=ids).order_by("-pk").values_list("pk", flat=True).first()
    return hashlib.sha256(repr((sorted(changed, key=str), newest)).encode()).hexdigest()[:32]
