"""Failures that are no mistake of the program: a full disk, or a database that another program has locked."""

import errno
import shutil
import sqlite3

from django.conf import settings
from django.db import OperationalError

# Bytes. With less, SQLite cannot open its own files either, and reports another error each time.
_LEAST = 1024 * 1024


def is_full(error: BaseException | None) -> bool:
    """True for an error that comes from a full disk of the data folder."""
    if isinstance(error, OperationalError):
        no_room = shutil.disk_usage(settings.DATA_DIR).free < _LEAST
        return no_room or _primary_code(error) == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def is_locked(error: BaseException | None) -> bool:
    """True for an error that comes from a database which another program has locked for too long."""
    return isinstance(error, OperationalError) and _primary_code(error) == sqlite3.SQLITE_BUSY


def _primary_code(error: OperationalError) -> int:
    """The primary result code of SQLite; 0 where the error has none."""
    return getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
