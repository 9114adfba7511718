"""Either process killed (SIGKILL) at every single commit of all that it does with the other: a run, one
after a restore, one that finds the two sides unequal, registering, changing the key."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from .conftest import NPSN, Killed, Laptop, Pusat, by_nisn
from .test_killed import enrol, strike
from .whole import assert_equal, assert_settled

_numbers = count(300)


@dataclass
class Pair:
    """Two computers of a school, one of which or whose pusat is killed."""

    pusat: Pusat
    code: str
    first: Laptop
    other: Laptop
    folder: Path
    pupils: set[str] = field(default_factory=set)

    def change(self) -> None:
        """Edits on both sides, a new pupil, and one that is deleted."""
        ids = sorted(by_nisn(self.first).items())
        self.other.edit("peserta_didik", ids[0][1], berat_badan=str(next(_numbers) % 90 + 10))
        assert self.other("sync")["status"] == "selesai"
        self.first.edit("peserta_didik", ids[1][1], alamat_jalan=f"Kp. Baru {next(_numbers)}")
        number = next(_numbers)
        enrol(self.first, number)
        strike(self.first, ids[-1][1])
        self.pupils = (self.pupils | {f"015{number:07d}"}) - {ids[-1][0]}

    def restore(self) -> None:
        """The folder of the first becomes an older one, and is worked on."""
        copy = self.first.back_up_to(self.folder / f"backup-{next(_numbers)}")
        self.change()
        assert self.first("sync")["status"] == "selesai"
        self.first.become(copy)
        self.change()

    def spoil(self) -> None:
        """What the first computer holds is not what pusat acknowledged."""
        with closing(sqlite3.connect(self.first.folder / "dapodik.sqlite3")) as database, database:
            database.execute("UPDATE peserta_didik SET rw = '99' WHERE nisn = '0150000003'")
            database.execute("UPDATE sync_connection SET counted = NULL")

    def nothing(self) -> None:
        """As it is."""

    def sync(self) -> object:
        """A run of the first computer."""
        return self.first("sync")["problem"]

    def register(self) -> object:
        """The first computer registers again, and synchronises."""
        self.first("register", url=self.pusat.url, npsn=NPSN, code=self.code)
        return self.sync()

    def renew_key(self) -> object:
        """The first computer changes its key, and synchronises."""
        self.first("renew_key")
        return self.sync()

    def assert_well(self) -> None:
        """After the next run nothing is missing, nothing twice."""
        for computer in (self.first, self.other):
            assert computer("sync")["status"] == "selesai"
        assert_settled(self.first)
        assert_equal(self.first, self.other)
        assert by_nisn(self.first).keys() == self.pupils
        assert all(values["rw"] == "2" for values in self.first("records", kind="peserta_didik").values())


@pytest.fixture
def pair(school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path) -> Pair:
    other = laptop("other")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    assert other("sync")["status"] == "selesai"
    return Pair(pusat, code, school, other, tmp_path, set(by_nisn(school)))


# Name: (what comes before, what is done and killed).
SCENES: dict[str, tuple[Callable[[Pair], None], Callable[[Pair], object]]] = {
    "a run": (Pair.change, Pair.sync),
    "a restored folder": (Pair.restore, Pair.sync),
    "unequal sides": (Pair.spoil, Pair.sync),
    "registration": (Pair.change, Pair.register),
    "another key": (Pair.nothing, Pair.renew_key),
}


def deaths(scene: str) -> Iterator[tuple[int, str]]:
    """Before the first commit, the second, ...; in a plain run also after each."""
    for number in count(1):
        yield number, "before"
        if scene == "a run":
            yield number, "after"


@pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scene", SCENES)
def test_school_killed_at_every_commit(scene: str, pair: Pair) -> None:
    before, act = SCENES[scene]
    for number, when in deaths(scene):
        before(pair)
        pair.first("die_at_commit", number=number, when=when)
        try:
            assert act(pair) is None
            break
        except Killed:
            pair.first.restart()
        pair.assert_well()
    assert number > 2
    pair.first.restart()
    pair.assert_well()


@pytest.mark.parametrize("scene", SCENES)
def test_pusat_killed_at_every_commit(scene: str, pair: Pair) -> None:
    before, act = SCENES[scene]
    for number, when in deaths(scene):
        before(pair)
        pair.pusat.kill()
        pair.pusat.start(f"commit {number} {when}")
        try:
            met = act(pair)
        except AssertionError as told:
            met = str(told)
            assert met in ("problem 101", "problem 106")
        if met is None:
            break
        pair.pusat.wait_killed()
        pair.pusat.start()
        pair.assert_well()
    assert number > 1
    pair.pusat.kill()
    pair.pusat.start()
    pair.assert_well()
