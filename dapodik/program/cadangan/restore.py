"""Restoring a backup: it is checked, the present data is backed up, then all is replaced at once."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from filelock import FileLock

from . import archive, carried_history, store
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

    Whenever the process is killed, the data is wholly the old or wholly the new. Raises UnusableBackup, and
    OtherSchool unless `other_school`: then nothing has changed.
    """
    with _checked(file) as (about, new):
        if not other_school and is_of_other_school(about):
            owner = f"{about.nama} ({about.npsn or 'tanpa NPSN'})"
            raise OtherSchool(f"Cadangan ini milik {owner}, bukan sekolah di komputer ini.")
        if _lacks_migrations(about):
            _bring_up_to_date(new)
        return Restored(about, _replace(new))


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
            yield about, database
    except FileNotFoundError as error:
        raise UnusableBackup(f"Berkas {file} tidak ada.") from error


def _lacks_migrations(about: About) -> bool:
    known = MigrationLoader(None, ignore_no_migrations=True)
    return not known.disk_migrations.keys() <= set(about.migrations)


def _refuse_newer(about: About) -> None:
    known = MigrationLoader(None, ignore_no_migrations=True)
    if any(
        app in known.migrated_apps and (app, name) not in known.disk_migrations
        for app, name in about.migrations
    ):
        raise UnusableBackup(
            "Cadangan ini dari versi aplikasi yang lebih baru. Perbarui aplikasi lebih dahulu."
        )


def _bring_up_to_date(database: Path) -> None:
    """Apply what is missing of the migrations to the unpacked database, before anybody uses it."""
    alias = f"pulih-{uuid4().hex}"
    connections.databases[alias] = {**connections.databases["default"], "NAME": database}
    try:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    finally:
        connections[alias].close()
        del connections[alias], connections.databases[alias]


def _replace(new: Path) -> Path | None:
    live = store.database()
    if not live.exists() or not live.stat().st_size:
        new.replace(live)
        return None
    try:
        previous = _backed_up_to_the_last(live)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        return _replace_damaged(new, live)
    carried_history.carry(live, new)
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
    """Move aside what cannot be read, byte for byte, and put the restored database in its place."""
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
