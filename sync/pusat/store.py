"""How changes of one school's records get their numbers and are stored. Used by all who write."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sync.wire import digest
from sync.wire.digest import Tally
from sync.wire.messages import Plain

from . import sql, table
from .models import Sekolah
from .table import Row

_KEPT = ("npsn", "nama", "head", "receipts", "digests")


def locked(sekolah_id: UUID) -> Sekolah:
    """The school with its row locked: from here to the end of the transaction nobody else gives
    numbers to its changes. Raises Sekolah.DoesNotExist."""
    lock = " FOR UPDATE" if sql.on_postgresql() else ""
    found = sql.row(f"SELECT {', '.join(_KEPT)} FROM sekolah WHERE id = %s{lock}", sekolah_id.hex)
    if found is None:
        raise Sekolah.DoesNotExist
    *kept, digests = found
    return Sekolah(id=sekolah_id, digests=sql.from_json(digests), **dict(zip(_KEPT, kept, strict=False)))


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
            _keep(self._school, self._tally)

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
    _keep(school, counted)
    return counted


def records(sekolah_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Row]:
    """The school's records of these ids, deleted ones too."""
    return {row.record_id: row for row in table.of_ids(sekolah_id, ids)}


def live(sekolah_id: UUID) -> Iterable[Row]:
    """The school's records that are not deleted."""
    return table.live(sekolah_id)


def _keep(school: Sekolah, counted: Tally) -> None:
    school.digests = counted.stored()
    sql.run(
        "UPDATE sekolah SET head = %s, digests = %s WHERE id = %s",
        school.head,
        sql.to_json(school.digests),
        school.pk.hex,
    )
