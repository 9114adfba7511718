"""Starting runs: one at a time on this computer, in the foreground or behind the page."""

import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone
from filelock import FileLock, Timeout

from sync.wire.problems import SyncProblem

from .models import Connection, Run
from .run import Rounds, close


def lock() -> FileLock:
    """Held for the length of a run by whichever process runs it; freed by the system when it dies."""
    return FileLock(Path(settings.DATA_DIR) / "sync.lock", timeout=0, thread_local=False)


def registered() -> Connection:
    """The registration. Raises SyncProblem 501 where there is none."""
    connection = Connection.load()
    if connection is None:
        raise SyncProblem(501)
    return connection


def alone() -> FileLock:
    """The lock, taken. Raises SyncProblem 503 while another run is under way."""
    held = lock()
    try:
        held.acquire()
    except Timeout as error:
        raise SyncProblem(503) from error
    return held


def begin(by: str, sending: bool = True) -> Callable[[], Run]:
    """A synchronisation over the line, as `begin_with` begins it."""
    return begin_with(by, lambda run, connection: Rounds(run, connection, sending))


def begin_with(by: str, rounds: Callable[[Run, Connection], Rounds]) -> Callable[[], Run]:
    """Take the lock and note the run; the returned function does its rounds and frees the lock.

    Raises SyncProblem 501 without a registration and 503 while another run is under way.
    """
    connection, held = registered(), alone()
    run = Run.objects.create(started=timezone.now(), by=by)

    def work() -> Run:
        try:
            rounds(run, connection).finish()
        finally:
            held.release()
        return run

    return work


def in_background(work: Callable[[], Run]) -> None:
    """Do what was begun in a thread of its own: closing the page does not stop it."""

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
