"""Updating: the newer release beside or over the older one, interrupted anywhere, and repeated."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from dapodik.program.cadangan import archive
from tests.site_process import Site, environment

from .cadangan.conftest import NAME, stored
from .conftest import DROPPED
from .releases import SECOND, manage, names, unpack
from .update_dying import POINTS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL and links to an environment are POSIX")
NOT_WHOLE = "tidak utuh"


@pytest.fixture(scope="session")
def _school(older: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The older release in a folder, and the demonstration school that it made."""
    place = tmp_path_factory.mktemp("lama")
    program = unpack(older, place / "aplikasi")
    done = manage(program, "demo", data=place / "data")
    assert done.returncode == 0, done.stderr
    return program, place / "data"


@pytest.fixture
def program(_school: tuple[Path, Path], tmp_path: Path) -> Path:
    """A folder with the older release, as it was used."""
    shutil.copytree(_school[0], tmp_path / "aplikasi", symlinks=True)
    return tmp_path / "aplikasi"


@pytest.fixture
def data(_school: tuple[Path, Path], tmp_path: Path) -> Path:
    """Its data folder, with a school in it."""
    shutil.copytree(_school[1], tmp_path / "data")
    return tmp_path / "data"


def tables(data: Path) -> set[str]:
    with closing(sqlite3.connect(data / NAME)) as database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def records(data: Path) -> dict[str, list[str]]:
    """What people have entered."""
    everything = stored(data)
    return {table: everything[table] for table in ("sekolah", "peserta_didik", "ptk", "journal")}


def assert_updated(program: Path, data: Path, before: dict[str, list[str]]) -> None:
    """A command of the newer release works, on the newer tables, with all the data, and with a way back."""
    done = manage(program, "validate", "--json", data=data)
    assert done.returncode in (0, 1) and json.loads(done.stdout), done.stderr
    assert manage(program, "--version", data=data).stdout == f"{SECOND}\n"
    assert {"satu", "dua"} <= tables(data) and records(data) == before
    backups = list((data / "cadangan").glob("*-otomatis.cadangan"))
    migrations = [set(archive.read(backup).migrations) for backup in backups]
    assert any(("validasi", "9001_satu") not in applied for applied in migrations)


@pytest.mark.parametrize("way", ["beside", "over"])
def test_the_newer_release_takes_the_data_over(
    program: Path, data: Path, newer: Path, way: str, tmp_path: Path
):
    before = records(data)
    folder = unpack(newer, program if way == "over" else tmp_path / "baru")
    site = Site(data, "--no-demo", program=folder)
    try:
        assert f"Data Pokok Sekolah {SECOND}. Aplikasi siap" in site.started().output()
    finally:
        site.stop()
    assert_updated(folder, data, before)


def test_what_the_newer_release_does_not_have_is_set_aside(program: Path, data: Path, newer: Path):
    unpack(newer, program)
    manage(program, "--version", data=data)
    for name, text in DROPPED.items():
        assert not (program / name).exists()
        assert (program / "sisa-versi-lama" / name).read_text() == text
    unknown = manage(program, "lama", data=data)
    assert unknown.returncode == 1 and "Unknown command" in unknown.stderr


def test_the_older_release_over_the_newer_one_does_not_touch_newer_data(
    program: Path, data: Path, older: Path, newer: Path
):
    """Its own migrations are left in the folder by the newer one: with them the check would be blind."""
    unpack(newer, program)
    manage(program, "validate", data=data)
    after = stored(data)
    unpack(older, program)
    done = manage(program, "validate", data=data)
    assert done.returncode == 1 and "versi aplikasi yang lebih baru" in done.stderr
    assert stored(data) == after


def interrupted(package: Path) -> list[tuple[list[str], str]]:
    """(files that are copied, the one of which half is): as a zip is unpacked, and as a folder is copied.
    Half of an empty file is all of it, so those are among the first."""
    with ZipFile(package) as release:
        empty = {info.filename.partition("/")[2] for info in release.infolist() if not info.file_size}
    listed = [name for name in names(package) if name not in empty]
    first = [name for name in names(package) if name in empty]
    shuffled = listed[:]
    random.Random(12).shuffle(shuffled)
    ends = [0, 1, 2, len(listed) // 3, len(listed) // 2, len(listed) - 1]
    return [
        ([*first, *order[:end]], order[end]) for order in (listed, shuffled, listed[::-1]) for end in ends
    ]


def test_an_unpacking_that_was_interrupted_is_told_and_repeated(
    program: Path, data: Path, newer: Path, tmp_path: Path
):
    before = stored(data)
    for copied, half in interrupted(newer):
        folder = tmp_path / "terputus"
        shutil.copytree(program, folder, symlinks=True)
        unpack(newer, folder, copied, half)
        done = manage(folder, "validate", data=data)
        assert done.returncode == 1 and NOT_WHOLE in done.stderr, (len(copied), half, done.stderr)
        assert "Traceback" not in done.stderr and stored(data) == before
        shutil.rmtree(folder)
    unpack(newer, program, *interrupted(newer)[4])
    assert_updated(unpack(newer, program), data, records(data))


def killed_at(point: str, program: Path, data: Path) -> None:
    script = Path(__file__).with_name("update_dying.py")
    words = [sys.executable, str(script), str(program), point, "validate", "--data", str(data)]
    done = subprocess.run(words, env=environment(), capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("point", POINTS)
def test_killed_while_data_is_brought_up_to_date(point: str, program: Path, data: Path, newer: Path):
    before = records(data)
    unpack(newer, program)
    killed_at(point, program, data)
    assert records(data) == before
    assert_updated(program, data, before)


def test_the_older_version_must_be_closed_first(program: Path, data: Path, newer: Path, tmp_path: Path):
    """Two versions on one database would each take the other's tables for its own."""
    site = Site(data, "--no-demo", program=program).started()
    try:
        before = stored(data)
        beside = unpack(newer, tmp_path / "baru")
        for words in (["start", "--no-demo", "--no-browser"], ["validate"]):
            done = manage(beside, *words, data=data)
            assert done.returncode == 1 and f"masih berjalan di {site.url}" in done.stderr
        assert stored(data) == before
    finally:
        site.stop()
    assert_updated(beside, data, records(data))


@pytest.mark.parametrize("point", ["after one migration", "after two migrations"])
def test_killed_while_a_new_data_folder_is_set_up(point: str, older: Path, tmp_path: Path):
    """There is nothing yet of which a backup could be made, and some tables are not there."""
    program = unpack(older, tmp_path / "aplikasi")
    killed_at(point, program, tmp_path / "data")
    done = manage(program, "demo", data=tmp_path / "data")
    assert done.returncode == 0, done.stderr
