"""A record is deleted, and comes back, with what belongs to it: at pusat and on every computer."""

from collections.abc import Callable
from typing import Any

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


def measured(computer: Laptop, pk: str) -> None:
    computer.make("peserta_didik_longitudinal", peserta_didik_id=pk, semester_id="20252", tinggi_badan="138")


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
