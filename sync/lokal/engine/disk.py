"""A disk without room is a problem of its own: the operator can mend it, and nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

from dapodik.program.full_disk import is_full
from sync.wire.problems import SyncProblem


@contextmanager
def needed() -> Iterator[None]:
    """The block writes to the disk. Raises SyncProblem 508 where there is no room for that."""
    try:
        yield
    except (OperationalError, OSError) as error:
        if not is_full(error):
            raise
        raise SyncProblem(508) from error
