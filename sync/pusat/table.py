"""The table of records, read and written in bulk.

The one place where pusat writes SQL of its own: PostgreSQL takes rows fastest by COPY, and Django's own
bulk operations spend more time than the database does. New rows never meet others: the school's row is
locked, so that nobody else adds records to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from sync.wire.merge import Version
from sync.wire.messages import Plain

from .models import Record

_COLUMNS = ("sekolah_id", "record_id", "kind", "number", "values", "versions", "deleted")
_CHANGING = ("number", "values", "versions", "deleted")
_QUOTED = ", ".join(f'"{name}"' for name in _COLUMNS)


@dataclass(slots=True)
class Row:
    """A record of a school. `versions`: see models.Record. `is_new`: the table does not have it yet."""

    record_id: UUID
    kind: str
    number: int = 0
    values: dict[str, Plain] = field(default_factory=dict)
    versions: dict[str, list[Any]] = field(default_factory=dict)
    is_new: bool = False

    @property
    def deleted(self) -> bool:
        """Whether the school has deleted it."""
        return self.values.get("soft_delete") is True

    def version(self, name: str) -> Version:
        """Who last wrote a field, and when in the school's order."""
        entry = self.versions.get(name)
        if entry is None and name in self.values:
            entry = self.versions.get("*")
        return Version(*entry) if entry else Version()


def rows(sekolah_id: UUID, limit: int | None = None, **filters: Any) -> Iterator[Row]:
    """The school's records (at most `limit`), in the order of their numbers."""
    found = Record.objects.filter(sekolah_id=sekolah_id, **filters).order_by("number")[:limit]
    for entry in found.values_list("record_id", "kind", "number", "values", "versions"):
        yield Row(*entry)


def insert(sekolah_id: UUID, new: Sequence[Row]) -> None:
    """Add records that the school does not have yet."""
    if not new:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What goes wrong in a COPY does not pass through Django's cursor.
            with connection.wrap_database_errors, cursor.copy(f"COPY record ({_QUOTED}) FROM STDIN") as copy:
                for row in new:
                    copy.write_row((sekolah_id, row.record_id, row.kind, *_changing(row)))
        else:
            marks = ", ".join(["%s"] * len(_COLUMNS))
            values = [(sekolah_id.hex, row.record_id.hex, row.kind, *_changing(row)) for row in new]
            cursor.executemany(f"INSERT INTO record ({_QUOTED}) VALUES ({marks})", values)


def update(sekolah_id: UUID, changed: Sequence[Row]) -> None:
    """Save records that the school has."""
    if not changed:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [list(column) for column in zip(*map(_changing, changed), strict=True)]
            cursor.execute(_UPDATE_MANY, [*columns, [row.record_id for row in changed], sekolah_id])
        else:
            sets = ", ".join(f'"{name}" = %s' for name in _CHANGING)
            values = [(*_changing(row), sekolah_id.hex, row.record_id.hex) for row in changed]
            cursor.executemany(f"UPDATE record SET {sets} WHERE sekolah_id = %s AND record_id = %s", values)


_UPDATE_MANY = """
UPDATE record SET "number" = new.number, "values" = new.vals, versions = new.versions, deleted = new.deleted
FROM unnest(%s::bigint[], %s::jsonb[], %s::jsonb[], %s::boolean[], %s::uuid[])
    AS new (number, vals, versions, deleted, record_id)
WHERE record.sekolah_id = %s AND record.record_id = new.record_id
"""


def _changing(row: Row) -> tuple[int, str, str, bool]:
    return row.number, _json(row.values), _json(row.versions), row.deleted


def _json(value: dict[str, Any]) -> str:
    return msgspec.json.encode(value).decode()
