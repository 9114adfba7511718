"""Undo an act. A field that still has the act's value gets its old value, unless a field of its group has
changed since. Records that the act made are deleted, with what belongs to them.

A pupil who is in another class since, or enrolled again, stays so. Nothing comes back that belongs to a
deleted record. A semester that has been closed since stays as it is.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from . import pending, semester, write
from .family import OWNERS, owner_of
from .models import KELAS, KINDS, AnggotaRombel, Journal, Plain, Record, RegistrasiPesertaDidik
from .write import Author, Edit


@dataclass(frozen=True)
class Undone:
    """The number of fields that were taken back, and of those left because they have changed since.

    A record that the act made counts as one field.
    """

    fields: int
    left: int


@transaction.atomic
def undo(operation: UUID, author: Author) -> Undone:
    """Take back what an act did, as far as it is still in force."""
    edits, left = _edits(operation)
    late = _left_alone(operation, edits)
    back = [edit for edit in edits if edit.id not in late]
    write.save([*back, *_along(back)], author)
    remaining = sum(len(edit.values) for edit in edits if edit.id in late)
    return Undone(sum(len(edit.values) for edit in back), left + remaining)


def is_in_force(operation: UUID) -> bool:
    """True where at least one change of an act could be undone now."""
    edits, _ = _edits(operation)
    return len(_left_alone(operation, edits)) < len(edits)


def _left_alone(operation: UUID, edits: Sequence[Edit]) -> set[UUID]:
    """The records that taking an act back must leave as they are."""
    late = overtaken(edits)
    then = semester.active_when(operation)
    for model in {edit.model for edit in edits} if then else ():
        ids = [edit.id for edit in edits if edit.model is model and edit.id]
        late |= semester.closed(model, ids, since=then)
    return late


def _along(edits: Sequence[Edit]) -> list[Edit]:
    """The deletions of records that belong to a deleted record but were added to it after the act."""
    going = {edit.id for edit in edits}
    deletions: dict[UUID, Edit] = {}
    for part, names in OWNERS.items():
        for name in names:
            owners = _given(edits, owner_of(part, name), soft_delete=True)
            rows = part.live.values_list("pk", name) if owners else ()
            deletions |= {pk: Edit(part, {"soft_delete": True}, pk) for pk, owner in rows if owner in owners}
    return [edit for pk, edit in deletions.items() if pk not in going]


def _edits(operation: UUID) -> tuple[list[Edit], int]:
    """The edits that take an act back, and the number of its fields that have changed since."""
    rows = list(Journal.objects.filter(operation=operation))
    edits, left = [], 0
    for kind in dict.fromkeys(row.kind for row in rows):
        own = [row for row in rows if row.kind == kind]
        records = pending.records_of(kind, [row.record_id for row in own])
        for row in own:
            back, changed = _back(row, records[row.record_id])
            left += changed - len(back)
            edits.append(Edit(KINDS[kind], back, row.record_id))
    return [edit for edit in edits if edit.values], left


def overtaken(edits: Sequence[Edit]) -> set[UUID]:
    """The records that edits which take something back must leave: they would put a pupil into a second class
    of a semester, enrol twice who has come back, or belong to what is deleted."""
    return _in_another_class(edits) | _enrolled_again(edits) | _without_owner(edits)


def _without_owner(edits: Sequence[Edit]) -> set[UUID]:
    """The records that would come back although one they belong to is deleted, and stays so."""
    ids: set[UUID] = set()
    for part, names in OWNERS.items():
        returning = _given(edits, part, soft_delete=False)
        for name in names if returning else ():
            owners = _given(edits, owner_of(part, name), soft_delete=False)
            orphans = part.objects.filter(
                soft_delete=True, **{f"{name.removesuffix('_id')}__soft_delete": True}
            ).values_list("pk", name)
            ids |= {pk for pk, owner in orphans if pk in returning and owner not in owners}
    return ids


def _in_another_class(edits: Sequence[Edit]) -> set[UUID]:
    """The places in a class that would come back although their pupil is in another class by now."""
    returning = _given(edits, AnggotaRombel, soft_delete=False)
    if not returning:
        return set()
    places = AnggotaRombel.objects.filter(rombongan_belajar__jenis_rombel=KELAS).values_list(
        "pk", "peserta_didik_id", "rombongan_belajar__semester_id"
    )
    ending = _given(edits, AnggotaRombel, soft_delete=True)
    live = places.filter(soft_delete=False, rombongan_belajar__soft_delete=False)
    taken = {(pupil, semester) for pk, pupil, semester in live if pk not in ending}
    gone = places.filter(soft_delete=True)
    return {pk for pk, pupil, semester in gone if pk in returning and (pupil, semester) in taken}


def _enrolled_again(edits: Sequence[Edit]) -> set[UUID]:
    """The registrasi that would be open again although their pupil has another open one by now."""
    reopened = _given(edits, RegistrasiPesertaDidik, jenis_keluar_id="")
    returning = _given(edits, RegistrasiPesertaDidik, soft_delete=False)
    if not reopened | returning:
        return set()
    registrasi = RegistrasiPesertaDidik.objects.values_list("pk", "peserta_didik_id")
    is_open = registrasi.filter(jenis_keluar_id="")
    ending = _given(edits, RegistrasiPesertaDidik, soft_delete=True)
    enrolled = {pupil for pk, pupil in is_open.filter(soft_delete=False) if pk not in ending}
    ended = registrasi.filter(soft_delete=False).exclude(jenis_keluar_id="")
    again = [registered for registered in ended if registered[0] in reopened]
    again += [registered for registered in is_open.filter(soft_delete=True) if registered[0] in returning]
    return {pk for pk, pupil in again if pupil in enrolled}


def _given(edits: Sequence[Edit], model: type[Record], **value: Plain) -> set[UUID | None]:
    """The ids of the records of a kind that would be given this value."""
    ((name, wanted),) = value.items()
    return {edit.id for edit in edits if edit.model is model and edit.values.get(name) == wanted}


def _back(row: Journal, record: Record) -> tuple[dict[str, Plain], int]:
    """The values that take an entry back, and how many it would take if nothing had changed since."""
    # With what a record is deleted follows from the act that deletes it.
    fields = {*record.synced_fields(), "tak_terbaca"} - {"dihapus_bersama"}
    changed = {name: pair for name, pair in row.changes.items() if name in fields}
    in_force = {name: old for name, (old, new) in changed.items() if _value(record, name) == new}
    if not row.is_new:
        return _whole_groups(type(record), in_force, changed.keys() - in_force.keys()), len(changed)
    untouched = len(in_force) == len(changed) and not record.soft_delete
    return ({"soft_delete": True} if untouched else {}), 1


def _value(record: Record, name: str) -> Any:
    """A value as the journal has it: plain, or the texts of cells that could not be read."""
    return record.tak_terbaca if name == "tak_terbaca" else record.plain(name)


def _whole_groups(model: type[Record], values: dict[str, Plain], since: Set[str]) -> dict[str, Plain]:
    """The values without those that go together with a field which has changed since."""
    return {name: old for name, old in values.items() if since.isdisjoint(pending.group_of(model, name))}
