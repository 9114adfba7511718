"""A misbehaving line: while it lasts a run ends with a numbered problem, afterwards all is whole."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from sync.wire.problems import PROBLEMS

from .conftest import HANGS_AFTER, NAME, NPSN, Laptop, Pusat, by_nisn, enrol, fill
from .line import ALWAYS, FAULTS, SEEN_BY_PUSAT, WAITING, Line
from .postgres import Cluster
from .whole import assert_equal, assert_pulled

_numbers = count(100)


@dataclass
class Village:
    """A school's computer behind the line, another with a good one, and pusat."""

    pusat: Pusat
    code: str
    line: Line
    first: Laptop
    other: Laptop
    fresh: Laptop

    def change_here(self) -> None:
        """An edit that is not sent yet."""
        self.first.edit("peserta_didik", by_nisn(self.first)["0150000001"], tinggi_badan=str(next(_numbers)))

    def make_here(self) -> None:
        """A new pupil that is not sent yet."""
        enrol(self.first, next(_numbers))

    def make_there(self) -> None:
        """The other computer's new pupil, at pusat already."""
        enrol(self.other, next(_numbers))
        assert self.other("sync")["status"] == "selesai"

    def change_there(self) -> None:
        """The other computer's edit, at pusat already."""
        pk = by_nisn(self.other)["0150000002"]
        self.other.edit("peserta_didik", pk, berat_badan=str(next(_numbers)))
        assert self.other("sync")["status"] == "selesai"

    @contextmanager
    def spoilt(self, name: str, first: int = 1, times: int = ALWAYS) -> Iterator[None]:
        """The line has this fault; what only lasts as long as the school's patience meets little of it."""
        self.first("patience", seconds=0.25 if name in WAITING else HANGS_AFTER)
        self.line.spoil(FAULTS[name][0], first, times)
        try:
            yield
        finally:
            self.line.mend()
            self.first("patience", seconds=HANGS_AFTER)

    def register_again(self) -> None:
        """The next exchange is a first one: no batch, no proof."""
        self.first("register", url=self.line.url, npsn=NPSN, code=self.code)


@contextmanager
def a_village(folder: Path, database_url: str = "") -> Iterator[Village]:
    """A village of its own, with everybody synchronised."""
    pusat = Pusat(folder / "pusat", database_url)
    pusat.start()
    code = pusat.add_school(NPSN, NAME)
    line = Line(pusat.port)
    first, other, fresh = (Laptop(folder / name) for name in ("one", "other", "fresh"))
    fill(first)
    first("register", url=line.url, npsn=NPSN, code=code)
    other("register", url=pusat.url, npsn=NPSN, code=code)
    for computer in (first, other):
        assert computer("sync")["status"] == "selesai"
    yield Village(pusat, code, line, first, other, fresh)
    for computer in (first, other, fresh):
        computer.stop()
    line.close()
    pusat.kill()


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    with a_village(tmp_path_factory.mktemp("village")) as made:
        yield made


@pytest.fixture(scope="module")
def village_of_many(
    cluster: Cluster, empty_pusat: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Village]:
    """Its pusat is on PostgreSQL, in several processes."""
    with a_village(tmp_path_factory.mktemp("many"), cluster.url(cluster.create(empty_pusat))) as made:
        yield made


# Name: (what comes before the run, the request that is met first).
PLACES: dict[str, tuple[tuple[Callable[[Village], None], ...], int]] = {
    "first exchange": ((Village.register_again, Village.change_here), 1),
    "page": ((Village.change_there,), 1),
    "batch and proof": ((Village.change_here,), 1),
    "batch and page": ((Village.change_there, Village.change_here), 1),
    "batch that is not taken": ((Village.make_there, Village.make_here), 1),
    # Once what the other has made is seen.
    "batch again": ((Village.make_there, Village.make_here), 2),
    # What came in is not foretold by the batch.
    "proof": ((Village.change_there, Village.change_here), 2),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_at_every_place(name: str, village: Village) -> None:
    numbers = FAULTS[name][1]
    for before, first in PLACES.values():
        met_by(village, before, name, first, ALWAYS, numbers or (None,))
        if any(PROBLEMS[number].tries for number in numbers):
            # Once only: the run gets over it by itself, or the next one does.
            met_by(village, before, name, first, 1, (*numbers, None))
    assert village.other("sync")["status"] == "selesai"
    assert_equal(village.first, village.other)
    village.fresh("forget")
    assert_pulled(village.fresh, village.first, village.pusat, village.code)


@pytest.mark.parametrize("name", SEEN_BY_PUSAT)
def test_faults_that_pusat_sees(name: str, village_of_many: Village) -> None:
    """What comes twice, late or in pieces may come to another of its processes."""
    test_every_fault_at_every_place(name, village_of_many)


def met_by(
    village: Village,
    before: Iterable[Callable[[Village], None]],
    name: str,
    first: int,
    times: int,
    ends: tuple[int | None, ...],
) -> None:
    """A run over the spoilt line ends in one of these ways, and the next over a good one proves all."""
    for step in before:
        step(village)
    with village.spoilt(name, first, times):
        met = village.first("sync")
        assert village.line.met, "no request came so far"
    assert met["problem"] in ends, met
    after = village.first("sync")
    assert after["status"] == "selesai" and after["receipt"], after
    assert village.first("pending") == {}


@pytest.mark.parametrize("name", FAULTS)
def test_registration_over_a_bad_line(name: str, village: Village) -> None:
    numbers = FAULTS[name][1]
    with village.spoilt(name):
        if numbers:
            with pytest.raises(AssertionError, match=f"problem ({'|'.join(map(str, numbers))})"):
                village.register_again()
        else:
            village.register_again()
    village.register_again()
    assert village.first("sync")["status"] == "selesai"
