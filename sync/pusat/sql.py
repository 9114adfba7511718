"""Statements as ready text. Django puts a statement together each time anew, which takes longer than the
database takes to answer it: a round has no time for that.

Ids go as hexadecimal text and JSON as text, which both databases take.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows that a SELECT finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def row(statement: str, *values: Any) -> tuple[Any, ...] | None:
    """The first row that a SELECT finds; None where it finds none."""
    return next(iter(rows(statement, *values)), None)


def run(statement: str, *values: Any) -> None:
    """Execute a statement that finds no rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def on_postgresql() -> bool:
    """True on PostgreSQL, False on SQLite."""
    return connection.vendor == "postgresql"


def time(moment: datetime) -> object:
    """Write a moment as the database compares it."""
    return connection.ops.adapt_datetimefield_value(moment)


def id_of(stored: UUID | str) -> UUID:
    """An id as the database gives it: SQLite has no type for ids."""
    return stored if isinstance(stored, UUID) else UUID(hex=stored)


def to_json(value: object) -> str:
    """Write a value as JSON for the database."""
    return msgspec.json.encode(value).decode()


def from_json(text: str) -> Any:
    """Read JSON that `to_json` wrote."""
    return msgspec.json.decode(text)
