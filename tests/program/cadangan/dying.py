"""`manage.py backup` or `restore` that kills itself (SIGKILL) at a point: `python -m ... POINT WORDS`."""

import os
import pkgutil
import signal
import sqlite3
import sys
from typing import Any

from dapodik.program import entry

# (what is called, before or after it)
POINTS = {
    "before the snapshot is described": ("dapodik.program.cadangan.archive:_about", "before"),
    "before the file has its name": ("os:fsync", "after"),
    "before it is unpacked": ("dapodik.program.cadangan.archive:_unpack", "before"),
    "before it is brought up to date": ("dapodik.program.cadangan.restore:_bring_up_to_date", "before"),
    "before the present data is kept": ("dapodik.program.cadangan.store:make", "before"),
    "after the present data is kept": ("dapodik.program.cadangan.store:make", "after"),
    "half of it replaced": ("backup", ""),
    "after the commit": ("dapodik.program.cadangan.restore:_replace", "after"),
}


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Dying(sqlite3.Connection):
    """The process dies when some of the pages are replaced and the transaction goes on."""

    def backup(self, target: sqlite3.Connection, **_: Any) -> None:  # type: ignore[override]
        super().backup(target, pages=50, progress=die)


def arm(point: str) -> None:
    where, when = POINTS[point]
    if where == "backup":
        connect = sqlite3.connect
        sqlite3.connect = lambda *words, **options: connect(*words, **options, factory=Dying)  # type: ignore[assignment]
        return
    module, name = where.split(":")
    holder = pkgutil.resolve_name(module)
    original = getattr(holder, name)

    def cut(*words: Any, **options: Any) -> None:
        if when == "after":
            original(*words, **options)
        die()

    setattr(holder, name, cut)


if __name__ == "__main__":
    import django

    from dapodik.program import data_folder

    folder = data_folder.chosen(sys.argv, "")
    os.environ["DJANGO_SETTINGS_MODULE"] = "dapodik.settings.lokal"
    data_folder.prepare(folder)
    django.setup()
    arm(sys.argv[1])
    entry.run(sys.argv[2:])
