"""Starting runs: one at a time on this computer, in the foreground or behind the page."""

import logging
import sqlite3
import threading
from collections.abc import Callable

from django.db import connections
from django.utils import timezone
from filelock import FileLock, Timeout

from dapodik.cadangan import store
from dapodik.cadangan.restore import whole_database
from sync.wire.problems import SyncProblem

from .models import Connection, Run
from .run import Rounds, close

log = logging.getLogger(__name__)


def lock() -> FileLock:
    """Held for the length of a run by whichever process runs it; freed by the system when it dies."""
    return whole_database()


def begin(by: str, sending: bool = True) -> Callable[[], Run]:
    """Take the lock and note the run; the returned function does it and frees the lock.

    Raises SyncProblem 501 without a registration and 503 while another run is under way.
    """
    connection = Connection.load()
    if connection is None:
        raise SyncProblem(501)
    held = lock()
    try:
        held.acquire()
    except Timeout as error:
        raise SyncProblem(503) from error
    run = Run.objects.create(started=timezone.now(), by=by)

    def work() -> Run:
        try:
            _back_up()
            Rounds(run, connection, sending).finish()
        finally:
            held.release()
        return run

    return work


def _back_up() -> None:
    """Before anything comes in. Where it cannot be done a synchronisation still loses nothing: it goes on,
    and the page of backups shows how old the newest is."""
    try:
        store.make_if_moved()
    except (OSError, sqlite3.Error):
        log.exception("backup before a synchronisation")


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
