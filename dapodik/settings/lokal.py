"""The school's own computer: one SQLite file in the data folder."""

from .base import *  # noqa: F403
from .base import DATA_DIR

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "dapodik.sqlite3",
        "OPTIONS": {
            "timeout": 30,
            # IMMEDIATE: a transaction that reads and then writes must not fail half way with
            # "database is locked" because another writer came between.
            "transaction_mode": "IMMEDIATE",
            # FULL: what was saved is on the disk before the operator is told so.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
}
