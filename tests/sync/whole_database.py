"""All that a database holds, read past the application."""

import sqlite3
from contextlib import closing
from typing import Any

import psycopg

from .conftest import Pusat

# A wrong key or code is counted, and a run that failed is noted: that is what refusing means.
_NOTES = {"wrong_attempt", "security_event", "sync_run", "sqlite_sequence"}
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
}


Contents = dict[str, list[tuple[Any, ...]]]


def contents(cursor: Any, vendor: str) -> Contents:
    """{table: its rows}, but for notes of what went wrong. Rows keep their order until one is written."""
    cursor.execute(_TABLES[vendor])
    tables = [name for (name,) in cursor.fetchall() if name not in _NOTES]
    contents = {}
    for table in tables:
        cursor.execute(f'SELECT * FROM "{table}"')
        contents[table] = cursor.fetchall()
    return contents


def of(pusat: Pusat) -> Contents:
    """What the database of a running pusat holds."""
    if pusat.database:
        with psycopg.connect(pusat.database["DATABASE_URL"]) as connection, connection.cursor() as cursor:
            return contents(cursor, "postgresql")
    with closing(sqlite3.connect(pusat.folder / "pusat.sqlite3")) as database:
        return contents(database.cursor(), "sqlite")
