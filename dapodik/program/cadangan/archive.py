"""A backup file: three lines of text that say what it is, then the database, compressed.

    DAPODIK-CADANGAN 1
    {"made": ..., "sha256": ...}       what it holds, as JSON
    64 hexadecimal digits              SHA-256 of the line above
    zstandard                          the SQLite database

So `tail -n +4 FILE | zstd -d > dapodik.sqlite3` opens one without this program.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO
from uuid import uuid4

import msgspec
import zstandard

from dapodik.program.version import VERSION

_MAGIC = b"DAPODIK-CADANGAN 1\n"
_LINE_MAX = 100_000
_PIECE = 1024 * 1024
_LEVEL = 3
_COUNTED = ("peserta_didik", "ptk", "rombongan_belajar")
HALF_MADE = ".separuh-"

Number = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


class Refused(Exception):
    """A file that is no backup, or one that cannot be used; the message says why (Indonesian)."""


class About(msgspec.Struct, frozen=True):
    """What a backup says of itself. `made`: ISO 8601 with the zone; `school`: the school's id; `counts`: live
    records by kind; `migrations`: the state of the schema as (app, name); `mark`: the newest entry of the
    journal, by which two states of one school are told apart; `size` and `sha256` of the database."""

    made: datetime
    application: str
    school: str
    npsn: str
    nama: str
    counts: dict[str, Number]
    migrations: list[tuple[str, str]]
    mark: str
    size: Number
    sha256: str


# Made once: where several threads decode a type for the first time at once, msgspec (0.22) crashes.
_about_decoder = msgspec.json.Decoder(About)


def write(database: Path, target: Path, made: datetime, room: Path) -> About:
    """Back a database up into a file, as it is at one moment, whoever else works on it.

    The file is there whole or not at all; `room` is a folder of this computer for the work. Sessions stay
    out of it: a backup logs nobody in. Raises sqlite3.DatabaseError where the database is damaged and OSError
    where the disk is full.
    """
    with _aside(room) as snapshot, _aside(target.parent) as half:
        with closing(sqlite3.connect(database)) as source:
            source.execute("VACUUM INTO ?", [str(snapshot)])
        with closing(sqlite3.connect(snapshot)) as copy:
            copy.executescript("PRAGMA secure_delete = ON; DELETE FROM django_session;")
            about = _about(copy, made)
        about = msgspec.structs.replace(about, size=snapshot.stat().st_size, sha256=_sha256(snapshot))
        with snapshot.open("rb") as plain, half.open("wb") as file:
            said = msgspec.json.encode(about)
            file.write(_MAGIC + said + b"\n" + hashlib.sha256(said).hexdigest().encode() + b"\n")
            zstandard.ZstdCompressor(level=_LEVEL).copy_stream(plain, file, size=about.size)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    return about


def read(file: Path) -> About:
    """What a backup says of itself. Raises Refused."""
    with file.open("rb") as source:
        return _head(source)


@contextmanager
def unpacked(file: Path, folder: Path) -> Iterator[tuple[About, Path]]:
    """The database of a backup, checked, as a file in a folder until the block ends. Raises Refused."""
    with _aside(folder) as database:
        with file.open("rb") as source, database.open("wb") as target:
            about = _head(source)
            _unpack(source, target, about)
        _check(database, about)
        yield about, database


def mark(database: sqlite3.Connection) -> str:
    """The newest entry of the journal; "" where nothing was ever written."""
    found = database.execute("SELECT id, operation FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    return f"{found[0]}:{found[1]}" if found else ""


def _about(copy: sqlite3.Connection, made: datetime) -> About:
    found = copy.execute("SELECT id, npsn, nama FROM sekolah WHERE NOT soft_delete").fetchone()
    school, npsn, nama = found or ("", "", "")
    live = copy.execute(
        "SELECT (SELECT count(*) FROM peserta_didik WHERE NOT soft_delete),"
        " (SELECT count(*) FROM ptk WHERE NOT soft_delete),"
        " (SELECT count(*) FROM rombongan_belajar WHERE NOT soft_delete)"
    ).fetchone()
    counts = dict(zip(_COUNTED, live, strict=True))
    migrations = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return About(made, VERSION, school, npsn, nama, counts, migrations, mark(copy), size=0, sha256="")


def _head(source: BinaryIO) -> About:
    if source.readline(len(_MAGIC)) != _MAGIC:
        raise Refused("Berkas ini bukan cadangan aplikasi ini.")
    said, checksum = source.readline(_LINE_MAX).rstrip(b"\n"), source.readline(65).rstrip(b"\n")
    if hashlib.sha256(said).hexdigest().encode() != checksum:
        raise Refused("Cadangan ini rusak: keterangannya tidak utuh.")
    try:
        return _about_decoder.decode(said)
    except msgspec.MsgspecError as error:
        raise Refused(
            "Cadangan ini dibuat versi aplikasi yang lain. Perbarui aplikasi lebih dahulu."
        ) from error


def _unpack(source: BinaryIO, target: BinaryIO, about: About) -> None:
    left, digest = about.size, hashlib.sha256()
    try:
        with zstandard.ZstdDecompressor().stream_reader(source) as plain:
            # Never more than it says it is: a file of a few bytes must not fill the disk.
            while piece := plain.read(min(_PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    break
                digest.update(piece)
                target.write(piece)
    except zstandard.ZstdError as error:
        raise Refused("Cadangan ini rusak: isinya tidak dapat dibuka.") from error
    if left or digest.hexdigest() != about.sha256:
        raise Refused("Cadangan ini rusak: isinya tidak sama dengan saat dibuat.")


def _check(database: Path, about: About) -> None:
    """Whether it is a sound database of this application, and the one that the backup says it is."""
    try:
        with closing(sqlite3.connect(database)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            found = _about(copy, about.made)
    except sqlite3.Error as error:
        raise Refused("Isi cadangan ini bukan basis data aplikasi ini.") from error
    told = msgspec.structs.replace(about, application=VERSION, size=0, sha256="")
    if not sound or msgspec.to_builtins(found) != msgspec.to_builtins(told):
        raise Refused("Cadangan ini rusak: basis data di dalamnya tidak utuh.")


def _sha256(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """An empty file that is gone after the block. It is nobody else's business."""
    path = folder / f"{HALF_MADE}{uuid4().hex}"
    path.touch(mode=0o600)
    try:
        yield path
    finally:
        for one in folder.glob(f"{path.name}*"):
            one.unlink()
