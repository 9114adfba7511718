"""Pusat is restored from an older copy of its own: each computer sends again what pusat has lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import NAME, NPSN, Killed, Laptop, Pusat, by_nisn, fill
from .decree import publish
from .older_pusat import copied, set_back
from .test_killed import enrol, strike
from .whole import assert_equal, assert_settled, assert_whole


@pytest.fixture
def other(school: Laptop, laptop: Callable[..., Laptop], pusat: Pusat, code: str) -> Laptop:
    """A second computer of the school, which holds the same."""
    two = laptop("other")
    two("register", url=pusat.url, npsn=NPSN, code=code)
    assert two("sync")["status"] == "selesai"
    return two


def synced(*laptops: Laptop) -> list[dict[str, Any]]:
    """Each of them synchronises; nothing may be in conflict."""
    runs = [computer("sync") for computer in laptops]
    assert all(run["status"] == "selesai" and run["receipt"] for run in runs), runs
    assert [run["conflicts"] for run in runs] == [[]] * len(runs)
    return runs


@pytest.mark.parametrize("first", ["the one that wrote", "the one that only received"])
def test_what_pusat_lost_is_sent_again(
    first: str, school: Laptop, other: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    ids = by_nisn(school)
    copy = copied(pusat)
    school.edit("peserta_didik", ids["0150000001"], rt="9")
    new = enrol(school, 91)
    strike(school, ids["0150000002"])
    synced(school, other)
    school.edit("peserta_didik", ids["0150000001"], rt="8")
    synced(school)
    set_back(pusat, copy)
    # Both go on, each with what it alone knows, and the numbers that pusat lost are given to other changes.
    other.edit("peserta_didik", ids["0150000003"], email="tiga@sekolah.example")
    school.edit("peserta_didik", ids["0150000004"], email="empat@sekolah.example")
    order = [school, other] if first == "the one that wrote" else [other, school]
    runs = synced(*order, *order)
    assert [run["set_back"] for run in runs] == [True, True, False, False]
    assert_equal(school, other)
    values = school("records", kind="peserta_didik")
    assert values[ids["0150000001"]]["rt"] == "8" and new in values and ids["0150000002"] not in values
    assert values[ids["0150000003"]]["email"] == "tiga@sekolah.example"
    assert values[ids["0150000004"]]["email"] == "empat@sekolah.example"
    assert_settled(other)
    assert_whole(school, pusat, code, laptop)


def test_numbers_that_were_given_again_hide_nothing(
    school: Laptop, other: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """A computer that had only received sees a head beyond its own, as if pusat had just gone on."""
    ids = by_nisn(school)
    synced(other)
    copy = copied(pusat)
    other.edit("peserta_didik", ids["0150000001"], rt="9")
    synced(other, school)
    set_back(pusat, copy)
    other.stop()
    fresh = laptop("third")
    fresh("register", url=pusat.url, npsn=NPSN, code=code)
    fresh("sync")
    for number in range(2, 8):
        fresh.edit("peserta_didik", ids[f"015000000{number}"], rt=str(number))
    synced(fresh)
    (run,) = synced(school)
    assert run["set_back"]
    synced(fresh)
    assert_equal(school, fresh)
    values = fresh("records", kind="peserta_didik")
    assert [values[ids[f"015000000{n}"]]["rt"] for n in range(1, 8)] == ["9", "2", "3", "4", "5", "6", "7"]
    other.start()
    synced(other)
    assert_equal(other, fresh)
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("first", ["the later value", "the earlier value"])
def test_what_was_written_over_a_lost_value_is_no_conflict(
    first: str, school: Laptop, other: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """One value came after the other, seen by who wrote it: whichever pusat hears of first."""
    ids = by_nisn(school)
    copy = copied(pusat)
    school.edit("peserta_didik", ids["0150000001"], rt="7")
    school.edit("peserta_didik", ids["0150000002"], rt="7")
    synced(school, other)
    other.edit("peserta_didik", ids["0150000001"], rt="8")
    synced(other)
    set_back(pusat, copy)
    other.edit("peserta_didik", ids["0150000002"], rt="8")
    order = [other, school] if first == "the later value" else [school, other]
    synced(*order, *order)
    assert_equal(school, other)
    values = school("records", kind="peserta_didik")
    assert [values[ids[f"015000000{n}"]]["rt"] for n in (1, 2)] == ["8", "8"]
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("first", ["the one that knows", "the one that knows less"])
def test_a_value_that_came_back_is_not_written_over_by_the_one_between(
    first: str, school: Laptop, other: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """Pusat's copy has what the school has again, but not that there was something between."""
    ids = by_nisn(school)
    school.edit("peserta_didik", ids["0150000001"], rt="6")
    synced(school, other)
    copy = copied(pusat)
    school.edit("peserta_didik", ids["0150000001"], rt="7")
    synced(school, other)
    school.edit("peserta_didik", ids["0150000001"], rt="6")
    synced(school)
    set_back(pusat, copy)
    order = [school, other] if first == "the one that knows" else [other, school]
    synced(*order, *order)
    assert_equal(school, other)
    assert school("records", kind="peserta_didik")[ids["0150000001"]]["rt"] == "6"
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("first", ["the one that knows", "the one that knows less"])
def test_a_value_that_came_and_went_twice_is_not_lost_unseen(
    first: str, school: Laptop, other: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """Each of two values was written over the other, and pusat cannot know which came last."""
    pk = by_nisn(school)["0150000001"]
    school.edit("peserta_didik", pk, rt="6")
    synced(school, other)
    copy = copied(pusat)
    for rt, computers in (("7", [school, other]), ("6", [school, other]), ("7", [school])):
        school.edit("peserta_didik", pk, rt=rt)
        synced(*computers)
    set_back(pusat, copy)
    order = [school, other] if first == "the one that knows" else [other, school]
    shown = [row for computer in (*order, *order) for row in computer("sync")["conflicts"]]
    assert_equal(school, other)
    present = school("records", kind="peserta_didik")[pk]["rt"]
    assert present == "7" or [(row["field"], row["kept"], row["lost"]) for row in shown] == [("rt", "6", "7")]
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("first", ["the one that knows", "the one that knows less"])
def test_what_was_brought_back_or_emptied_since(
    first: str, school: Laptop, other: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """Sent again as a whole, a record also says what says nothing any more: chaos, seed 4101, where a pupil
    who had been brought back stayed deleted at pusat, and no run of the school ended well after that."""
    back = by_nisn(school)["0150000001"]
    school("delete", kind="peserta_didik", pk=back)
    synced(school, other)
    copy = copied(pusat)
    school("restore", kind="peserta_didik", pk=back)
    new = enrol(school, 92)
    school.edit("peserta_didik", new, email="a@sekolah.example")
    synced(school, other)
    school.edit("peserta_didik", new, email="")
    synced(school)
    set_back(pusat, copy)
    order = [school, other] if first == "the one that knows" else [other, school]
    synced(*order, *order)
    assert_equal(school, other)
    values = other("records", kind="peserta_didik")
    assert back in values and values[new]["email"] == ""
    assert_whole(school, pusat, code, laptop)


def test_a_real_conflict_is_shown(
    school: Laptop, other: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    ids = by_nisn(school)
    copy = copied(pusat)
    school.edit("peserta_didik", ids["0150000001"], rt="7")
    synced(school)
    set_back(pusat, copy)
    other.edit("peserta_didik", ids["0150000001"], rt="8")
    synced(other)
    run = school("sync")
    assert [(row["field"], row["kept"], row["lost"]) for row in run["conflicts"]] == [("rt", "8", "7")]
    synced(other)
    assert_equal(school, other)
    assert_whole(school, pusat, code, laptop)


def test_a_decree_that_pusat_lost_and_what_it_published_since(
    school: Laptop, other: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    copy = copied(pusat)
    publish(pusat, tmp_path, school, "0150000001")
    synced(school)
    set_back(pusat, copy)
    publish(pusat, tmp_path, school, "0150000001")
    synced(other, school, other)
    assert_equal(school, other)
    values = other("records", kind="peserta_didik")[by_nisn(other)["0150000001"]]
    assert values["nomor_kip"] == "AB12CD" and values["no_kps"] == ""
    assert_whole(school, pusat, code, laptop)


def test_killed_on_the_way_back(
    school: Laptop, other: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    ids = by_nisn(school)
    copy = copied(pusat)
    for rt in ("7", "8", "9"):
        school.edit("peserta_didik", ids["0150000001"], rt=rt)
        synced(school)
    set_back(pusat, copy)
    points = {
        "before the answer is stored": 2,
        "after the batch is named": 2,
        "before the page is stored": 1,
    }
    for point, times in points.items():
        school("die", point=point, times=times)
        with pytest.raises(Killed):
            school("sync")
        school.restart()
    synced(school, other)
    assert_equal(school, other)
    assert other("records", kind="peserta_didik")[ids["0150000001"]]["rt"] == "9"
    assert_whole(school, pusat, code, laptop)


def test_everything_was_lost(laptop: Callable[..., Laptop], pusat: Pusat, code: str, tmp_path: Path) -> None:
    """The copy is from before the first synchronisation; a second computer had to register since."""
    copy = copied(pusat)
    first, second = laptop("one"), laptop("two")
    fill(first)
    first("register", url=pusat.url, npsn=NPSN, code=code)
    synced(first)
    second("register", url=pusat.url, npsn=NPSN, code=code)
    synced(second)
    set_back(pusat, copy)
    assert first("sync")["problem"] == 201
    for computer in (second, first):
        computer("register", url=pusat.url, npsn=NPSN, code=code)
    synced(second, first, second)
    assert_equal(first, second)
    assert first("registered_as") == second("registered_as") and NAME in str(first("records", kind="sekolah"))
    assert_whole(first, pusat, code, laptop)


def test_what_was_written_before_it_was_deleted_again(
    school: Laptop, other: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """The copy has the pupil as deleted; it was brought back, written to and deleted since."""
    pk = by_nisn(school)["0150000001"]
    school.edit("peserta_didik", pk, soft_delete=True)
    synced(school, other)
    copy = copied(pusat)
    school.edit("peserta_didik", pk, soft_delete=False, email="lagi@sekolah.example")
    synced(school, other)
    school.edit("peserta_didik", pk, soft_delete=True)
    synced(school, other)
    set_back(pusat, copy)
    synced(school, other, school)
    fresh = laptop("third")
    fresh("register", url=pusat.url, npsn=NPSN, code=code)
    assert fresh("sync")["receipt"]
    values = [computer("everything")[pk] for computer in (school, other, fresh)]
    assert [(record["soft_delete"], record["email"]) for record in values] == [
        (True, "lagi@sekolah.example")
    ] * 3
