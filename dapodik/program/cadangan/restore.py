"""Restoring a backup: it is checked, the present data is backed up, then all is replaced at once."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from filelock import FileLock

from dapodik.program.full_disk import is_full

from . import archive, carried_history, schema, store
from .archive import About, UnusableBackup
from .store import Backup


class OtherSchool(UnusableBackup):
    """The backup is of another school than the present data."""


@dataclass(frozen=True)
class Restored:
    """What was restored, and where the data is now that was here before; None where there was none."""

    about: About
    previous: Path | None


def whole_database() -> FileLock:
    """The lock of whoever works on all of the data for a while: a synchronisation, a restore."""
    return FileLock(settings.DATA_DIR / "sync.lock", timeout=0, thread_local=False)


def check(file: Path) -> About:
    """Read what a backup says of itself. Raises UnusableBackup where it cannot be restored here."""
    with _checked(file) as (about, _):
        return about


def restore(file: Path, other_school: bool = False) -> Restored:
    """Put a backup in the place of the present data. The caller holds `whole_database`.

    Whenever the process is killed, the data is wholly the old or wholly the new. Raises UnusableBackup,
    OtherSchool unless `other_school`, and OSError, sqlite3.Error or DatabaseError where the disk is full or
    the database is in use: then nothing has changed.
    """
    with _checked(file) as (about, new):
        if not other_school and is_of_other_school(about):
            owner = f"{about.nama} ({about.npsn or 'tanpa NPSN'})"
            raise OtherSchool(f"Cadangan ini milik {owner}, bukan sekolah di komputer ini.")
        with _as_application(new):
            if _lacks_migrations(about):
                _bring_up_to_date(new)
            _read()
        return Restored(about, _replace(new))


def newest_restorable() -> Backup | None:
    """The newest of the backups that can be restored; None where there is none."""
    for backup in store.backups():
        try:
            check(backup.path)
        except UnusableBackup:
            continue
        return backup
    return None


def is_of_other_school(about: About) -> bool:
    """True where there is a school here already, and the backup is of another one."""
    try:
        with closing(sqlite3.connect(store.database())) as present:
            here = present.execute("SELECT id, npsn FROM sekolah WHERE NOT soft_delete").fetchone()
    except sqlite3.Error:
        # New or damaged: it cannot be asked.
        return False
    return bool(here) and about.school != here[0] and (not about.npsn or about.npsn != here[1])


@contextmanager
def _checked(file: Path) -> Iterator[tuple[About, Path]]:
    try:
        with archive.unpacked(file, store.folder()) as (about, database):
            _refuse_newer(about)
            schema.check(database, about.migrations)
            yield about, database
    except FileNotFoundError as error:
        raise UnusableBackup(f"Berkas {file} tidak ada.") from error


def _lacks_migrations(about: About) -> bool:
    return not schema.known().disk_migrations.keys() <= set(about.migrations)


def _refuse_newer(about: About) -> None:
    known = schema.known()
    if any(
        app in known.migrated_apps and (app, name) not in known.disk_migrations
        for app, name in about.migrations
    ):
        raise UnusableBackup(
            "Cadangan ini dari versi aplikasi yang lebih baru. Perbarui aplikasi lebih dahulu."
        )


@contextmanager
def _as_application(database: Path) -> Iterator[None]:
    """Use an unpacked database as the application does its own, before it takes the place of that."""
    try:
        with schema.opened(database):
            yield
    except Exception as error:
        if is_full(error):
            raise
        raise UnusableBackup("Cadangan ini rusak: aplikasi tidak dapat membuka isinya.") from error


def _bring_up_to_date(database: Path) -> None:
    """Apply what is missing of the migrations, and see that they have made what they make elsewhere."""
    call_command("migrate", verbosity=0, interactive=False)
    schema.check(database, schema.known().disk_migrations)


def _read() -> None:
    """Read a row of every table."""
    for model in apps.get_models(include_auto_created=True):
        model._base_manager.first()


def _replace(new: Path) -> Path | None:
    live = store.database()
    if not live.exists() or not live.stat().st_size:
        new.replace(live)
        return None
    try:
        previous = _backed_up_to_the_last(live)
        carried_history.carry(live, new)
    except sqlite3.DatabaseError as error:
        # A table that is missing is an OperationalError too, but no matter of the disk or of others.
        lacks_table = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
        if isinstance(error, sqlite3.OperationalError) and not lacks_table:
            raise
        return _replace_damaged(new, live)
    with closing(sqlite3.connect(new)) as source, closing(sqlite3.connect(live, timeout=30)) as target:
        target.execute("PRAGMA synchronous = FULL")
        # In one step: one transaction, which others see as a whole or not at all.
        source.backup(target)
    return previous.path


def _backed_up_to_the_last(live: Path) -> Backup:
    """Back the present data up until nobody has written meanwhile: the last that was written is in it."""
    with closing(sqlite3.connect(live, timeout=30)) as watching:
        while True:
            before = watching.execute("PRAGMA data_version").fetchone()
            backup = store.make(store.BEFORE_RESTORE)
            if watching.execute("PRAGMA data_version").fetchone() == before:
                return backup


def _replace_damaged(new: Path, live: Path) -> Path:
    """Move aside what cannot be used, byte for byte, and put the restored database in its place."""
    aside = store.folder() / f"rusak-{uuid4().hex[:8]}"
    aside.mkdir()
    parts = [path for path in live.parent.glob(f"{live.name}*") if path.suffix.startswith(".sqlite3")]
    for part in parts:
        shutil.copy2(part, aside)
    for part in parts:
        if part != live:
            part.unlink()
    new.replace(live)
    return aside
