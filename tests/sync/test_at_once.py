"""Two computers of one school synchronise at the same moment, again and again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from .books import Books
from .conftest import NPSN, Laptop, Pusat, by_nisn
from .test_killed import enrol, strike
from .whole import assert_equal, assert_whole

TURNS = 8


def test_both_at_once(school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]) -> None:
    """Each edits a field of its own, both the same one, and both make a pupil: pusat takes one after the
    other, whichever comes first, and each hears of the other's."""
    other = laptop("other")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    assert other("sync")["status"] == "selesai"
    ids, both = by_nisn(school), [school, other]
    made = []
    with ThreadPoolExecutor(2) as threads:
        for turn in range(TURNS):
            for place, computer in enumerate(both):
                computer.edit("peserta_didik", ids[f"015000000{place}"], rt=str(turn + 10))
                computer.edit("peserta_didik", ids["0150000002"], email=f"{place}{turn}@sekolah.example")
                made.append(enrol(computer, 100 + 2 * turn + place))
            ends = list(threads.map(lambda computer: computer("sync"), both))
            assert [end["status"] for end in ends] == ["selesai"] * 2, ends
            # One of the two values lost, and is shown to who wrote it.
            lost = [row["lost"] for end in ends for row in end["conflicts"]]
            for computer in both:
                assert computer("sync")["status"] == "selesai"
            assert_equal(school, other)
            stands = school("records", kind="peserta_didik")[ids["0150000002"]]["email"]
            assert sorted([stands, *lost]) == [f"{place}{turn}@sekolah.example" for place in (0, 1)]
            strike(both[turn % 2], made[turn])
    values = school("records", kind="peserta_didik")
    assert [values[ids[f"015000000{place}"]]["rt"] for place in (0, 1)] == [str(TURNS + 9)] * 2
    for computer in (*both, *both):
        assert computer("sync")["status"] == "selesai"
    assert_whole(school, pusat, code, laptop)
    Books(pusat, NPSN).assert_kept_well(by_pusat=1)
