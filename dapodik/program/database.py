"""Bring the data folder's database to what this version of the program expects."""

import sqlite3
import sys

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from filelock import FileLock

from .cadangan import restore, store
from .start import running

_HOLDS = {
    "pengguna": "SELECT EXISTS (SELECT 1 FROM pengguna)",
    "sekolah": "SELECT EXISTS (SELECT 1 FROM sekolah)",
}


def bring_up_to_date() -> None:
    """Apply what is missing of the migrations; quick where nothing is.

    Raises CommandError (Indonesian) where a newer version of the program made the database, or
    where it cannot be opened.
    """
    try:
        # Two commands on a new folder must not both make the tables.
        with FileLock(settings.DATA_DIR / "database.lock"):
            _migrate()
    except DatabaseError as error:
        raise CommandError(_damaged(str(error))) from error


def check_integrity() -> None:
    """Look for damage in the whole database, and for tables that are missing.

    Raises CommandError (Indonesian), which says which backup to restore.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            (result,) = cursor.fetchone()
        missing = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
        missing.difference_update(connection.introspection.table_names())
    except DatabaseError as error:
        raise CommandError(_damaged(str(error))) from error
    if result != "ok":
        raise CommandError(_damaged(str(result).replace("\n", " ")))
    if missing:
        raise CommandError(_damaged(f"tanpa tabel {', '.join(sorted(missing))}"))


def _damaged(why: str) -> str:
    backup = restore.newest_restorable()
    cure = (
        f"Cadangan terbaru yang baik dari {backup.time:%d-%m-%Y %H.%M}. Pulihkan dengan perintah:\n"
        f'  python3 manage.py restore "{backup.path}" --data "{settings.DATA_DIR}"'
        if backup
        else "Belum ada cadangan di folder ini. Pulihkan dari cadangan di tempat lain dengan "
        "`python3 manage.py restore BERKAS`, atau pilih folder data lain dengan --data FOLDER."
    )
    return f"Basis data {store.database()} rusak atau tidak dapat dibuka ({why}). {cure}"


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    known, installed = executor.loader.disk_migrations, executor.loader.migrated_apps
    newer = [
        name
        for app, name in executor.loader.applied_migrations or ()
        if app in installed and (app, name) not in known
    ]
    if newer:
        raise CommandError(
            f"Folder data {settings.DATA_DIR} sudah dipakai versi aplikasi yang lebih baru. "
            "Perbarui aplikasi (caranya: docs/panduan.md, bagian Memperbarui aplikasi), atau pilih folder "
            "data lain dengan --data FOLDER."
        )
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if _holds_data():
        _upgrade()
    else:
        _apply()


def _holds_data() -> bool:
    """Tell data from a new database, also from one whose first setting up was interrupted."""
    present = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table, holds in _HOLDS.items():
            if table in present:
                cursor.execute(holds)
                if cursor.fetchone()[0]:
                    return True
    return False


def _upgrade() -> None:
    """Apply migrations to data that an older version made: alone, and with a way back."""
    try:
        with running.no_server(settings.DATA_DIR):
            _back_up()
            _apply()
    except running.AlreadyRunning as older:
        raise CommandError(
            f"Aplikasi versi lama masih berjalan di {older.url}. Tutup dahulu (Ctrl-C di jendelanya), "
            "lalu ulangi."
        ) from older


def _apply() -> None:
    sys.stderr.write("Menyiapkan basis data ...\n")
    call_command("migrate", verbosity=0, interactive=False)


def _back_up() -> None:
    try:
        store.make(store.AUTOMATIC)
    except (OSError, sqlite3.OperationalError) as error:
        raise CommandError(
            f"Cadangan sebelum pembaruan tidak dapat dibuat ({error}), jadi belum ada yang diubah. "
            "Periksa sisa ruang disk, lalu jalankan lagi."
        ) from error
