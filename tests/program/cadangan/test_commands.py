"""`backup` and `restore`, in real processes: whole or not at all, and nothing is lost."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from dapodik.program.cadangan import archive
from tests.site_process import ROOT, Site, environment, manage

from .conftest import NAME, edit, run, stored
from .dying import POINTS

OLD = "SD CONTOH HARAPAN"


def refused(*words: object, data: Path) -> str:
    """Why a command was refused; it must have changed nothing."""
    before = stored(data)
    done = manage(*words, data=data)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert stored(data) == before
    return done.stderr


def kept_in(data: Path) -> list[Path]:
    return sorted((data / "cadangan").glob("*.cadangan"))


def test_what_was_backed_up_is_restored_and_the_present_data_kept(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.cadangan"
    report = json.loads(run("backup", file, "--json", data=data).stdout)
    assert (report["nama"], report["counts"]["peserta_didik"], report["file"]) == (OLD, 300, str(file))
    assert file.stat().st_mode & 0o77 == 0
    before = stored(data)
    edit(data, "SALAH KETIK")
    after = stored(data)
    report = json.loads(run("restore", file, "--json", data=data).stdout)
    assert stored(data) == before
    run("restore", report["kept"], data=data)
    assert stored(data) == after


def test_a_backup_is_never_overwritten(data: Path, backup: Path) -> None:
    assert "tidak ditimpa" in refused("backup", backup, data=data)


def test_a_folder_that_is_not_there(data: Path, tmp_path: Path) -> None:
    assert "tidak dapat ditulis" in refused("backup", tmp_path / "tiada" / "a", data=data)
    assert "tidak ada" in refused("restore", tmp_path / "tiada", data=data)


def test_a_new_folder_takes_a_backup(backup: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "baru"
    run("restore", backup, data=fresh)
    assert len(stored(fresh)["peserta_didik"]) == 300
    assert json.loads(manage("validate", "--json", data=fresh).stdout)


def test_another_schools_backup_is_refused_unless_confirmed(data: Path, backup: Path) -> None:
    with closing(sqlite3.connect(data / NAME)) as database, database:
        database.execute("UPDATE sekolah SET id = '00000000000000000000000000000001', npsn = '20200001'")
    assert "bukan sekolah di komputer ini" in refused("restore", backup, data=data)
    run("restore", backup, "--other-school", data=data)
    assert len(kept_in(data)) == 1


def test_a_damaged_file_is_refused(data: Path, backup: Path, tmp_path: Path) -> None:
    broken = bytearray(backup.read_bytes())
    broken[len(broken) // 2] ^= 1
    (tmp_path / "b").write_bytes(broken)
    assert "rusak" in refused("restore", tmp_path / "b", data=data)
    assert kept_in(data) == []


def test_a_newer_versions_backup_is_refused(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / NAME)) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('pokok', '9999_x', '2030-01-01')"
        )
    run_backup_past_the_check(data, tmp_path / "b")
    with closing(sqlite3.connect(data / NAME)) as database, database:
        database.execute("DELETE FROM django_migrations WHERE name = '9999_x'")
    assert "lebih baru" in refused("restore", tmp_path / "b", data=data)


def run_backup_past_the_check(data: Path, target: Path) -> None:
    """As the other version of the program writes it."""
    archive.write(data / NAME, target, datetime.now(UTC), target.parent)


@pytest.fixture
def older(data: Path) -> Path:
    """A data folder of the version before the newest migration of the records."""
    words = [sys.executable, "-m", "django", "migrate", "pokok", "0005", "-v", "0"]
    known = environment(
        DAPODIK_DATA=str(data), DAPODIK_SECRET_KEY="x" * 60, DJANGO_SETTINGS_MODULE="dapodik.settings.lokal"
    )
    subprocess.run(words, cwd=ROOT, env=known, check=True)
    return data


def test_an_older_versions_backup_is_brought_up_to_date(older: Path, tmp_path: Path) -> None:
    pupils = len(stored(older)["peserta_didik"])
    run_backup_past_the_check(older, tmp_path / "b")
    fresh = tmp_path / "baru"
    run("restore", tmp_path / "b", data=fresh)
    assert "tindakan" in stored(fresh) and len(stored(fresh)["peserta_didik"]) == pupils


def test_an_upgrade_is_preceded_by_a_backup(older: Path, tmp_path: Path) -> None:
    before = stored(older)
    manage("validate", data=older)
    (backup,) = kept_in(older)
    assert backup.name.endswith("-otomatis.cadangan")
    with archive.unpacked(backup, tmp_path) as (_, database):
        database.rename(tmp_path / NAME)
    assert stored(tmp_path) == before


def killed_at(point: str, *words: object, data: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.program.cadangan.dying",
        point,
        *map(str, words),
        "--data",
        str(data),
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("point", list(POINTS)[:2])
def test_killed_while_backing_up(point: str, data: Path, tmp_path: Path) -> None:
    before, file = stored(data), tmp_path / "a.cadangan"
    killed_at(point, "backup", file, data=data)
    assert stored(data) == before and not file.exists()
    run("backup", file, data=data)
    run("restore", file, data=data)
    assert stored(data) == before


UPDATING = "before it is brought up to date"


@pytest.mark.parametrize("point", [point for point in list(POINTS)[2:] if point != UPDATING])
def test_killed_while_restoring(point: str, data: Path, backup: Path) -> None:
    old = stored(data)
    edit(data, "SALAH KETIK")
    new = stored(data)
    killed_at(point, "restore", backup, data=data)
    assert stored(data) == (old if point == "after the commit" else new)
    run("restore", backup, data=data)
    assert stored(data) == old


def test_killed_while_an_older_versions_backup_is_restored(older: Path, tmp_path: Path) -> None:
    run_backup_past_the_check(older, tmp_path / "b")
    manage("validate", data=older)
    edit(older, "SALAH KETIK")
    before = stored(older)
    killed_at(UPDATING, "restore", tmp_path / "b", data=older)
    assert stored(older) == before
    run("restore", tmp_path / "b", data=older)
    assert OLD in str(stored(older)["sekolah"])


def spoil(data: Path) -> bytes:
    """The disk has lost something in the middle of the database."""
    with closing(sqlite3.connect(data / NAME)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    with (data / NAME).open("r+b") as file:
        file.seek(4096 * 30)
        file.write(os.urandom(4096 * 200))
    return (data / NAME).read_bytes()


def test_a_damaged_database_is_told_at_the_start_and_mended(
    data: Path, start_site: Callable[..., Site], backup: Path
) -> None:
    run("restore", backup, data=data)
    (sound,) = kept_in(data)
    damaged = spoil(data)
    site = start_site("--no-demo", data=data)
    assert site.process.wait(60) == 1
    assert (
        "rusak" in site.output()
        and f'restore "{sound}"' in site.output()
        and "Traceback" not in site.output()
    )
    report = json.loads(run("restore", sound, "--json", data=data).stdout)
    assert Path(report["kept"], NAME).read_bytes() == damaged
    assert len(stored(data)["peserta_didik"]) == 300
    assert start_site("--no-demo", data=data).started()


@pytest.mark.parametrize("content", [b"bukan basis data" * 1000, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_database_that_is_none_is_told_by_every_command(data: Path, content: bytes) -> None:
    with closing(sqlite3.connect(data / NAME)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    (data / NAME).write_bytes(content)
    done = manage("validate", data=data)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "Belum ada cadangan di folder ini" in done.stderr


def test_restoring_waits_for_a_synchronisation(data: Path, backup: Path) -> None:
    with FileLock(data / "sync.lock"):
        assert "Sinkronisasi sedang berjalan" in refused("restore", backup, data=data)


def test_a_disk_that_is_full(data: Path, tmp_path: Path) -> None:
    """The file may not grow beyond some kilobytes: no half backup, and it is told."""
    small: Any = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
    small += "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nimport runpy\n"
    small += f"sys.argv = ['manage.py', 'backup', '{tmp_path / 'a'}', '--data', '{data}']\n"
    small += f"runpy.run_path('{ROOT / 'manage.py'}', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", small], env=environment(), capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 1 and "tidak dapat ditulis" in done.stderr, done.stderr
    assert not (tmp_path / "a").exists() and not list((data / "cadangan").iterdir())
