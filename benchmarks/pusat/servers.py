"""PostgreSQL and pusat for one measurement, and what each of them has spent."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sync.measure import cpu
from tests.sync import postgres
from tests.sync.conftest import Pusat, environment


@dataclass(frozen=True)
class Spent:
    """Processor seconds of pusat's processes and of PostgreSQL's."""

    pusat: float
    database: float

    def __sub__(self, before: "Spent") -> "Spent":
        return Spent(self.pusat - before.pusat, self.database - before.database)


@dataclass(frozen=True)
class Servers:
    """Both, running."""

    cluster: postgres.Cluster
    database: str
    pusat: Pusat

    def spent(self) -> Spent:
        """What they have spent since they began."""
        assert self.pusat.process
        return Spent(_tree(self.pusat.process.pid), _tree(self.cluster.pid))


@contextmanager
def running(folder: Path, workers: int) -> Iterator[Servers]:
    """A PostgreSQL server that waits for its disk, with pusat's tables, and pusat on it.

    The environment of this process becomes that of pusat, so that Django can be set up in it too.
    """
    programs = postgres.programs()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed")
    cluster = postgres.Cluster(programs, durable=True)
    try:
        address = cluster.url(cluster.create())
        os.environ.update(environment(folder, DATABASE_URL=address, DJANGO_SETTINGS_MODULE=SETTINGS))
        pusat = Pusat(folder, address)
        pusat.start("", "--workers", str(workers))
        try:
            yield Servers(cluster, address, pusat)
        finally:
            pusat.kill()
    finally:
        cluster.stop()


SETTINGS = "sync.pusat.settings"


def _tree(pid: int) -> float:
    try:
        return cpu(pid) + sum(_tree(child) for child in _children(pid))
    except (FileNotFoundError, ProcessLookupError):
        # One that has just ended (a vacuum): what it spent is its parent's from now on.
        return 0.0


def _children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in lists for child in file.read_text().split()]
