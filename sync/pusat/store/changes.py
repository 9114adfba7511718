"""Changes of one school's records: they get their numbers and are stored here, whoever makes them."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sync.pusat import sql
from sync.pusat.models import Sekolah
from sync.wire import digest
from sync.wire.digest import Tally
from sync.wire.shapes import Plain

from . import table
from .table import RecordRow

_SCHOOL = """
SELECT npsn, nama, head, mark, receipts, computers_mark, sent_day, sent_bytes, digests
FROM sekolah WHERE id = %s
"""
_SCHOOL_LOCKED = _SCHOOL + " FOR UPDATE"
_CHECKPOINT = 'INSERT INTO moment (sekolah_id, "number", mark) VALUES (%s, %s, %s)'
_MARK = 'SELECT mark FROM moment WHERE sekolah_id = %s AND "number" = %s'


def locked(sekolah_id: UUID) -> Sekolah:
    """Lock the school's row: until the end of the transaction nobody else gives numbers to its changes.

    Raises Sekolah.DoesNotExist.
    """
    row = sql.row(_SCHOOL_LOCKED if sql.on_postgresql() else _SCHOOL, sekolah_id.hex)
    if row is None:
        raise Sekolah.DoesNotExist
    npsn, nama, head, mark, receipts, computers_mark, sent_day, sent_bytes, digests = row
    return Sekolah(
        id=sekolah_id,
        npsn=npsn,
        nama=nama,
        head=head,
        mark=mark,
        receipts=receipts,
        computers_mark=computers_mark,
        sent_day=sent_day,
        sent_bytes=sent_bytes,
        digests=sql.from_json(digests),
    )


class Changes:
    """Changes of a (locked) school's records by one author, gathered and then stored together."""

    def __init__(self, school: Sekolah, author: str) -> None:
        self._school, self._author = school, author
        self._tally = tally(school)
        self._new: list[RecordRow] = []
        self._changed: list[RecordRow] = []

    def take(
        self, row: RecordRow, values: Mapping[str, Plain], over: Mapping[str, Sequence[Plain]] | None = None
    ) -> None:
        """Give a record these values, under the next number of the school. Each record may come once.

        `over`: see merge.Version; of fields without a value here it is left out.
        """
        self._school.head += 1
        version = self._school.head, self._author
        if row.is_new:
            row.versions.begin(*version)
            self._new.append(row)
        else:
            self._uncount(row)
            row.versions.write(values, *version)
            self._changed.append(row)
        for name, unseen in (over or {}).items():
            if unseen and name in values:
                row.versions.write([name], *version, unseen)
        row.values = {**row.values, **values}
        row.values_json = digest.as_json(row.values)
        row.number, row.is_new = self._school.head, False
        if not row.deleted:
            self._tally.add(row.kind, digest.of_record(row.kind, row.record_id, row.values, row.values_json))

    def store(self) -> None:
        """Store all changes, in the same number of statements however many they are."""
        table.insert(self._school.pk, self._new)
        table.update(self._school.pk, self._changed)
        if self._new or self._changed:
            self._school.mark = secrets.token_hex(8)
            sql.run(_CHECKPOINT, self._school.pk.hex, self._school.head, self._school.mark)
            _save(self._school, self._tally)

    def _uncount(self, row: RecordRow) -> None:
        if not row.deleted:
            self._tally.remove(row.kind, digest.of_record(row.kind, row.record_id, row.values))


def is_in_history(school: Sekolah, number: int, mark: str) -> bool:
    """True where a checkpoint that pusat gave once belongs to the school's history as it stands. It does not
    where pusat was set back to an older copy, even if as many changes have been numbered since."""
    if number == school.head or not number:
        return mark in ("", school.mark)
    return number < school.head and sql.row(_MARK, school.pk.hex, number) == (mark,)


def tally(school: Sekolah) -> Tally:
    """The tally of the school's live records, as it is kept up to date with every change."""
    return Tally(school.digests)


def recount(school: Sekolah) -> Tally:
    """Count the tally again from the records themselves, and store it. The school must be locked."""
    counted = Tally()
    for row in table.live(school.pk):
        counted.add(row.kind, digest.of_record(row.kind, row.record_id, row.values))
    _save(school, counted)
    return counted


def records(sekolah_id: UUID, ids: Iterable[UUID]) -> dict[UUID, RecordRow]:
    """The school's records of these ids, deleted ones too."""
    return {row.record_id: row for row in table.of_ids(sekolah_id, ids)}


def _save(school: Sekolah, counted: Tally) -> None:
    school.digests = counted.stored()
    sql.run(
        "UPDATE sekolah SET head = %s, mark = %s, digests = %s WHERE id = %s",
        school.head,
        school.mark,
        sql.to_json(school.digests),
        school.pk.hex,
    )
