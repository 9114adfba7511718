"""Backups that somebody has put together: whatever is inside, their checksums are in order."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from dapodik.program.cadangan import archive

Parts = tuple[dict[str, Any], bytes]


def put_together(file: Path, plain: bytes, **more: Any) -> None:
    """A file with this inside that says this of itself, its checksums in order."""
    header = {"size": len(plain), "sha256": hashlib.sha256(plain).hexdigest(), **more}
    line = msgspec.json.encode(header)
    checksum = hashlib.sha256(line).hexdigest().encode()
    file.write_bytes(b"DAPODIK-CADANGAN 1\n" + line + b"\n" + checksum + b"\n" + zstandard.compress(plain))


def parts(backup: Path) -> Parts:
    """What a backup says of itself, and its database."""
    with archive.unpacked(backup, backup.parent) as (about, database):
        return msgspec.to_builtins(about), database.read_bytes()


def changed(backup: Parts, change: Callable[[sqlite3.Connection], object]) -> Parts:
    """The parts of a backup with another database inside, which they describe as it is."""
    header, plain = backup
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(plain)
        with copy:
            change(copy)
        migrations = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        content = copy.serialize()
    digest = hashlib.sha256(content).hexdigest()
    return {**header, "size": len(content), "sha256": digest, "migrations": migrations}, content
