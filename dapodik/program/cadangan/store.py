"""The backups in the data folder: made by the operator, by themselves, before a restore, or carried here."""

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

from . import archive, keeping
from .archive import About, Refused

SUFFIX = ".cadangan"
_STAMP = "%Y%m%d%H%M%S"
# What a process that was killed has left is looked at no more after this time (seconds).
_STALE = 24 * 60 * 60
OWN, AUTOMATIC, BEFORE_RESTORE, CARRIED = "sendiri", "otomatis", "sebelum-pulih", "dari-berkas"
KINDS = {
    OWN: "Dibuat sendiri",
    AUTOMATIC: "Otomatis",
    BEFORE_RESTORE: "Sebelum dipulihkan",
    CARRIED: "Diambil dari berkas",
}
_NAME = re.compile(rf"\d{{14}}-({'|'.join(KINDS)}){SUFFIX}")
# The others stay until somebody deletes them.
_THINNED_OUT = (AUTOMATIC, BEFORE_RESTORE)


@dataclass(frozen=True)
class Backup:
    """A backup in the folder. `number` names it: when it came here, as YYYYMMDDhhmmss."""

    path: Path

    @property
    def number(self) -> int:
        """Its name among the others."""
        return int(self.path.name.partition("-")[0])

    @property
    def kind(self) -> str:
        """Why it is here, a key of KINDS."""
        return self.path.name.removesuffix(SUFFIX).partition("-")[2]

    @property
    def kind_label(self) -> str:
        """The same as an operator reads it."""
        return KINDS.get(self.kind, "")

    @property
    def time(self) -> datetime:
        """When it came here."""
        return datetime.strptime(str(self.number), _STAMP)  # noqa: DTZ007  (the computer's own clock)

    @property
    def size(self) -> int:
        """In bytes."""
        return self.path.stat().st_size

    @property
    def about(self) -> About | None:
        """What it says of itself; None where it is damaged."""
        try:
            return archive.read(self.path)
        except Refused:
            return None


def folder() -> Path:
    """Where they are kept."""
    path: Path = settings.DATA_DIR / "cadangan"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def database() -> Path:
    """The file of the present data."""
    return Path(str(connection.settings_dict["NAME"]))


def backups() -> list[Backup]:
    """All of them, the newest first."""
    named = (path for path in folder().iterdir() if _NAME.fullmatch(path.name))
    return sorted(map(Backup, named), key=lambda one: one.number, reverse=True)


def find(number: int) -> Backup | None:
    """The backup of this number."""
    return next((one for one in backups() if one.number == number), None)


def make(kind: str) -> Backup:
    """Back the present data up. Raises what `archive.write` does."""
    with _lock():
        backup = _unused(kind)
        archive.write(database(), backup.path, timezone.localtime(), folder())
        _thin_out()
    return backup


def take(half: Path) -> Backup:
    """Take a file that was carried here (into this folder) among the others."""
    with _lock():
        backup = _unused(CARRIED)
        half.replace(backup.path)
    return backup


def make_if_moved() -> Backup | None:
    """Back the present data up, unless nothing was written since the newest backup."""
    with closing(sqlite3.connect(database())) as present:
        now = archive.mark(present)
    newest = next((one.about for one in backups() if one.about and one.kind != CARRIED), None)
    return make(AUTOMATIC) if now and (newest is None or newest.mark != now) else None


def newest_sound() -> Backup | None:
    """The newest backup that can be restored."""
    for backup in backups():
        try:
            with archive.unpacked(backup.path, folder()):
                return backup
        except Refused:
            continue
    return None


def _unused(kind: str) -> Backup:
    taken, now = {one.number for one in backups()}, timezone.localtime()
    while (number := int(now.strftime(_STAMP))) in taken:
        now += timedelta(seconds=1)
    return Backup(folder() / f"{number}-{kind}{SUFFIX}")


def _thin_out() -> None:
    """Delete what is no longer kept, and what a process that was killed left half made."""
    for half in folder().glob(f"{archive.HALF_MADE}*"):
        if abs(time.time() - half.stat().st_mtime) > _STALE:
            half.unlink()
    made = [one for one in backups() if one.kind in _THINNED_OUT]
    stay = keeping.kept(one.time for one in made)
    for one in made:
        if one.time not in stay:
            one.path.unlink()


def _lock() -> FileLock:
    return FileLock(settings.DATA_DIR / "cadangan.lock")
