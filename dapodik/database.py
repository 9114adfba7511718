"""Bring the data folder's database to what this version of the program expects."""

import sys

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from filelock import FileLock


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
        raise CommandError(
            f"Basis data {connection.settings_dict['NAME']} tidak dapat dibuka ({error}). "
            "Pulihkan dari cadangan, atau pilih folder data lain dengan --data FOLDER."
        ) from error


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
            "Pasang versi terbaru, atau pilih folder data lain dengan --data FOLDER."
        )
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        sys.stderr.write("Menyiapkan basis data ...\n")
        call_command("migrate", verbosity=0, interactive=False)
