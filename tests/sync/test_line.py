"""A misbehaving line: while it lasts a run ends with a numbered problem, afterwards all is whole."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count

import pytest

from sync.lokal.run import PATIENCE

from .conftest import NAME, NPSN, Laptop, Pusat, by_nisn, fill, pupil
from .line import FAULTS, Line
from .whole import assert_equal, assert_pulled

_numbers = count(100)


@dataclass
class Village:
    """A school's computer behind the line, another with a good one, and pusat."""

    pusat: Pusat
    code: str
    line: Line
    one: Laptop
    other: Laptop
    fresh: Laptop

    def change_here(self) -> None:
        """An edit and a new pupil, not sent yet."""
        number = next(_numbers)
        self.one.edit("peserta_didik", by_nisn(self.one)["0150000001"], tinggi_badan=str(number))
        new = self.one.make("peserta_didik", **pupil(number))
        self.one.make("registrasi_peserta_didik", peserta_didik_id=new, nipd=f"26{number:04d}")
        (rombel,) = self.one("records", kind="rombongan_belajar")
        self.one.make("anggota_rombel", peserta_didik_id=new, rombongan_belajar_id=rombel)

    def change_there(self) -> None:
        """The other computer's edit, at pusat already."""
        pk = by_nisn(self.other)["0150000002"]
        self.other.edit("peserta_didik", pk, berat_badan=str(next(_numbers)))
        assert self.other("sync")["status"] == "selesai"

    def register_again(self) -> None:
        """The next exchange is a first one: no batch, no proof."""
        self.one("register", url=self.line.url, npsn=NPSN, code=self.code)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    folder = tmp_path_factory.mktemp("village")
    pusat = Pusat(folder / "pusat")
    pusat.start()
    code = pusat.add_school(NPSN, NAME)
    line = Line(pusat.port)
    one, other, fresh = (Laptop(folder / name) for name in ("one", "other", "fresh"))
    fill(one)
    one("register", url=line.url, npsn=NPSN, code=code)
    other("register", url=pusat.url, npsn=NPSN, code=code)
    for computer in (one, other):
        assert computer("sync")["status"] == "selesai"
    one("impatient")
    yield Village(pusat, code, line, one, other, fresh)
    for computer in (one, other, fresh):
        computer.stop()
    line.close()
    pusat.kill()


# Name: (what comes before the run, the request that is met first).
PLACES: dict[str, tuple[tuple[Callable[[Village], None], ...], int]] = {
    "first exchange": ((Village.register_again, Village.change_here), 1),
    "page": ((Village.change_there,), 1),
    "batch and page": ((Village.change_there, Village.change_here), 1),
    "proof": ((Village.change_here,), 2),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_at_every_place(name: str, village: Village) -> None:
    fault, numbers = FAULTS[name]
    village.line.mend()
    for before, first in PLACES.values():
        met_by(village, before, partial(village.line.spoil, fault, first), numbers or (None,))
        if set(numbers) & PATIENCE.keys():
            # Once only: the run gets over it by itself, or the next one does.
            met_by(village, before, partial(village.line.spoil, fault, first, 1), (*numbers, None))
    assert village.other("sync")["status"] == "selesai"
    assert_equal(village.one, village.other)
    village.fresh("forget")
    assert_pulled(village.fresh, village.one, village.pusat, village.code)


def met_by(
    village: Village,
    before: Iterable[Callable[[Village], None]],
    spoil: Callable[[], None],
    ends: tuple[int | None, ...],
) -> None:
    """A run over the spoilt line ends in one of these ways, and the next over a good one proves all."""
    for step in before:
        step(village)
    spoil()
    met = village.one("sync")
    assert met["problem"] in ends, met
    village.line.mend()
    after = village.one("sync")
    assert after["status"] == "selesai" and after["receipt"], after
    assert village.one("pending") == {}


@pytest.mark.parametrize("name", FAULTS)
def test_registration_over_a_bad_line(name: str, village: Village) -> None:
    fault, numbers = FAULTS[name]
    village.line.spoil(fault)
    try:
        village.register_again()
    except AssertionError as met:
        assert str(met) in {f"problem {number}" for number in numbers}
    else:
        assert not numbers
    finally:
        village.line.mend()
    village.register_again()
    assert village.one("sync")["status"] == "selesai"
