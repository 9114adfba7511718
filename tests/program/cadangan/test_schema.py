"""A backup whose database is not what its migrations have made is refused, however well it is signed."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dapodik.program.cadangan import archive, schema
from dapodik.program.cadangan import restore as restoring
from dapodik.program.cadangan.archive import UnusableBackup
from dapodik.program.database import check_integrity

from .conftest import NAME, SCHOOL, stored
from .signed import Parts, changed, put_together

pytestmark = pytest.mark.slow


def asked(backup: Parts, question: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(backup[1])
        return copy.execute(question).fetchall()


def restored(backup: Parts, here: Path, *changes: str) -> None:
    header, plain = changed(backup, lambda copy: copy.executescript(";".join(changes)))
    put_together(here / "b", plain, **header)
    restoring.restore(here / "b")


def why(backup: Parts, here: Path, *changes: str) -> str:
    """Why the backup is refused when its database has been changed so. Nothing is left of the try."""
    with pytest.raises(UnusableBackup) as refused:
        restored(backup, here, *changes)
    assert not (here / NAME).exists() and list((here / "cadangan").iterdir()) == []
    return str(refused.value)


def test_each_table_is_missed_and_then_a_good_backup_restored(small: Parts, here: Path) -> None:
    names = asked(small, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    assert len(names) > 30
    # The backup's own list of migrations is read before anything else.
    for (name,) in set(names) - {("django_migrations",)}:
        assert "adangan ini" in why(small, here, f'DROP TABLE "{name}"')
    restored(small, here)
    assert SCHOOL in str(stored(here)["sekolah"])


def test_a_column_of_each_table_is_missed(small: Parts, here: Path) -> None:
    """Another one in each run."""
    columns = dict(
        asked(
            small,
            "SELECT t.name, info.name FROM sqlite_master AS t, pragma_table_info(t.name) AS info"
            " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name != 'django_migrations'"
            " ORDER BY random()",
        )
    )
    assert len(columns) > 30
    for table, name in columns.items():
        rename = f'ALTER TABLE "{table}" RENAME COLUMN "{name}" TO "lain"'
        assert "adangan ini" in why(small, here, rename), rename


def test_each_migration_is_missed_or_made_good(small: Parts, here: Path) -> None:
    migrations = asked(small, "SELECT app, name FROM django_migrations")
    nodes = schema.known().graph.node_map
    for app, name in migrations:
        gone = f"DELETE FROM django_migrations WHERE app = '{app}' AND name = '{name}'"
        if nodes[app, name].children:
            assert "catatan pembaruannya tidak lengkap" in why(small, here, gone)
            continue
        # The last one of its app: another schema, or one that applying it again leaves as it is.
        with suppress(UnusableBackup):
            restored(small, here, gone)
            assert f"'{name}'" in str(stored(here)["django_migrations"])
            (here / NAME).unlink()
    assert not (here / NAME).exists()


FOREIGN = {
    "trigger": "CREATE TRIGGER jebakan BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'x'); END",
    "view": "CREATE VIEW jebakan AS SELECT 1",
    "virtual table": "CREATE VIRTUAL TABLE jebakan USING fts5(isi)",
    "table": "CREATE TABLE jebakan (isi)",
    "column": "ALTER TABLE ptk ADD COLUMN jebakan",
    "index": "CREATE UNIQUE INDEX jebakan ON journal (kind)",
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_the_application_has_not_made_is_refused(small: Parts, here: Path, kind: str) -> None:
    assert (
        "tabel “ptk”" if kind == "column" else "tabel “journal”" if kind == "index" else "“jebakan"
    ) in why(small, here, FOREIGN[kind])


def test_the_command_says_why(small: Parts, here: Path) -> None:
    poisoned, plain = changed(small, lambda copy: copy.execute(FOREIGN["trigger"]))
    put_together(here / "b", plain, **poisoned)
    with pytest.raises(CommandError, match=r"“jebakan”.* Tidak ada data yang berubah\."):
        call_command("restore", here / "b")


def test_data_without_a_table_are_said_to_be_damaged_and_put_aside(small: Parts, here: Path) -> None:
    """As a version that did not look at the schema has restored them."""
    _, poisoned = changed(small, lambda copy: copy.execute("DROP TABLE ptk"))
    (here / NAME).write_bytes(poisoned)
    with schema.opened(here / NAME) as own:
        with pytest.raises(CommandError, match="tanpa tabel ptk"):
            check_integrity()
        with pytest.raises(CommandError, match="no such table: ptk"):
            call_command("backup", here / "b", skip_checks=True)
        own.close()
        restored(small, here)
    assert stored(here)["ptk"] == []
    (aside,) = (here / "cadangan").glob(f"rusak-*/{NAME}")
    assert "ptk" not in stored(aside.parent) and SCHOOL in str(stored(aside.parent)["sekolah"])


def test_what_a_migration_changes_it_changes_in_the_restored_data(here: Path, tmp_path: Path) -> None:
    """Not in the present ones, which here have no such table at all."""
    older = tmp_path / "older.sqlite3"
    with schema.opened(older):
        for words in (("sessions",), ("pokok",), ("sync_lokal", "0005")):
            call_command("migrate", *words, verbosity=0)
    with closing(sqlite3.connect(older)) as database, database:
        names = [name for _, name, *_ in database.execute("PRAGMA table_info(sync_run)")]
        empty = dict.fromkeys(("ended", "problem", "receipt"))
        row = dict.fromkeys(names, 0) | empty | {"id": "1" * 32, "started": "2026-11-01 07:00:00"}
        marks = ", ".join("?" * len(row))
        database.execute(f"INSERT INTO sync_run ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    archive.write(older, tmp_path / "b", timezone.localtime(), tmp_path)
    restoring.restore(tmp_path / "b")
    with closing(sqlite3.connect(here / NAME)) as database:
        assert database.execute("SELECT number FROM sync_run").fetchall() == [(1,)]


def test_a_view_that_never_ends_is_not_asked(small: Parts, here: Path) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    assert "“ptk”" in why(small, here, "DROP TABLE ptk", f"CREATE VIEW ptk AS {numbers}")


@pytest.mark.parametrize(
    "change",
    [
        "DROP INDEX riwayat_keamanan_name_key",
        # The same name, another type; a value that the application cannot read.
        "ALTER TABLE ptk DROP COLUMN nama; ALTER TABLE ptk ADD COLUMN nama integer NOT NULL DEFAULT 1",
        "UPDATE sekolah SET id = 'zz'",
    ],
)
def test_what_the_application_could_not_use_is_refused(small: Parts, here: Path, change: str) -> None:
    assert "rusak" in why(small, here, change)
