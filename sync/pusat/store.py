"""How changes of one school's records get their numbers and are stored. Used by all who write."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from sync.wire.messages import Plain

from .models import Record, Sekolah


@dataclass
class Taken:
    """The values that a record (of the database or just made) is to get."""

    record: Record
    values: Mapping[str, Plain]


def locked(sekolah_id: UUID) -> Sekolah:
    """The school with its row locked: from here to the end of the transaction nobody else gives
    numbers to its changes."""
    return Sekolah.objects.select_for_update().get(pk=sekolah_id)


def records(sekolah_id: UUID, ids: list[UUID]) -> dict[UUID, Record]:
    """The school's records of these ids, deleted ones too."""
    found = Record.objects.filter(sekolah_id=sekolah_id, record_id__in=ids)
    return {record.record_id: record for record in found}


def store(school: Sekolah, taken: list[Taken], author: str) -> None:
    """Give every change the next number of the (locked) school and save it: one statement for all
    records, one for the school."""
    for change in taken:
        school.head += 1
        _put(change.record, change.values, school.head, author)
    if not taken:
        return
    Record.objects.bulk_create(
        [change.record for change in taken],
        update_conflicts=True,
        unique_fields=["sekolah_id", "record_id"],
        update_fields=["number", "values", "versions", "deleted"],
    )
    school.save(update_fields=["head"])


def _put(record: Record, values: Mapping[str, Plain], number: int, author: str) -> None:
    if record.values:
        record.versions.update({name: [number, author] for name in values})
    else:
        record.versions = {"*": [number, author]}
    record.values = {**record.values, **values}
    record.number = number
    record.deleted = record.values.get("soft_delete") is True


def live(sekolah_id: UUID) -> "models.QuerySet[Record]":
    """The school's records that are not deleted."""
    return Record.objects.filter(sekolah_id=sekolah_id, deleted=False)
