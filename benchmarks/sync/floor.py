"""The least a first push can be, by hand: one POST of all rows, one transaction on each side.

`python -m benchmarks.sync.floor client` and `... floor server PORT`: the rows are read from SQLite, packed
as ours are, stored in SQLite in one transaction, and marked as sent in one. No merge, no proof, no history.
"""

import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from uuid import uuid4

import msgspec
import requests
import waitress
import zstandard

from .fields import FIELDS
from .worker import answer

LEVEL = 9
_PUT = f"INSERT OR REPLACE INTO pupil VALUES ({', '.join('?' * (len(FIELDS) + 2))})"


def database() -> sqlite3.Connection:
    """A connection as ours are: write-ahead log, on the disk before the answer."""
    connection = sqlite3.connect(Path(os.environ["DAPODIK_DATA"]) / "floor.sqlite3", isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS pupil (id BLOB PRIMARY KEY, {', '.join(FIELDS)}, sent INTEGER)"
    )
    return connection


def put(connection: sqlite3.Connection, rows: Iterable[list[object]]) -> None:
    """Store rows in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(_PUT, rows)
    connection.execute("COMMIT")


def serve(port: int) -> None:
    """Take rows in threads of this process."""

    def application(environ: dict[str, object], start: Callable[..., object]) -> list[bytes]:
        body = environ["wsgi.input"].read()  # type: ignore[attr-defined]
        rows = msgspec.msgpack.decode(zstandard.decompress(body))
        connection = database()
        put(connection, rows)
        connection.close()
        stored = str(len(rows)).encode()
        start("200 OK", [("Content-Length", str(len(stored)))])
        return [stored]

    server = waitress.create_server(application, host="127.0.0.1", port=port)
    threading.Thread(target=server.run, daemon=True).start()


def fill(rows: list[list[str]]) -> None:
    """Store these pupils, unsent."""
    put(database(), ([uuid4().bytes, *row, 0] for row in rows))


def sync(url: str) -> dict[str, int]:
    """Send all that is unsent; how many rows."""
    connection = database()
    rows = connection.execute("SELECT * FROM pupil WHERE sent = 0").fetchall()
    body = zstandard.compress(msgspec.msgpack.encode(rows), LEVEL)
    with requests.Session() as session:
        stored = int(session.post(url, data=body, timeout=60).text)
    connection.execute("UPDATE pupil SET sent = 1 WHERE sent = 0")
    connection.close()
    return {"sent": stored}


if __name__ == "__main__":
    if sys.argv[1] == "server":
        serve(int(sys.argv[2]))
        answer(())
    else:
        answer((fill, sync))
