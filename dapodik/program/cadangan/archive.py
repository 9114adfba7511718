"""A backup file: three lines of text that say what it is, then the database, compressed.

    DAPODIK-CADANGAN 1
    {"made": ..., "sha256": ...}       what it holds, as JSON
    64 hexadecimal digits              SHA-256 of the line above
    zstandard                          the SQLite database

So `tail -n +4 FILE | zstd -d > dapodik.sqlite3` opens one without this program.
"""

import hashlib
import os
import shutil
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
# The database of a school becomes a tenth, a new one a fiftieth; zeros become a ten-thousandth.
_RATIO_MAX = 100
_SMALL = 16 * 1024 * 1024
# Unpacked, brought up to date, and in the place of the present one.
_TIMES_ON_DISK = 3
HALF_MADE = ".separuh-"

Number = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


class UnusableBackup(Exception):
    """A file that is no backup, or one that cannot be used; the message says why (Indonesian)."""


class About(msgspec.Struct, frozen=True):
    """The head of a backup: what it says of itself.

    `made`: ISO 8601 with the zone; `application`: the version of the program; `school`: the school's id;
    `counts`: live records by kind; `migrations`: the state of the schema as (app, name); `mark`: the newest
    entry of the journal, which differs between two states of one school; `size` (bytes) and `sha256` of the
    database.
    """

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
    with aside(room) as snapshot, aside(target.parent) as half:
        with closing(sqlite3.connect(database)) as source:
            source.execute("VACUUM INTO ?", [str(snapshot)])
        with closing(sqlite3.connect(snapshot)) as copy:
            copy.executescript("PRAGMA secure_delete = ON; DELETE FROM django_session;")
            about = _about(copy, made)
        about = msgspec.structs.replace(about, size=snapshot.stat().st_size, sha256=_sha256(snapshot))
        with snapshot.open("rb") as plain, half.open("wb") as file:
            file.write(framed(_MAGIC, msgspec.json.encode(about)))
            zstandard.ZstdCompressor(level=_LEVEL).copy_stream(plain, file, size=about.size)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    return about


def read(file: Path) -> About:
    """Read what a backup says of itself, without its database. Raises UnusableBackup."""
    with file.open("rb") as source:
        return _head(source)


@contextmanager
def unpacked(file: Path, folder: Path) -> Iterator[tuple[About, Path]]:
    """Give the head of a backup and its database, checked, as a file in this folder.

    The file is gone after the block. Raises UnusableBackup.
    """
    with aside(folder) as database:
        with file.open("rb") as source, database.open("wb") as target:
            about = _head(source)
            _refuse_bomb(about, file.stat().st_size, shutil.disk_usage(folder).free)
            _unpack(source, target, about)
        _check(database, about)
        yield about, database


def framed(magic: bytes, head: bytes) -> bytes:
    """The three lines with which a file of this kind begins: `magic`, JSON and its checksum."""
    return magic + head + b"\n" + hashlib.sha256(head).hexdigest().encode() + b"\n"


def unframed(source: BinaryIO, magic: bytes) -> bytes:
    """Read these three lines; the JSON, which is as it was written. Raises UnusableBackup."""
    if source.readline(len(magic)) != magic:
        raise UnusableBackup("Berkas ini bukan cadangan aplikasi ini.")
    head, checksum = source.readline(_LINE_MAX).rstrip(b"\n"), source.readline(65).rstrip(b"\n")
    if hashlib.sha256(head).hexdigest().encode() != checksum:
        raise UnusableBackup("Cadangan ini rusak: keterangannya tidak utuh.")
    return head


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """Give an empty file that other accounts cannot read and that is gone after the block."""
    path = folder / f"{HALF_MADE}{uuid4().hex}"
    path.touch(mode=0o600)
    try:
        yield path
    finally:
        # SQLite puts files of its own beside it.
        for file in folder.glob(f"{path.name}*"):
            file.unlink()


def mark(database: sqlite3.Connection) -> str:
    """Name the newest entry of the journal, as id:operation; "" where nothing was ever written."""
    newest = database.execute("SELECT id, operation FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    return f"{newest[0]}:{newest[1]}" if newest else ""


def _about(copy: sqlite3.Connection, made: datetime) -> About:
    sekolah = copy.execute("SELECT id, npsn, nama FROM sekolah WHERE NOT soft_delete").fetchone()
    school, npsn, nama = sekolah or ("", "", "")
    live = copy.execute(
        "SELECT (SELECT count(*) FROM peserta_didik WHERE NOT soft_delete),"
        " (SELECT count(*) FROM ptk WHERE NOT soft_delete),"
        " (SELECT count(*) FROM rombongan_belajar WHERE NOT soft_delete)"
    ).fetchone()
    counts = dict(zip(_COUNTED, live, strict=True))
    migrations = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return About(made, VERSION, school, npsn, nama, counts, migrations, mark(copy), size=0, sha256="")


def _head(source: BinaryIO) -> About:
    head = unframed(source, _MAGIC)
    try:
        return _about_decoder.decode(head)
    except msgspec.MsgspecError as error:
        raise UnusableBackup(
            "Cadangan ini dibuat versi aplikasi yang lain. Perbarui aplikasi lebih dahulu."
        ) from error


def _refuse_bomb(about: About, packed: int, free: int) -> None:
    """Raise UnusableBackup where the database would be larger than these bytes can honestly be, or than the
    disk has room for."""
    if about.size > max(_SMALL, _RATIO_MAX * packed):
        raise UnusableBackup(
            "Cadangan ini rusak: keterangannya menyebut isi yang terlalu besar untuk berkas ini."
        )
    if about.size * _TIMES_ON_DISK > free:
        needed, left = about.size * _TIMES_ON_DISK // 2**20 + 1, free // 2**20
        raise UnusableBackup(
            f"Untuk memulihkan cadangan ini perlu {needed} MB kosong di disk; yang ada {left} MB. "
            "Kosongkan tempat, lalu ulangi."
        )


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
        raise UnusableBackup("Cadangan ini rusak: isinya tidak dapat dibuka.") from error
    if left or digest.hexdigest() != about.sha256:
        raise UnusableBackup("Cadangan ini rusak: isinya tidak sama dengan saat dibuat.")


def _check(database: Path, about: About) -> None:
    """Raise UnusableBackup unless the database is sound, of this application, and as the head says."""
    try:
        with closing(sqlite3.connect(database)) as copy:
            # Whoever made it may have meant harm (https://sqlite.org/security.html). Not asked for is
            # `trusted_schema = OFF`: SQLite 3.40 then refuses JSON_VALID, which Django's own tables call.
            copy.execute("PRAGMA cell_size_check = ON")
            _refuse_foreign(copy)
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            actual = _about(copy, about.made)
    except sqlite3.Error as error:
        raise UnusableBackup("Isi cadangan ini bukan basis data aplikasi ini.") from error
    stated = msgspec.structs.replace(about, application=VERSION, size=0, sha256="")
    if not sound or msgspec.to_builtins(actual) != msgspec.to_builtins(stated):
        raise UnusableBackup("Cadangan ini rusak: basis data di dalamnya tidak utuh.")


def _refuse_foreign(copy: sqlite3.Connection) -> None:
    """Raise UnusableBackup where something would run by itself: a trigger, a view, a virtual table."""
    foreign = copy.execute(
        "SELECT name FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'create virtual%'"
    ).fetchone()
    if foreign:
        raise UnusableBackup(f"Cadangan ini berisi “{foreign[0]}”, yang tidak dibuat aplikasi ini.")


def _sha256(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
