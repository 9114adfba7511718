"""A command of the program in some folder that kills itself (SIGKILL) at a point of an update.

Run as `python update_dying.py FOLDER POINT WORDS`.
"""

import os
import pkgutil
import signal
import sys
from pathlib import Path
from typing import Any

# (what is called, how often before it dies, whether before or after the last call)
POINTS = {
    "before the backup": ("dapodik.program.cadangan.store.make", 1, "before"),
    "before the backup has its name": ("os.fsync", 1, "after"),
    "after the backup": ("dapodik.program.cadangan.store.make", 1, "after"),
    "inside a migration": ("django.db.migrations.operations:RunSQL.database_forwards", 1, "after"),
    "after one migration": ("django.db.migrations.executor:MigrationExecutor.apply_migration", 1, "after"),
    "after two migrations": ("django.db.migrations.executor:MigrationExecutor.apply_migration", 2, "after"),
}


def arm(point: str) -> None:
    where, calls, when = POINTS[point]
    holder_name, _, name = where.rpartition(".")
    holder = pkgutil.resolve_name(holder_name)
    original, left = getattr(holder, name), calls

    def cut(*words: Any, **options: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*words, **options)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(holder, name, cut)


if __name__ == "__main__":
    folder, point, *words = sys.argv[1:]
    sys.path[0] = folder
    os.chdir(folder)
    import django

    from dapodik.program import data_folder, entry

    assert Path(entry.__file__).is_relative_to(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "dapodik.settings.lokal"
    data_folder.prepare(data_folder.chosen(words, ""))
    django.setup()
    arm(point)
    entry.run(words)
