"""What is measured, in the order in which it is done; each part gives a title and the rows of its table."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from benchmarks.sync.contenders import CHANGED
from sync.wire.messages import Batch

from .ingest import BULK, COPY, OURS, ingest
from .load import Load, Visit, check, closed, opened
from .profile import steps
from .schools import School, delta, enrol, first_push
from .servers import Servers

CLIENTS = 4
MEAN, LARGE = 207, 1000
FEW = 10
Row = dict[str, Any]
Part = tuple[str, list[Row]]
SIZE = """
SELECT c.relname, c.reltuples, pg_relation_size(c.oid), pg_indexes_size(c.oid), pg_total_relation_size(c.oid)
FROM pg_class c WHERE c.relname = ANY(%s) ORDER BY 5 DESC
"""
TABLES = ["record", "batch", "receipt", "installation", "sekolah", "npsn"]


class Scenarios:
    """All of it, on servers that have just begun."""

    def __init__(
        self, servers: Servers, templates: dict[int, list[Batch]], folder: Path, deltas: int, turns: int
    ) -> None:
        self._servers, self._templates, self._folder = servers, templates, folder
        self._deltas, self._turns = deltas, turns
        self._schools: list[School] = []
        self._all = 0
        self._bars: list[Row] = []

    def run(self, schools: int) -> Iterator[Part]:
        """The tables, one by one; the first ones while few schools are there."""
        few = self._few()
        yield "Cost by the size of a school", list(self._by_size())
        yield "Cost by the number of schools at pusat", [few, *self._by_number(schools)]
        yield "First push, 207 pupils", self._loads("first push", self._new, self._deltas // 4)
        yield "First push, 1,000 pupils", [_row("as fast as it goes", self._large())]
        yield "Delta", self._delta_loads()
        yield "Ingest", list(self._ingest())
        yield "On the disk", list(self._disk())
        yield "Where the time of a delta goes", list(steps(self._old(FEW * 5)))
        yield "Where the time of a first push goes", list(steps(self._new(FEW)))
        yield "Bars", self._bars

    def _few(self) -> Row:
        """While there are ten schools: half of them, and the first delta of all, warm up what was started."""
        self._served(_first(self._enrolled(MEAN, FEW // 2)))
        first = self._served(_first(self._enrolled(MEAN, FEW // 2)))
        self._served(_changed(self._schools))
        return self._row_of_number(first, self._served(_changed(self._schools)))

    def _by_size(self) -> Iterator[Row]:
        for size in self._templates:
            count = max(2, min(FEW * 2, 10_000 // size))
            schools = self._enrolled(size, count)
            first = self._served(_first(schools))
            later = self._served(_changed(schools))
            yield {"pupils": size, **_costs("first push", first), **_costs("delta", later)}

    def _by_number(self, schools: int) -> Iterator[Row]:
        while len(self._schools) < schools:
            left = schools - len(self._schools)
            first = self._served(self._new(min(100, left)))
            if left <= 100 or len(self._schools) <= 200:
                yield self._row_of_number(first, self._served(_changed(self._schools[-50:])))

    def _row_of_number(self, first: Load, later: Load) -> Row:
        return {"schools": self._all, **_costs("first push", first), **_costs("delta", later)}

    def _loads(self, name: str, visits: Callable[[int], list[Visit]], count: int) -> list[Row]:
        fast = self._served(visits(count))
        loads = {
            "one at a time": self._served(visits(count // 2), clients=1),
            "as fast as it goes": fast,
        }
        for times in (1, 4):
            planned = visits(count)
            loads[f"{times}x"] = opened(self._servers, planned, times * fast.rate)
            check(planned, loads[f"{times}x"])
        self._bar(f"{name}: errors 0", -sum(len(load.errors) for load in loads.values()), 0)
        self._bar(f"{name}: schools/s at 4x, of those at 1x", loads["4x"].rate / loads["1x"].rate, 0.9)
        return [_row(*named) for named in loads.items()]

    def _delta_loads(self) -> list[Row]:
        rows = self._loads("delta", self._old, self._deltas)
        each = rows[0]["pusat CPU ms"] + rows[0]["database CPU ms"]
        self._bars.append(
            {"bar": "delta, one at a time: CPU under 10 ms", "measured": each, "holds": each < 10}
        )
        return rows

    def _new(self, count: int) -> list[Visit]:
        return _first(self._enrolled(MEAN, count))

    def _old(self, count: int) -> list[Visit]:
        return _changed(self._schools[:count])

    def _large(self) -> Load:
        return self._served(_first(self._enrolled(LARGE, FEW * 2)))

    def _enrolled(self, size: int, count: int) -> list[School]:
        made = [enrol(self._templates[size]) for _ in range(count)]
        self._all += count
        if size == MEAN:
            self._schools += made
        return made

    def _served(self, visits: list[Visit], clients: int = CLIENTS) -> Load:
        load = closed(self._servers, visits, clients)
        check(visits, load)
        return load

    def _ingest(self) -> Iterator[Row]:
        rates = ingest(self._servers, self._templates[LARGE], FEW, self._turns, self._folder)
        for name, rate in rates.items():
            yield {"way": name, "rows/s": rate, "times ours": rate / rates[OURS]}
        self._bar("ingest: at least 2 times Django's bulk_create", rates[OURS] / rates[BULK], 2)
        self._bar("ingest: at least a quarter of COPY and ON CONFLICT", rates[OURS] / rates[COPY], 0.25)

    def _disk(self) -> Iterator[Row]:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute(SIZE, [TABLES])
            for name, rows, heap, indexes, total in cursor.fetchall():
                count = max(1, int(rows))
                yield {
                    "table": name,
                    "rows": count,
                    "bytes a row": total / count,
                    "of these the row itself": heap / count,
                    "its indexes": indexes / count,
                }

    def _bar(self, demand: str, value: float, least: float) -> None:
        self._bars.append({"bar": demand, "measured": value, "holds": value >= least})


def _first(schools: Sequence[School]) -> list[Visit]:
    return [Visit(school.key, first_push(school), 1) for school in schools]


def _changed(schools: Sequence[School]) -> list[Visit]:
    return [Visit(school.key, delta(school), CHANGED) for school in schools]


def _row(name: str, load: Load) -> Row:
    (middle, p95), (asked, asked_p95), each = load.whole(), load.request(), load.each()
    return {
        "load": name,
        "schools/s": load.rate,
        "school p50 ms": middle * 1000,
        "p95": p95 * 1000,
        "request p50 ms": asked * 1000,
        " p95": asked_p95 * 1000,
        "pusat CPU ms": each.pusat * 1000,
        "database CPU ms": each.database * 1000,
        "told to wait": load.refused,
        "errors": len(load.errors),
    }


def _costs(name: str, load: Load) -> Row:
    each = load.each()
    assert not load.errors, load.errors[:1]
    return {
        f"{name}: pusat CPU ms": each.pusat * 1000,
        f"{name}: database CPU ms": each.database * 1000,
        f"{name}: p50 ms": load.whole()[0] * 1000,
    }
