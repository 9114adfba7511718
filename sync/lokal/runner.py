"""Starting runs: one at a time on this computer, in the foreground or behind the page."""

import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone
from filelock import FileLock, Timeout

from sync.wire.problems import SyncProblem

from . import disk
from .models import Connection, Run
from .run import Rounds, close


def lock() -> FileLock:
    """Held for the length of a run by whichever process runs it; freed by the system when it dies."""
    return FileLock(Path(settings.DATA_DIR) / "sync.lock", timeout=0, thread_local=False)


def begin(by: str, sending: bool = True) -> Callable[[], Run]:
    """Take the lock and note the run; the returned function does it and frees the lock.

    Raises SyncProblem 501 without a registration, 503 while another run is under way and 508 on a full disk.
    """
    connection = Connection.load()
    if connection is None:
        raise SyncProblem(501)
    held = lock()
    try:
        with disk.needed():
            held.acquire()
            run = Run.objects.create(started=timezone.now(), by=by)
    except Timeout as error:
        raise SyncProblem(503) from error
    except BaseException:
        held.release()
        raise

    def work() -> Run:
        try:
            Rounds(run, connection, sending).finish()
        finally:
            held.release()
        return run

    return work


def begin_in_background(by: str, sending: bool = True) -> None:
    """As `begin`, done in a thread of its own: closing the page does not stop it."""
    work = begin(by, sending)

    def task() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threading.Thread(target=task, name="sync", daemon=True).start()


def current() -> Run | None:
    """The newest run; one whose process died is marked as such."""
    run = Run.objects.first()
    if run and run.status == Run.Status.RUNNING:
        held = lock()
        try:
            held.acquire()
        except Timeout:
            return run
        with held:
            run.refresh_from_db()
            if run.status == Run.Status.RUNNING:
                close(run, SyncProblem(505))
    return run
