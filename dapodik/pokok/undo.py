"""Taking back one act: every field that still holds what the act put there gets its old value again, and
what the act made is deleted. A pupil who has gone to another class since stays there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from . import pending, write
from .models import KELAS, KINDS, AnggotaRombel, Journal, Plain, Record
from .write import Author, Edit


@dataclass(frozen=True)
class Undone:
    """How many fields were taken back, and how many were left because they have changed since.

    A record that the act made counts as one field.
    """

    fields: int
    left: int


@transaction.atomic
def undo(operation: UUID, author: Author) -> Undone:
    """Take back what an act did, as far as it is still in force."""
    rows = list(Journal.objects.filter(operation=operation))
    edits, fields, left = [], 0, 0
    for kind in dict.fromkeys(row.kind for row in rows):
        own = [row for row in rows if row.kind == kind]
        records = pending.records_of(kind, [row.record_id for row in own])
        for row in own:
            back, changed = _back(row, records[row.record_id])
            fields, left = fields + len(back), left + changed - len(back)
            edits.append(Edit(KINDS[kind], back, row.record_id))
    edits = [edit for edit in edits if edit.values]
    elsewhere = _elsewhere(edits)
    kept = sum(len(edit.values) for edit in edits if edit.id in elsewhere)
    write.save([edit for edit in edits if edit.id not in elsewhere], author)
    return Undone(fields - kept, left + kept)


def _elsewhere(edits: Sequence[Edit]) -> set[UUID]:
    """The places in a class that would come back although their pupil is in another class by now."""
    returning, ending = (
        {edit.id for edit in edits if edit.model is AnggotaRombel and edit.values.get("soft_delete") is gone}
        for gone in (False, True)
    )
    if not returning:
        return set()
    places = AnggotaRombel.objects.filter(rombongan_belajar__jenis_rombel=KELAS).values_list(
        "pk", "peserta_didik_id", "rombongan_belajar__semester_id"
    )
    live = places.filter(soft_delete=False, rombongan_belajar__soft_delete=False)
    taken = {(pupil, semester) for pk, pupil, semester in live if pk not in ending}
    gone = places.filter(soft_delete=True)
    return {pk for pk, pupil, semester in gone if pk in returning and (pupil, semester) in taken}


def _back(row: Journal, record: Record) -> tuple[dict[str, Plain], int]:
    """The values that take an entry back, and how many it would take if nothing had changed since."""
    changed = {name: pair for name, pair in row.changes.items() if name in record.synced_fields()}
    in_force = {name: old for name, (old, new) in changed.items() if record.plain(name) == new}
    if not row.is_new:
        return in_force, len(changed)
    untouched = len(in_force) == len(changed) and not record.soft_delete
    return ({"soft_delete": True} if untouched else {}), 1
