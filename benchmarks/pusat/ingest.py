"""Rows a second from the request's bytes to the commit, beside COPY and Django's bulk_create of the same.

Two clients each. A row is a pupil's record with all its fields. Ours arrives as new schools' first batches, a
thousand pupils each: read, checked, merged, numbered, hashed, stored and answered by pusat. The others hold
the rows in memory and store them by the thousand into a table with a column for each field.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from uuid import uuid4

from benchmarks.sync.worker import Process
from sync.wire.messages import Batch

from . import rival
from .load import Visit, closed
from .schools import PUPIL, enrol, first_push
from .servers import Servers

CLIENTS = 2
OURS, COPY, BULK = "ours, from the request to the commit", "COPY and ON CONFLICT", "Django's bulk_create"


def ingest(
    servers: Servers, template: list[Batch], batches: int, turns: int, folder: Path
) -> dict[str, float]:
    """Rows a second of each way: the median of some turns, one way after the other, with so many batches a
    client in each."""
    pupils = [
        Batch([change for batch in template for change in batch.changes if change.kind in (PUPIL, "sekolah")])
    ]
    rival.make_table(servers.database)
    seen: dict[str, list[float]] = {OURS: [], COPY: [], BULK: []}
    with ExitStack() as stack:
        workers = [
            Process("benchmarks.pusat.rival", folder / str(n), servers.database) for n in range(CLIENTS)
        ]
        for worker in workers:
            stack.callback(worker.stop)
        for turn in range(turns + 1):
            for name, rate in _turn(servers, pupils, batches, workers):
                # The first of each is to warm up.
                if turn:
                    seen[name].append(rate)
    return {name: median(rates) for name, rates in seen.items()}


def _turn(
    servers: Servers, pupils: list[Batch], batches: int, workers: list[Process]
) -> Iterator[tuple[str, float]]:
    count = len(pupils[0].changes) - 1
    schools = [enrol(pupils) for _ in range(CLIENTS * batches)]
    visits = [Visit(school.key, first_push(school)[1:2], 0) for school in schools]
    load = closed(servers, visits, CLIENTS)
    assert not load.errors, load.errors[:1]
    yield OURS, count * len(visits) / load.seconds
    for name, action in ((COPY, "copy"), (BULK, "bulk_create")):
        for worker in workers:
            worker("hold", rows=list(_rows(pupils[0], batches)))
        yield name, count * len(visits) / _at_once(workers, action)


def _rows(batch: Batch, times: int) -> Iterator[list[str]]:
    """The pupils as rows of text, so many times under other ids."""
    for _ in range(times):
        for change in batch.changes:
            if change.kind == PUPIL:
                values = change.plain()
                yield [str(uuid4()), *(_text(values.get(name)) for name in rival.FIELDS)]


def _text(value: str | bool | None) -> str:
    return ("Tidak", "Ya")[value] if isinstance(value, bool) else value or ""


def _at_once(workers: list[Process], action: str) -> float:
    """Seconds until all have done it."""
    began = time.monotonic()
    with ThreadPoolExecutor(len(workers)) as pool:
        list(pool.map(lambda worker: worker(action), workers))
    return time.monotonic() - began
