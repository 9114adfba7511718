"""How changes of one school's records get their numbers and are stored. Used by all who write."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sync.wire import digest
from sync.wire.digest import Tally
from sync.wire.messages import Plain

from . import table
from .models import Sekolah
from .table import Row


def locked(sekolah_id: UUID) -> Sekolah:
    """The school with its row locked: from here to the end of the transaction nobody else gives
    numbers to its changes."""
    return Sekolah.objects.select_for_update().get(pk=sekolah_id)


class Changes:
    """Changes of one (locked) school's records by one author, gathered and then stored together."""

    def __init__(self, school: Sekolah, author: str) -> None:
        self._school, self._author = school, author
        self._tally = tally(school)
        self._new: list[Row] = []
        self._changed: list[Row] = []

    def take(self, row: Row, values: Mapping[str, Plain]) -> None:
        """Give a record these values, under the next number of the school; each record once."""
        self._school.head += 1
        if row.is_new:
            row.versions = {"*": [self._school.head, self._author]}
            self._new.append(row)
        else:
            self._uncount(row)
            row.versions.update({name: [self._school.head, self._author] for name in values})
            self._changed.append(row)
        row.values = {**row.values, **values}
        row.number, row.is_new = self._school.head, False
        if not row.deleted:
            self._tally.add(row.kind, digest.of_record(row.kind, row.record_id, row.values))

    def store(self) -> None:
        """Save all of it, in a number of statements that does not depend on how much it is."""
        table.insert(self._school.pk, self._new)
        table.update(self._school.pk, self._changed)
        if self._new or self._changed:
            self._school.digests = self._tally.stored()
            self._school.save(update_fields=["head", "digests"])

    def _uncount(self, row: Row) -> None:
        if not row.deleted:
            self._tally.remove(row.kind, digest.of_record(row.kind, row.record_id, row.values))


def tally(school: Sekolah) -> Tally:
    """Count and digest per kind of the school's live records, as kept up to date."""
    return Tally(school.digests)


def recount(school: Sekolah) -> Tally:
    """The same, counted from the records themselves. The school must be locked."""
    counted = Tally()
    for row in live(school.pk):
        counted.add(row.kind, digest.of_record(row.kind, row.record_id, row.values))
    school.digests = counted.stored()
    school.save(update_fields=["digests"])
    return counted


def records(sekolah_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Row]:
    """The school's records of these ids, deleted ones too."""
    return {row.record_id: row for row in table.rows(sekolah_id, record_id__in=list(ids))}


def live(sekolah_id: UUID) -> Iterable[Row]:
    """The school's records that are not deleted."""
    return table.rows(sekolah_id, deleted=False)
