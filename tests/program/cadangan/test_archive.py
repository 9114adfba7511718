"""Backup files: what is written is read, and nothing else is taken for one."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dapodik.program.cadangan import archive
from dapodik.program.cadangan.archive import About, UnusableBackup

from .conftest import NAME
from .signed import parts, put_together

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def opened(file: Path) -> About:
    with archive.unpacked(file, file.parent) as (about, _):
        return about


def test_a_backup_says_what_it_holds(backup: Path) -> None:
    about = opened(backup)
    assert about == archive.read(backup)
    assert (about.nama, about.npsn) == ("SD CONTOH HARAPAN", "69999999")
    assert about.counts == {"peserta_didik": 300, "ptk": 18, "rombongan_belajar": 12}
    assert ("pokok", "0001_initial") in about.migrations


def test_it_holds_no_sessions(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / NAME)) as database, database:
        database.execute("INSERT INTO django_session VALUES ('RAHASIASESI', 'x', '2030-01-01')")
    archive.write(data / NAME, tmp_path / "b", NOW, tmp_path)
    with archive.unpacked(tmp_path / "b", tmp_path) as (_, database):
        assert b"RAHASIASESI" not in database.read_bytes()


def test_a_backup_is_of_one_moment_whoever_writes(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / NAME)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE sekolah SET nama = 'SETENGAH JADI'")
        about = archive.write(data / NAME, tmp_path / "b", NOW, tmp_path)
        writer.rollback()
    assert about.nama == opened(tmp_path / "b").nama == "SD CONTOH HARAPAN"


def test_no_changed_byte_goes_unnoticed(backup: Path, tmp_path: Path) -> None:
    good, random = backup.read_bytes(), Random(1)
    places = [*range(0, 200, 7), *(random.randrange(len(good)) for _ in range(40))]
    for place in places:
        broken = bytearray(good)
        broken[place] ^= 1 << random.randrange(8)
        (tmp_path / "b").write_bytes(broken)
        with pytest.raises(UnusableBackup):
            opened(tmp_path / "b")


@pytest.mark.parametrize("left", [0, 1, 18, 19, 100, 5000, -1])
def test_a_file_that_was_cut_short_is_refused(backup: Path, tmp_path: Path, left: int) -> None:
    (tmp_path / "b").write_bytes(backup.read_bytes()[:left])
    with pytest.raises(UnusableBackup):
        opened(tmp_path / "b")


def test_other_files_are_refused(tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04" + b"x" * 1000, b"SQLite format 3\0", b"\xff" * 100_000):
        (tmp_path / "b").write_bytes(content)
        with pytest.raises(UnusableBackup, match="bukan cadangan"):
            opened(tmp_path / "b")


def test_another_database_is_refused(backup: Path, tmp_path: Path) -> None:
    header, _ = parts(backup)
    with closing(sqlite3.connect(tmp_path / "lain")) as other, other:
        other.execute("CREATE TABLE sekolah (nama)")
    plain = (tmp_path / "lain").read_bytes()
    for content in (plain, b"bukan basis data", b""):
        size = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        put_together(tmp_path / "b", content, **{**header, **size})
        with pytest.raises(UnusableBackup):
            opened(tmp_path / "b")


def test_a_database_with_a_broken_page_is_refused(backup: Path, tmp_path: Path) -> None:
    header, plain = parts(backup)
    broken = bytearray(plain)
    broken[4096 * 20 : 4096 * 20 + 2048] = b"\xee" * 2048
    put_together(tmp_path / "b", bytes(broken), **{**header, "sha256": hashlib.sha256(broken).hexdigest()})
    with pytest.raises(UnusableBackup):
        opened(tmp_path / "b")


@pytest.mark.parametrize("claim", [{"nama": "SD LAIN"}, {"counts": {"peserta_didik": 1}}, {"migrations": []}])
def test_what_it_says_must_be_what_it_holds(backup: Path, tmp_path: Path, claim: dict[str, Any]) -> None:
    header, plain = parts(backup)
    put_together(tmp_path / "b", plain, **{**header, **claim})
    with pytest.raises(UnusableBackup):
        opened(tmp_path / "b")


def test_a_bomb_does_not_fill_the_disk(backup: Path, tmp_path: Path) -> None:
    header, _ = parts(backup)
    put_together(tmp_path / "b", b"\0" * 500_000_000, **{**header, "size": 1000})
    with pytest.raises(UnusableBackup):
        opened(tmp_path / "b")
    assert [entry.name for entry in tmp_path.iterdir()] == ["b"]


def test_a_bomb_that_says_its_size_is_not_even_unpacked(backup: Path, tmp_path: Path) -> None:
    header, _ = parts(backup)
    zeros = b"\0" * 200_000_000
    size = {"size": len(zeros), "sha256": hashlib.sha256(zeros).hexdigest()}
    put_together(tmp_path / "b", zeros, **{**header, **size})
    assert (tmp_path / "b").stat().st_size < 30_000
    with pytest.raises(UnusableBackup, match="terlalu besar"):
        opened(tmp_path / "b")


def test_what_the_disk_has_no_room_for_is_not_unpacked(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=3_000_000))
    with pytest.raises(UnusableBackup, match=r"perlu \d+ MB kosong di disk; yang ada 2 MB"):
        opened(backup)


def test_nothing_is_left_behind(data: Path, tmp_path: Path) -> None:
    (data / NAME).write_bytes(b"rusak" * 1000)
    with pytest.raises(sqlite3.DatabaseError):
        archive.write(data / NAME, tmp_path / "b", NOW, tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["data"]
