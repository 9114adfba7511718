"""Named points at which a process of the tests kills itself with SIGKILL."""

import os
import pkgutil
import signal
from collections.abc import Callable
from functools import partialmethod
from multiprocessing import Value
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_WRITES = ("INSERT", "UPDATE", "DELETE")

LAPTOP = {
    "before sending": ("sync.lokal.engine.client:Client", "exchange", "before"),
    "before the answer is stored": ("sync.lokal.engine.client:Client", "exchange", "after"),
    "before the batch is named": ("sync.lokal.engine.run:SyncRun", "_prepare", "before"),
    "after the batch is named": ("sync.lokal.engine.run:SyncRun", "_prepare", "after"),
    "before the ack is stored": ("sync.lokal.engine.push", "store_ack", "before"),
    "after the ack is stored": ("sync.lokal.engine.push", "store_ack", "after"),
    "before the page is stored": ("sync.lokal.engine.pull", "store_page", "before"),
    "after the page is stored": ("sync.lokal.engine.pull", "store_page", "after"),
    "before the end is noted": ("sync.lokal.engine.run", "close", "before"),
    "after the end is noted": ("sync.lokal.engine.run", "close", "after"),
}
LAPTOP_STORES = [name for name, point in LAPTOP.items() if point[1] in ("store_ack", "store_page")]
PUSAT = {
    "before the batch is applied": ("sync.pusat.round.receive", "_apply", "before"),
    "before the commit": ("sync.pusat.round.receive", "_apply", "after"),
    "after the commit": ("sync.pusat.round.round", "_answer", "after"),
    "before the page": ("sync.pusat.round.serve", "page", "before"),
    "before the receipt": ("sync.pusat.round.verify", "_receipt", "before"),
    "after the receipt": ("sync.pusat.round.verify", "_receipt", "after"),
    "before the answer goes out": ("sync.pusat.api", "packed", "after"),
}


def die_at_commit(number: int, when: str) -> None:
    """Make this process kill itself before or after its database commits for the `number`th time."""
    commits = _counter()

    def around(commit: Callable[..., Any], *args: Any) -> Any:
        dies = commits() == number
        if dies and when == "before":
            os.killpg(0, signal.SIGKILL)
        done = commit(*args)
        if dies:
            os.killpg(0, signal.SIGKILL)
        return done

    def alone(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        """A statement outside of a transaction commits itself."""
        commits_itself = args[-1]["connection"].get_autocommit() and sql.startswith(_WRITES)
        return around(execute, sql, *args) if commits_itself else execute(sql, *args)

    in_transaction = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]
    BaseDatabaseWrapper._commit = partialmethod(  # type: ignore[attr-defined]
        lambda database: around(in_transaction, database)
    )
    connection.execute_wrappers.append(alone)
    connection_created.connect(lambda connection, **_: connection.execute_wrappers.append(alone), weak=False)


def die_at(point: tuple[str, str, str], times: int = 1) -> None:
    """Make this process kill itself, and all of its session (in which it must be alone with its own),
    before or after it calls the function of the point for the `times`th time."""
    where, name, when = point
    holder = pkgutil.resolve_name(where)
    original = getattr(holder, name)

    calls = _counter()

    def cut(*args: Any, **options: Any) -> Any:
        if calls() < times:
            return original(*args, **options)
        if when == "after":
            original(*args, **options)
        # With it the other processes of a pusat that has several.
        os.killpg(0, signal.SIGKILL)

    setattr(holder, name, cut)


def _counter() -> Callable[[], int]:
    """Counts its calls, in this process and in those that it forks."""
    calls = Value("i", 0)

    def called() -> int:
        with calls.get_lock():
            calls.value += 1
            return int(calls.value)

    return called
