"""The statements of a round. Django puts a statement together anew each time it is asked, which takes longer
than the database takes to answer it: a round asks by ready text.

Ids go as hexadecimal text and JSON as text, which both databases take.
"""

from datetime import datetime
from typing import Any

import msgspec
from django.db import connection


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a SELECT finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def row(statement: str, *values: Any) -> tuple[Any, ...] | None:
    """The first row that a SELECT finds."""
    found = rows(statement, *values)
    return found[0] if found else None


def run(statement: str, *values: Any) -> None:
    """Do what it says."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def on_postgresql() -> bool:
    """Whether it is PostgreSQL, not SQLite."""
    return connection.vendor == "postgresql"


def time(moment: datetime) -> object:
    """A moment as the database compares it."""
    return connection.ops.adapt_datetimefield_value(moment)


def to_json(value: object) -> str:
    """A value as the database keeps JSON."""
    return msgspec.json.encode(value).decode()


def from_json(text: str) -> Any:
    """What was kept so."""
    return msgspec.json.decode(text)
