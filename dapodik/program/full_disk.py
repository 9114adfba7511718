"""Failures that are no mistake of the program: a disk without room, a database that somebody holds."""

import errno
import shutil
import sqlite3

from django.conf import settings
from django.db import OperationalError

# Less than this and SQLite cannot open its own files either; what it then says is another error each time.
_LEAST = 1024 * 1024


def is_full(error: BaseException | None) -> bool:
    """Whether there was no room on the disk of the data folder."""
    if isinstance(error, OperationalError):
        no_room = shutil.disk_usage(settings.DATA_DIR).free < _LEAST
        return no_room or _code(error) == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def is_held(error: BaseException | None) -> bool:
    """Whether another program has worked on the database for longer than one waits."""
    return isinstance(error, OperationalError) and _code(error) == sqlite3.SQLITE_BUSY


def _code(error: OperationalError) -> int:
    """SQLite's own, without what it adds of where it was; 0 where it has not said."""
    return getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
