"""A disk without room is a problem of its own: the operator can mend it, and nobody else."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError

from sync.wire.problems import SyncProblem

# Less than this and SQLite cannot open its own files either; what it then says is another error each time.
_LEAST = 1024 * 1024


@contextmanager
def needed() -> Iterator[None]:
    """The block writes to the disk. Raises SyncProblem 508 where there is no room for that."""
    try:
        yield
    except (OperationalError, OSError) as error:
        if not _is_full(error):
            raise
        raise SyncProblem(508) from error


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    if getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return True
    return shutil.disk_usage(settings.DATA_DIR).free < _LEAST
