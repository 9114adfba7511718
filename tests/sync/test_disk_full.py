"""A disk that fills during a run, here or at pusat: a numbered problem, and nothing is lost."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from .books import Books
from .conftest import NAME, NPSN, Laptop, Pusat, fill
from .small_disk import SmallDisk, small_disk
from .whole import assert_equal, assert_settled, assert_whole

# From nothing at all to what the first of some writes still finds: the disk fills at ever later places.
LEFT = (0, 8_192, 65_536, 262_144, 524_288)


def problem_of(computer: Laptop) -> int | None:
    """How a run ends: the number of its problem, or None; some are told before it has begun."""
    try:
        number: int | None = computer("sync")["problem"]
    except AssertionError as told:
        return int(str(told).removeprefix("problem "))
    return number


def test_the_disk_of_the_school(laptop: Callable[..., Laptop], pusat: Pusat, code: str) -> None:
    other = laptop("other")
    fill(other, pupils=300)
    other("register", url=pusat.url, npsn=NPSN, code=code)
    assert other("sync")["status"] == "selesai"
    with small_disk(megabytes=16) as disk:
        computer = Laptop(disk.folder)
        try:
            computer("register", url=pusat.url, npsn=NPSN, code=code)
            assert_fills(computer, disk)
            assert_settled(computer)
            assert_equal(computer, other)
        finally:
            computer.stop()


def assert_fills(computer: Laptop, disk: SmallDisk) -> None:
    """However little is left, a run says that the disk is full; with room again it ends well."""
    ends = []
    for left in LEFT:
        disk.fill(left)
        ends.append(problem_of(computer))
    disk.free()
    assert set(ends) == {508}, ends
    assert problem_of(computer) is None


def test_the_application_opens_on_a_full_disk(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """What was written before the disk was full is there, and goes up as soon as there is room."""
    school.edit("peserta_didik", next(iter(school("records", kind="peserta_didik"))), rt="9")
    school.stop()
    with small_disk(megabytes=16) as disk:
        shutil.copytree(school.folder, disk.folder, dirs_exist_ok=True)
        computer = Laptop(disk.folder)
        try:
            assert computer("page") == 200
            disk.fill()
            assert problem_of(computer) == 508
            assert computer("page") == 200
            disk.free()
            assert computer("sync")["sent"] == {"peserta_didik": {"added": 0, "changed": 1, "deleted": 0}}
            assert_whole(computer, pusat, code, laptop)
        finally:
            computer.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def full_pusat(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Pusat, SmallDisk]]:
    """Pusat whose database is on a small disk."""
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(megabytes=32))
        folder, url = disk.folder, ""
        if request.param == "postgresql":
            cluster = request.getfixturevalue("cluster")
            name = cluster.create(request.getfixturevalue("empty_pusat"), disk.folder)
            stack.callback(cluster.drop, name)
            folder, url = tmp_path / "pusat", cluster.url(name)
        pusat = Pusat(folder, url)
        pusat.start()
        stack.callback(pusat.kill)
        yield pusat, disk


def test_the_disk_of_pusat(full_pusat: tuple[Pusat, SmallDisk], laptop: Callable[..., Laptop]) -> None:
    pusat, disk = full_pusat
    code = pusat.add_school(NPSN, NAME)
    computer = laptop("one")
    fill(computer, pupils=300)
    computer("register", url=pusat.url, npsn=NPSN, code=code)
    ends = []
    for left in LEFT:
        disk.fill(left)
        ends.append(problem_of(computer))
        computer.edit(
            "peserta_didik", next(iter(computer("records", kind="peserta_didik"))), rt=str(left % 99)
        )
    disk.free()
    assert ends[0] == 308 and set(ends) <= {308, None}, ends
    assert problem_of(computer) is None
    assert_whole(computer, pusat, code, laptop)
    Books(pusat, NPSN).assert_kept_well(by_pusat=1)
