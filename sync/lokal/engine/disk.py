"""A full disk as a problem of its own, which only the operator can mend."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

from dapodik.program.full_disk import is_full
from sync.wire.problems import SyncProblem


@contextmanager
def needed() -> Iterator[None]:
    """Run a block that writes to the disk. Raises SyncProblem 508 where there is no room for that."""
    try:
        yield
    except (OperationalError, OSError) as error:
        if not is_full(error):
            raise
        raise SyncProblem(508) from error
