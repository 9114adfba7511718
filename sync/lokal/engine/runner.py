"""Starting runs: one at a time on this computer, in the foreground or behind the page."""

import threading
from collections.abc import Callable

from django.db import connections
from django.utils import timezone
from filelock import FileLock, Timeout

from dapodik.program.cadangan import store
from dapodik.program.cadangan.restore import whole_database
from sync.lokal.models import Connection, Run
from sync.wire.problems import PROBLEMS, SyncProblem
from sync.wire.steps import RunState

from . import connection_check, disk
from .run import SyncRun, close


def lock() -> FileLock:
    """The lock that a process has for the length of a run; the system frees it when the process dies."""
    return whole_database()


def registered() -> Connection:
    """The registration of this computer. Raises SyncProblem 501 where there is none."""
    connection = Connection.load()
    if connection is None:
        raise SyncProblem(501)
    return connection


def acquire_lock() -> FileLock:
    """Take the lock. Raises SyncProblem 503 while another run is under way."""
    taken = lock()
    try:
        with disk.needed():
            taken.acquire()
    except Timeout as error:
        raise SyncProblem(503) from error
    return taken


def begin(by: str, sending: bool = True) -> Callable[[], Run]:
    """Begin a run over the network, see `begin_with`. Without `sending` it only pulls."""
    way = Run.Way.BOTH if sending else Run.Way.PULL
    state = RunState(sends=sending, offers=sending)
    return begin_with(by, way, lambda run, connection: SyncRun(run, connection, state))


def begin_with(by: str, way: Run.Way, made: Callable[[Run, Connection], SyncRun]) -> Callable[[], Run]:
    """Take the lock and store the run; the returned function runs it to its end and frees the lock.

    Raises SyncProblem 501 without a registration, 503 while another run is under way and 508 on a full disk.
    """
    connection, taken = registered(), acquire_lock()
    try:
        with disk.needed():
            run = Run.objects.create(started=timezone.now(), by=by, way=way)
    except BaseException:
        taken.release()
        raise

    def work() -> Run:
        try:
            store.make_before("a synchronisation")
            made(run, connection).finish()
        finally:
            taken.release()
        return run

    return work


def in_background(work: Callable[[], Run]) -> None:
    """Do the work of a run in a thread of its own, so that closing the page does not stop it. Where the
    connection fails, a check follows."""

    def task() -> None:
        try:
            run = work()
            if run.problem and PROBLEMS[run.problem].worth_a_check:
                connection_check.begin(registered())
        finally:
            connections.close_all()

    threading.Thread(target=task, name="sync", daemon=True).start()


def current() -> Run | None:
    """The newest run. One whose process has died is closed with problem 505."""
    run = Run.objects.first()
    if run and run.status == Run.Status.RUNNING:
        free = lock()
        try:
            free.acquire()
        except Timeout:
            return run
        with free:
            run.refresh_from_db()
            if run.status == Run.Status.RUNNING:
                close(run, SyncProblem(505))
    return run
