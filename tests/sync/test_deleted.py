"""A record is deleted, and comes back, with what belongs to it: at pusat and on every computer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import NPSN, Laptop, Pusat, by_nisn
from .test_killed import enrol
from .whole import assert_equal, assert_whole

PARTS = ("registrasi_peserta_didik", "anggota_rombel", "peserta_didik_longitudinal")


def parts(computer: Laptop, pk: str) -> dict[str, Any]:
    """What belongs to a pupil on a computer."""
    return {
        own: values
        for kind in PARTS
        for own, values in computer("records", kind=kind).items()
        if values["peserta_didik_id"] == pk
    }


def kinds(computer: Laptop, parts: dict[str, Any]) -> dict[str, str]:
    """{id: kind} of these parts."""
    return {own: kind for kind in PARTS for own in parts.keys() & computer("records", kind=kind).keys()}


def measured(computer: Laptop, pk: str, semester: str = "20252") -> str:
    """New measures of a pupil; their id."""
    values = {"peserta_didik_id": pk, "semester_id": semester, "tinggi_badan": "138"}
    return computer.make("peserta_didik_longitudinal", **values)


def test_nothing_is_sent_of_a_pupil_made_and_deleted_here(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    new = enrol(school, 90)
    measured(school, new)
    assert len(parts(school, new)) == 3
    school("delete", kind="peserta_didik", pk=new)
    assert parts(school, new) == {} and school("pending") == {}
    assert school("sync")["sent"] == {}
    assert_whole(school, pusat, code, laptop)
    school("restore", kind="peserta_didik", pk=new)
    assert len(school("pending")) == 4
    sent = school("sync")["sent"]
    assert {kind: counts["added"] for kind, counts in sent.items()} == dict.fromkeys(
        ("peserta_didik", *PARTS), 1
    )


def test_a_known_pupil_goes_and_comes_back_everywhere(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    pk = by_nisn(school)["0150000001"]
    measured(school, pk)
    assert school("sync")["status"] == "selesai"
    before, other = parts(school, pk), laptop("other")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    assert other("sync")["status"] == "selesai"
    school("delete", kind="peserta_didik", pk=pk)
    sent = school("sync")["sent"]
    assert {kind: counts["deleted"] for kind, counts in sent.items()} == dict.fromkeys(
        ("peserta_didik", *PARTS), 1
    )
    assert other("sync")["status"] == "selesai"
    assert parts(other, pk) == {}
    assert_equal(other, school)
    other("restore", kind="peserta_didik", pk=pk)
    assert parts(other, pk) == before
    assert other("sync")["status"] == school("sync")["status"] == "selesai"
    assert parts(school, pk) == before and pk in school("records", kind="peserta_didik")
    assert_whole(school, pusat, code, laptop)


def deleted(school: Laptop, pk: str, *others: str) -> None:
    """Delete a pupil here and synchronise; `others`, where they are not deleted yet, by themselves before."""
    for own, kind in kinds(school, dict.fromkeys(others)).items():
        school.edit(kind, own, soft_delete=True)
    school("delete", kind="peserta_didik", pk=pk)
    assert school("sync")["status"] == "selesai"


def of_pupil(computer: Laptop, pk: str) -> list[dict[str, Any]]:
    """What validation finds to be invalid in a pupil."""
    return [row for row in computer("findings") if row["record_id"] == pk and row["level"] == "invalid"]


@pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)
def test_it_comes_back_the_same_on_every_computer(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    """One that received the deletion, a new one, one that is registered again, one restored from a backup."""
    pk = by_nisn(school)["0150000001"]
    alone = measured(school, pk)
    other, new = laptop("other"), laptop("new")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    assert school("sync")["receipt"] and other("sync")["receipt"]
    backup = other.back_up_to(tmp_path / "backup")
    before = {own: values for own, values in parts(school, pk).items() if own != alone}

    def receives() -> Laptop:
        return other

    def is_new() -> Laptop:
        new("register", url=pusat.url, npsn=NPSN, code=code)
        return new

    def is_registered_again() -> Laptop:
        other("register", url=pusat.url, npsn=NPSN, code=code)
        return other

    def is_restored() -> Laptop:
        other.become(backup)
        return other

    for at in (receives, is_new, is_registered_again, is_restored):
        deleted(school, pk, alone)
        computer = at()
        assert computer("sync")["status"] == "selesai" and parts(computer, pk) == {}, at.__name__
        computer("restore", kind="peserta_didik", pk=pk)
        assert parts(computer, pk) == before, at.__name__
        for each in (computer, school):
            assert each("sync")["receipt"] and parts(each, pk) == before, at.__name__


@pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)
def test_what_another_computer_did_meanwhile_to_a_pupil_who_was_deleted(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """It has edited a part, added one, and deleted one by itself: all that stands, and nobody is asked."""
    pk = by_nisn(school)["0150000001"]
    alone = measured(school, pk)
    (enrolled,) = (own for own, values in parts(school, pk).items() if "nipd" in values)
    other = laptop("other")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    assert school("sync")["receipt"] and other("sync")["receipt"]
    other.edit("registrasi_peserta_didik", enrolled, nipd="270001")
    other.edit("peserta_didik_longitudinal", alone, soft_delete=True)
    added = measured(other, pk, "20251")
    school("delete", kind="peserta_didik", pk=pk)
    for computer in (other, school, other):
        end = computer("sync")
        assert end["status"] == "selesai" and not end["conflicts"], end
    assert school("everything") == other("everything")
    school("restore", kind="peserta_didik", pk=pk)
    back = parts(school, pk)
    assert back[enrolled]["nipd"] == "270001" and added in back and alone not in back
    for computer in (school, other):
        assert computer("sync")["receipt"] and parts(computer, pk) == back
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)
def test_what_an_older_version_deleted_comes_back_as_far_as_is_known(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """It did not say with what. Who saw both go together knows, and whoever got both deleted takes it so."""
    pk = by_nisn(school)["0150000001"]
    other, new = laptop("other"), laptop("new")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    assert other("sync")["receipt"]
    before = parts(school, pk)
    for computer in (other, new):
        by_older = {"soft_delete": True, "dihapus_bersama": ""}
        edits = [{"kind": kind, "id": own, "values": by_older} for own, kind in kinds(school, before).items()]
        edits += [{"kind": "peserta_didik", "id": pk, "values": {"soft_delete": True}}]
        school("save", edits=edits)
        assert school("sync")["status"] == "selesai"
        computer("register", url=pusat.url, npsn=NPSN, code=code)
        assert computer("sync")["status"] == "selesai" and parts(computer, pk) == {}
        computer("restore", kind="peserta_didik", pk=pk)
        assert parts(computer, pk) == before and not of_pupil(computer, pk)
        assert computer("sync")["receipt"] and school("sync")["receipt"] and parts(school, pk) == before
