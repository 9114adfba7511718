"""What happens to data folders and clocks: restored, copied, ten years wrong; and schools of any size."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import NPSN, Killed, Laptop, Pusat, by_nisn, fill
from .test_killed import enrol, strike
from .whole import assert_equal, assert_pulled, assert_settled, assert_whole


def test_restored_from_yesterday(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    """Edits before the backup, sent after it; edits after it, sent; edits after it, not sent; edits after the
    restore. Only what was on the lost disk alone is gone."""
    ids = by_nisn(school)
    school.edit("peserta_didik", ids["0150000001"], rt="9")
    before = enrol(school, 90)
    backup = school.back_up_to(tmp_path / "yesterday")
    school.edit("peserta_didik", ids["0150000002"], rt="8")
    sent = enrol(school, 91)
    strike(school, ids["0150000003"])
    assert school("sync")["status"] == "selesai"
    school.edit("peserta_didik", ids["0150000001"], rt="7")
    assert school("sync")["status"] == "selesai"
    unsent = enrol(school, 92)
    school.become(backup)
    school.edit("peserta_didik", ids["0150000002"], email="satu@sekolah.example")
    school.edit("peserta_didik", ids["0150000004"], rt="6")
    done = school("sync")
    assert done["status"] == "selesai"
    # What it did itself before the disk was lost comes back; the old copy's value gives way and is shown.
    assert [(row["field"], row["kept"], row["lost"]) for row in done["conflicts"]] == [("rt", "7", "9")]
    values = school("records", kind="peserta_didik")
    assert values[ids["0150000001"]]["rt"] == "7"
    assert (values[ids["0150000002"]]["rt"], values[ids["0150000002"]]["email"]) == (
        "8",
        "satu@sekolah.example",
    )
    assert values[ids["0150000004"]]["rt"] == "6"
    assert ids["0150000003"] not in values and unsent not in values
    assert before in values and sent in values
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("point", ["before sending", "before the ack is stored"])
def test_restored_with_a_batch_under_way(
    point: str, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    """The copy was made while nobody knew whether pusat had the batch, and what was in it was taken back."""
    pk = by_nisn(school)["0150000001"]
    school.edit("peserta_didik", pk, rt="9")
    school("die", point=point)
    with pytest.raises(Killed):
        school("sync")
    school.restart()
    school.edit("peserta_didik", pk, rt="1")
    backup = school.back_up_to(tmp_path / "yesterday")
    school.edit("peserta_didik", by_nisn(school)["0150000002"], rt="8")
    for _ in range(2):
        assert school("sync")["status"] == "selesai"
    school.become(backup)
    assert school("sync")["status"] == "selesai"
    values = school("records", kind="peserta_didik")
    assert values[pk]["rt"] == "1" and values[by_nisn(school)["0150000002"]]["rt"] == "8"
    assert_whole(school, pusat, code, laptop)


def test_copied_to_a_second_laptop(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    """Both go on from one folder, with a change in it that neither has sent: nothing twice, nothing lost."""
    ids = by_nisn(school)
    school.edit("peserta_didik", ids["0150000001"], rt="9")
    shared = enrol(school, 90)
    school.back_up_to(tmp_path / "copy")
    copy = laptop("copy")
    school.edit("peserta_didik", ids["0150000002"], rt="8")
    copy.edit("peserta_didik", ids["0150000002"], email="dua@sekolah.example")
    copy.edit("peserta_didik", ids["0150000003"], rt="7")
    own, others = enrol(school, 91), enrol(copy, 92)
    for _ in range(2):
        for computer in (school, copy):
            done = computer("sync")
            assert (done["status"], done["conflicts"]) == ("selesai", [])
    assert_equal(school, copy)
    values = copy("records", kind="peserta_didik")
    assert {shared, own, others} <= values.keys() and len(values) == 15
    assert (values[ids["0150000002"]]["rt"], values[ids["0150000002"]]["email"]) == (
        "8",
        "dua@sekolah.example",
    )
    assert values[ids["0150000001"]]["rt"] == "9" and values[ids["0150000003"]]["rt"] == "7"
    assert_settled(copy)
    assert_whole(school, pusat, code, laptop)


def test_copied_with_a_batch_under_way(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    """The copy offers the batch that the first has sent long since: with the ack it gets what the first has
    sent after it, under the same name as its own."""
    pk = by_nisn(school)["0150000001"]
    school.edit("peserta_didik", pk, rt="9")
    school("die", point="before sending")
    with pytest.raises(Killed):
        school("sync")
    school.restart()
    school.back_up_to(tmp_path / "copy")
    copy = laptop("copy")
    assert school("sync")["status"] == "selesai"
    school.edit("peserta_didik", pk, email="satu@sekolah.example")
    assert school("sync")["status"] == "selesai"
    copy("die", point="after the page is stored")
    with pytest.raises(Killed):
        copy("sync")
    copy.restart()
    assert copy("records", kind="peserta_didik")[pk]["email"] == "satu@sekolah.example"
    copy.edit("peserta_didik", pk, email="dua@sekolah.example")
    assert copy("sync")["status"] == "selesai"
    assert school("sync")["status"] == "selesai"
    assert_equal(school, copy)
    assert school("records", kind="peserta_didik")[pk]["email"] == "dua@sekolah.example"
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("years", [10, -10])
def test_clock_ten_years_wrong(
    years: int, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    """Which of two edits stays does not depend on any clock, nor does anything else of a run."""
    other = laptop("other")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    assert other("sync")["status"] == "selesai"
    ids = by_nisn(school)
    school.restart(years)
    school.edit("peserta_didik", ids["0150000001"], email="jauh@sekolah.example")
    school.edit("peserta_didik", ids["0150000002"], email="jauh@sekolah.example")
    other.edit("peserta_didik", ids["0150000001"], email="benar@sekolah.example")
    other.edit("peserta_didik", ids["0150000003"], email="benar@sekolah.example")
    assert other("sync")["status"] == "selesai"
    done = school("sync")
    assert done["status"] == "selesai" and done["receipt"]
    assert [row["lost"] for row in done["conflicts"]] == ["jauh@sekolah.example"]
    # The clock is put right again, with something on its way, and something to come.
    school.edit("peserta_didik", ids["0150000004"], email="jauh@sekolah.example")
    other.edit("peserta_didik", ids["0150000005"], email="benar@sekolah.example")
    assert other("sync")["status"] == "selesai"
    school.restart()
    # The run that goes on is shown and can be stopped, though an earlier one seems to be of ten years later.
    school("stop_in_round", number=1)
    stopped = school("sync")
    assert stopped["problem"] == 510 and "dihentikan oleh operator" in school("shown")
    assert stopped["sent"] == {"peserta_didik": {"added": 0, "changed": 1, "deleted": 0}}
    school("edited_in_round")
    assert school("sync")["receipt"]
    assert other("sync")["status"] == "selesai"
    assert_equal(school, other)
    values = other("records", kind="peserta_didik")
    emails = [values[ids[f"015000000{n}"]]["email"] for n in range(1, 5)]
    assert emails == ["benar@sekolah.example", "jauh@sekolah.example"] * 2
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("years", [10, -10])
def test_clock_of_pusat_ten_years_wrong(
    years: int, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """Nor on pusat's; and nobody is locked out for ten years."""
    pusat.kill()
    pusat.start(years=years)
    stranger = laptop("stranger")
    problems = [met(stranger, pusat, "XXXXXXXXXX") for _ in range(6)]
    assert problems == ["problem 202"] * 5 + ["problem 205"]
    pk = by_nisn(school)["0150000001"]
    school.edit("peserta_didik", pk, rt="9")
    assert school("sync")["receipt"]
    school.edit("peserta_didik", pk, rt="8")
    pusat.kill()
    pusat.start()
    assert school("sync")["sent"]["peserta_didik"]["changed"] == 1
    assert met(stranger, pusat, code) == ""
    assert_whole(school, pusat, code, laptop)


def met(computer: Laptop, pusat: Pusat, code: str) -> str:
    """What registering comes to: its problem, or nothing."""
    try:
        computer("register", url=pusat.url, npsn=NPSN, code=code)
    except AssertionError as told:
        return str(told)
    return ""


@pytest.mark.parametrize("pupils", [0, 5000])
def test_size_of_the_school(pupils: int, laptop: Callable[..., Laptop], pusat: Pusat, code: str) -> None:
    computer = laptop("one")
    fill(computer, pupils)
    computer("register", url=pusat.url, npsn=NPSN, code=code)
    done = computer("sync")
    assert done["status"] == "selesai" and done["receipt"], done
    counted = done["receipt"]["kinds"].get("peserta_didik", {"count": 0})["count"]
    assert counted == pupils
    assert_settled(computer)
    fresh = laptop("fresh")
    assert_pulled(fresh, computer, pusat, code)
    assert len(fresh("records", kind="peserta_didik")) == pupils
