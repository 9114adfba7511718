"""The table of records, read and written in bulk.

PostgreSQL takes rows fastest by COPY, and Django's own bulk operations spend more time than the database
does. New rows never meet others: the school's row is locked, so that nobody else adds records to it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from sync.pusat import sql
from sync.wire.merge import Version
from sync.wire.shapes import Plain

from .versions import Versions


@dataclass(slots=True)
class RecordRow:
    """A record of a school. `number`: the highest among its versions. `is_new`: the table does not have it
    yet. `values_json`: the values as they are to be stored."""

    record_id: UUID
    kind: str
    number: int = 0
    values: dict[str, Plain] = field(default_factory=dict)
    versions: Versions = field(default_factory=Versions)
    is_new: bool = False
    values_json: bytes = b""

    @property
    def deleted(self) -> bool:
        """True where the school has deleted it."""
        return self.values.get("soft_delete") is True

    def version(self, name: str) -> Version:
        """The version of a field, whether it has a value or not."""
        return self.versions.of(name) if name in self.values else Version()


_SELECT = 'SELECT record_id, kind, "number", "values", versions FROM record WHERE sekolah_id = %s AND '

_KINDS = "SELECT record_id, kind FROM record WHERE sekolah_id = %s AND "


def of_ids(sekolah_id: UUID, ids: Iterable[UUID]) -> Iterator[RecordRow]:
    """The school's records of these ids, deleted ones too."""
    condition, wanted = _of_ids(ids)
    return _rows(condition, sekolah_id, wanted)


def kinds_of(sekolah_id: UUID, ids: Sequence[UUID]) -> Iterator[tuple[UUID, str]]:
    """(id, kind) of those of the school's records that have these ids, deleted ones too."""
    condition, wanted = _of_ids(ids)
    for record_id, kind in sql.rows(_KINDS + condition, sekolah_id.hex, wanted) if ids else ():
        yield sql.id_of(record_id), kind


def after(sekolah_id: UUID, number: int, limit: int) -> Iterator[RecordRow]:
    """The school's records with a higher number, at most so many, in the order of their numbers."""
    return _rows('"number" > %s ORDER BY "number" LIMIT %s', sekolah_id, number, limit)


def live(sekolah_id: UUID) -> Iterator[RecordRow]:
    """The school's records that are not deleted."""
    return _rows("NOT deleted", sekolah_id)


def every(sekolah_id: UUID) -> Iterator[RecordRow]:
    """All the school's records, deleted ones too."""
    return _rows("TRUE", sekolah_id)


def _rows(condition: str, sekolah_id: UUID, *parameters: object) -> Iterator[RecordRow]:
    rows = sql.rows(_SELECT + condition, sekolah_id.hex, *parameters)
    for record_id, kind, number, values_json, versions in rows:
        yield RecordRow(
            sql.id_of(record_id), kind, number, sql.from_json(values_json), Versions.from_json(versions)
        )


def _of_ids(ids: Iterable[UUID]) -> tuple[str, str]:
    """A condition for records of these ids, with its parameter: one, however many they are."""
    wanted = [record_id.hex for record_id in ids]
    if sql.on_postgresql():
        return "record_id = ANY(%s::uuid[])", "{" + ",".join(wanted) + "}"
    return "record_id IN (SELECT value FROM json_each(%s))", sql.to_json(wanted)


def insert(sekolah_id: UUID, new: Sequence[RecordRow]) -> None:
    """Store records that the school does not have yet."""
    if not new:
        return
    (_copy if sql.on_postgresql() else _insert_each)(sekolah_id.hex, new)


def _copy(school: str, new: Sequence[RecordRow]) -> None:
    lines = [
        _COPIED
        % (
            school.encode(),
            row.record_id.hex.encode(),
            row.kind.encode(),
            row.number,
            row.values_json,
            row.versions.to_json(),
            b"t" if row.deleted else b"f",
        )
        for row in new
    ]
    # What goes wrong in a COPY does not pass through Django's cursor.
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(_COPY) as copy:
        copy.write(b"".join(lines).replace(b"\\", b"\\\\"))


def _insert_each(school: str, new: Sequence[RecordRow]) -> None:
    lines = [
        (
            school,
            row.record_id.hex,
            row.kind,
            row.number,
            _values(row),
            _versions(row),
            row.deleted,
        )
        for row in new
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, lines)


def update(sekolah_id: UUID, changed: Sequence[RecordRow]) -> None:
    """Store records that the school has already."""
    if not changed:
        return
    (_update_together if sql.on_postgresql() else _update_each)(sekolah_id.hex, changed)


def _update_together(school: str, changed: Sequence[RecordRow]) -> None:
    new = [(row.record_id, row.number, _values(row), _versions(row), row.deleted) for row in changed]
    sql.run(_UPDATE_TOGETHER, sql.to_json(new), school)


def _update_each(school: str, changed: Sequence[RecordRow]) -> None:
    lines = [
        (row.number, _values(row), _versions(row), row.deleted, school, row.record_id.hex) for row in changed
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_UPDATE_EACH, lines)


def _values(row: RecordRow) -> str:
    return row.values_json.decode()


def _versions(row: RecordRow) -> str:
    return row.versions.to_json().decode()


_COPY = 'COPY record (sekolah_id, record_id, kind, "number", "values", versions, deleted) FROM STDIN'
_INSERT = """
INSERT INTO record (sekolah_id, record_id, kind, "number", "values", versions, deleted)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
# A line of COPY's text. JSON writes tabs and ends of lines with a backslash: that alone is to be doubled.
_COPIED = b"%s\t%s\t%s\t%d\t%s\t%s\t%s\n"
_UPDATE_TOGETHER = """
UPDATE record
SET "number" = (new->>1)::bigint, "values" = new->>2, versions = new->>3, deleted = (new->>4)::boolean
FROM jsonb_array_elements(%s::jsonb) AS new
WHERE sekolah_id = %s AND record_id = (new->>0)::uuid
"""
_UPDATE_EACH = """
UPDATE record SET "number" = %s, "values" = %s, versions = %s, deleted = %s
WHERE sekolah_id = %s AND record_id = %s
"""
