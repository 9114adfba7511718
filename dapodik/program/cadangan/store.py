"""The backups in the data folder, whoever made them: the operator, the program, or another computer."""

import logging
import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from filelock import FileLock

from . import archive, retention
from .archive import About, UnusableBackup

log = logging.getLogger(__name__)

SUFFIX = ".cadangan"
_STAMP = "%Y%m%d%H%M%S"
# The half-made file of a process that was killed is deleted after this time (seconds).
_STALE = 24 * 60 * 60
OWN, AUTOMATIC, BEFORE_RESTORE, CARRIED = "sendiri", "otomatis", "sebelum-pulih", "dari-berkas"
KINDS = {
    OWN: "Dibuat sendiri",
    AUTOMATIC: "Otomatis",
    BEFORE_RESTORE: "Sebelum dipulihkan",
    CARRIED: "Diambil dari berkas",
}
_NAME = re.compile(rf"\d{{14}}-({'|'.join(KINDS)}){SUFFIX}")
# Backups of these kinds are deleted after a time (retention.py), the others only by somebody.
_THINNED_OUT = (AUTOMATIC, BEFORE_RESTORE)


@dataclass(frozen=True)
class Backup:
    """A backup in the folder. `number` names it: when it came here, as YYYYMMDDhhmmss."""

    path: Path

    @property
    def number(self) -> int:
        """The number by which pages name it, as YYYYMMDDhhmmss."""
        return int(self.path.name.partition("-")[0])

    @property
    def kind(self) -> str:
        """Why it was made, as a key of KINDS."""
        return self.path.name.removesuffix(SUFFIX).partition("-")[2]

    @property
    def kind_label(self) -> str:
        """The kind in Indonesian."""
        return KINDS.get(self.kind, "")

    @property
    def time(self) -> datetime:
        """When it came here, by the computer's clock, without a zone."""
        return datetime.strptime(str(self.number), _STAMP)  # noqa: DTZ007  (the computer's own clock)

    @property
    def size(self) -> int:
        """Size in bytes."""
        return self.path.stat().st_size

    @property
    def about(self) -> About | None:
        """The head of the backup; None where it is damaged."""
        try:
            return archive.read(self.path)
        except UnusableBackup:
            return None


def folder() -> Path:
    """The folder of all backups; it is made where it is missing."""
    path: Path = settings.DATA_DIR / "cadangan"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def database() -> Path:
    """The file of the present database."""
    return Path(str(connection.settings_dict["NAME"]))


def backups() -> list[Backup]:
    """All backups of the folder, the newest first."""
    named = (path for path in folder().iterdir() if _NAME.fullmatch(path.name))
    return sorted(map(Backup, named), key=lambda backup: backup.number, reverse=True)


def find(number: int) -> Backup | None:
    """The backup with this number; None where there is none."""
    return next((backup for backup in backups() if backup.number == number), None)


def make(kind: str) -> Backup:
    """Back the present data up, and delete automatic backups whose time is over.

    `kind` is a key of KINDS. Raises what `archive.write` does.
    """
    with _lock():
        backup = _unused(kind)
        archive.write(database(), backup.path, timezone.localtime(), folder())
        _thin_out()
    return backup


def take(half: Path) -> Backup:
    """Add a file that another computer made and that is in this folder already, under its half-made name."""
    with _lock():
        backup = _unused(CARRIED)
        half.replace(backup.path)
    return backup


def make_if_moved() -> Backup | None:
    """Back the present data up, unless nothing was written since the newest backup."""
    with closing(sqlite3.connect(database())) as present:
        now = archive.mark(present)
    own = (backup.about for backup in backups() if backup.kind != CARRIED)
    newest = next((about for about in own if about), None)
    return make(AUTOMATIC) if now and (newest is None or newest.mark != now) else None


def make_before(act: str) -> None:
    """Make a backup before an act, unless nothing has changed since the newest one.

    Where that fails the act goes on, since it can be taken back or loses nothing; the page of backups shows
    how old the newest one is.
    """
    try:
        make_if_moved()
    except (OSError, sqlite3.Error):
        log.exception("backup before %s", act)


def _unused(kind: str) -> Backup:
    taken, now = {backup.number for backup in backups()}, timezone.localtime()
    while (number := int(now.strftime(_STAMP))) in taken:
        now += timedelta(seconds=1)
    return Backup(folder() / f"{number}-{kind}{SUFFIX}")


def _thin_out() -> None:
    """Delete backups whose time is over, and what a process that was killed left half made."""
    for half in folder().glob(f"{archive.HALF_MADE}*"):
        if abs(time.time() - half.stat().st_mtime) > _STALE:
            half.unlink()
    temporary = [backup for backup in backups() if backup.kind in _THINNED_OUT]
    retained = retention.retained(backup.time for backup in temporary)
    for backup in temporary:
        if backup.time not in retained:
            backup.path.unlink()


def _lock() -> FileLock:
    return FileLock(settings.DATA_DIR / "cadangan.lock")
