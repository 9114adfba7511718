"""A data folder with a school in it, and what is in a database."""

import sqlite3
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from dapodik.pokok import write
from dapodik.pokok.models import Origin, Sekolah
from dapodik.pokok.write import Author, Edit
from dapodik.program.cadangan import archive, schema
from tests.site_process import manage

from .signed import Parts, parts

NAME = "dapodik.sqlite3"
SCHOOL = "SD CONTOH HARAPAN"


def run(*words: object, data: Path) -> CompletedProcess[str]:
    done = manage(*words, data=data)
    assert done.returncode == 0, done.stderr
    return done


def stored(data: Path) -> dict[str, list[Any]]:
    """All rows of all tables, but for sessions, and for the history of security, which a restore adds to."""
    with closing(sqlite3.connect(data / NAME)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"').fetchall()))
            for (name,) in tables
            if name not in ("django_session", "riwayat_keamanan", "sqlite_sequence")
        }


def edit(data: Path, nama: str) -> None:
    """Something is written after the backup."""
    with closing(sqlite3.connect(data / NAME)) as database, database:
        database.execute("UPDATE sekolah SET nama = ?", [nama])


@pytest.fixture(scope="session")
def _school(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    data = tmp_path_factory.mktemp("cadangan") / "data"
    run("demo", data=data)
    backup = data.with_name("sekolah.cadangan")
    run("backup", backup, data=data)
    return data, backup


@pytest.fixture
def backup(_school: tuple[Path, Path]) -> Path:
    """A backup of the demonstration school."""
    return _school[1]


@pytest.fixture
def data(_school: tuple[Path, Path], tmp_path: Path) -> Path:
    """Its data folder."""
    with closing(sqlite3.connect(_school[0] / NAME)) as source:
        target = tmp_path / "data"
        target.mkdir()
        with closing(sqlite3.connect(target / NAME)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = WAL")
    return target


@pytest.fixture(scope="session")
def small(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Parts:
    """The backup of a school with nobody in it."""
    folder = tmp_path_factory.mktemp("kecil")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as of_tests:
        of_tests.execute("VACUUM INTO ?", [str(folder / NAME)])
    with django_db_blocker.unblock(), schema.opened(folder / NAME):
        write.save([Edit(Sekolah, {"nama": SCHOOL}, write.new_id())], Author("Penguji", Origin.FORM))
    archive.write(folder / NAME, folder / "b", timezone.localtime(), folder)
    return parts(folder / "b")


@pytest.fixture
def here(db: None, tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder without a database."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    monkeypatch.setitem(connection.settings_dict, "NAME", settings.DATA_DIR / NAME)
    return Path(settings.DATA_DIR)
