"""A school and pusat: what is sent, what comes in, and what happens when both sides change a field."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dapodik.pokok.models import KINDS

from .conftest import NPSN, Killed, Laptop, Pusat, by_nisn, fill
from .decree import publish

CARD = {"penerima_kip": True, "nomor_kip": "AB12CD", "penerima_kps": False, "no_kps": ""}


def test_first_run_sends_the_school_and_proves_it(school: Laptop) -> None:
    again = school("sync")
    assert again["status"] == "selesai"
    assert again["sent"] == again["received"] == {}
    assert again["requests"] == 1
    assert again["receipt"]["kinds"]["peserta_didik"]["count"] == 12
    assert school("pending") == {}


def test_only_what_changed_is_sent_and_an_undone_change_is_none(school: Laptop) -> None:
    pk = by_nisn(school)["0150000003"]
    school.edit("peserta_didik", pk, alamat_jalan="Kp. Baru")
    assert list(school("pending")) == [pk]
    school.edit("peserta_didik", pk, alamat_jalan="Kp. Permana")
    assert school("pending") == {}
    school.edit("peserta_didik", pk, rt="9")
    sent = school("sync")
    assert sent["sent"] == {"peserta_didik": {"added": 0, "changed": 1, "deleted": 0}}
    assert sent["requests"] == 1 and sent["receipt"]


def test_a_card_comes_in_with_its_decree(school: Laptop, pusat: Pusat, tmp_path: Path) -> None:
    publish(pusat, tmp_path, school, "0150000004", name_on_card="BODI AAAAAE")
    came = school("sync")
    assert came["received"] == {"peserta_didik": {"added": 0, "changed": 1, "deleted": 0}}
    pk = by_nisn(school)["0150000004"]
    values = school("records", kind="peserta_didik")[pk]
    assert values == {**values, **CARD, "nama_di_kip": "BODI AAAAAE"}
    last = school("journal", record_id=pk)[-1]
    assert (last["author"], last["origin"]) == ("SK KIP/1/2026", "sk")
    assert last["changes"]["no_kps"] == ["KPS00000000004", ""]


def test_different_fields_of_one_pupil_both_survive(school: Laptop, pusat: Pusat, tmp_path: Path) -> None:
    pk = by_nisn(school)["0150000005"]
    publish(pusat, tmp_path, school, "0150000005")
    school.edit("peserta_didik", pk, tinggi_badan="141")
    done = school("sync")
    assert done["status"] == "selesai" and done["conflicts"] == []
    values = school("records", kind="peserta_didik")[pk]
    assert values["nomor_kip"] == "AB12CD" and values["tinggi_badan"] == "141"


def test_same_field_pusat_owns_and_the_typed_value_is_kept(
    school: Laptop, pusat: Pusat, tmp_path: Path
) -> None:
    pk = by_nisn(school)["0150000006"]
    publish(pusat, tmp_path, school, "0150000006")
    school.edit("peserta_didik", pk, penerima_kip=True, nomor_kip="ZZ99ZZ", nama_di_kip="Budi Sendiri")
    done = school("sync")
    lost = {conflict["field"]: conflict for conflict in done["conflicts"]}
    assert lost["nomor_kip"]["lost"] == "ZZ99ZZ" and lost["nomor_kip"]["kept"] == "AB12CD"
    assert lost["nomor_kip"]["kept_by"] == "SK KIP/1/2026"
    values = school("records", kind="peserta_didik")[pk]
    assert (values["nomor_kip"], values["no_kps"]) == ("AB12CD", "")

    # Typed again after seeing pusat's: an ordinary change, and the card in hand wins.
    school.edit("peserta_didik", pk, nomor_kip="ZZ99ZZ")
    assert school("sync")["conflicts"] == []
    assert school("records", kind="peserta_didik")[pk]["nomor_kip"] == "ZZ99ZZ"


def test_an_unsent_change_is_not_overwritten_by_pulling(school: Laptop, pusat: Pusat, tmp_path: Path) -> None:
    pk = by_nisn(school)["0150000007"]
    school.edit("peserta_didik", pk, nomor_kip="ZZ99ZZ")
    publish(pusat, tmp_path, school, "0150000007")
    pulled = school("sync", sending=False)
    assert pulled["status"] == "selesai"
    values = school("records", kind="peserta_didik")[pk]
    assert values["nomor_kip"] == "ZZ99ZZ" and values["no_kps"] != ""
    assert school("sync")["conflicts"]
    assert school("records", kind="peserta_didik")[pk]["nomor_kip"] == "AB12CD"


@pytest.mark.parametrize("point", ["after the batch is named", "before the answer is stored"])
def test_who_only_pulls_sends_nothing_that_was_on_its_way(
    point: str, school: Laptop, pusat: Pusat, tmp_path: Path
) -> None:
    """Both where the batch never came to pusat, and where it came and its ack did not come back."""
    pk = by_nisn(school)["0150000009"]
    publish(pusat, tmp_path, school, "0150000001")
    before = school("sync")["receipt"]["at"]
    school.edit("peserta_didik", pk, rt="9")
    school("die", point=point)
    with pytest.raises(Killed):
        school("sync")
    school.restart()
    pulled = school("sync", sending=False)
    never_came = point == "after the batch is named"
    assert pulled["status"] == "selesai" and (pk in school("pending")) is never_came
    assert pulled["receipt"]["at"] == (before if never_came else before + 1)
    assert pulled["receipt"].get("later", 0) == int(never_came)
    after = school("sync")
    assert after["status"] == "selesai" and school("pending") == {}
    assert bool(after["sent"]) is never_came and after["conflicts"] == []


def test_invalid_data_is_pulled_for_but_not_sent(school: Laptop, pusat: Pusat, tmp_path: Path) -> None:
    pk = by_nisn(school)["0150000008"]
    school.edit("peserta_didik", pk, nik="123")
    publish(pusat, tmp_path, school, "0150000001")
    refused = school("sync")
    assert (refused["status"], refused["problem"], refused["sent"]) == ("gagal", 502, {})
    assert refused["received"]["peserta_didik"]["changed"] == 1
    assert pk in school("pending")


def test_two_laptops_that_enter_one_school_end_with_one_set(
    laptop: Callable[..., Laptop], school: Laptop, pusat: Pusat, code: str
) -> None:
    other = laptop("other")
    fill(other)
    pk = by_nisn(other)["0150000002"]
    other.edit("peserta_didik", pk, email="budi@sekolah.example")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    joined = other("sync")
    assert joined["status"] == "selesai"
    assert joined["sent"] == {"peserta_didik": {"added": 0, "changed": 1, "deleted": 0}}
    assert school("sync")["received"] == {"peserta_didik": {"added": 0, "changed": 1, "deleted": 0}}
    for kind in KINDS:
        assert other("records", kind=kind) == school("records", kind=kind), kind


def test_two_laptops_that_open_the_next_semester_end_with_one_set(
    laptop: Callable[..., Laptop], school: Laptop, pusat: Pusat, code: str
) -> None:
    rombel = next(iter(school("records", kind="rombongan_belajar")))
    school.make("pembelajaran", rombongan_belajar_id=rombel, nama_mata_pelajaran="Matematika")
    school("sync")
    other = laptop("other")
    other("register", url=pusat.url, npsn=NPSN, code=code)
    other("sync", sending=False)
    for computer in (school, other):
        assert computer("open_semester") == "20262"
    for computer in (school, other, school):
        done = computer("sync")
        assert (done["status"], done["conflicts"]) == ("selesai", [])
    for kind in KINDS:
        assert other("records", kind=kind) == school("records", kind=kind), kind
    counts = {kind: len(school("records", kind=kind)) for kind in KINDS}
    assert (counts["rombongan_belajar"], counts["anggota_rombel"], counts["pembelajaran"]) == (2, 24, 2)
    assert counts["peserta_didik_longitudinal"] == 12


def test_one_school_never_sees_another(laptop: Callable[..., Laptop], school: Laptop, pusat: Pusat) -> None:
    stranger = laptop("stranger")
    second = pusat.add_school("20299002", "SD NEGERI 3 SUKAMAJU")
    stranger("register", url=pusat.url, npsn="20299002", code=second)
    assert stranger("sync", sending=False)["status"] == "selesai"
    assert stranger("records", kind="peserta_didik") == {}
    # The very ids of the other school's pupils: they become the stranger's own records, or nothing.
    pk = by_nisn(school)["0150000001"]
    stranger.edit("peserta_didik", pk, nama="Orang Lain")
    stranger("sync")
    assert school("sync")["received"] == {}
    assert school("records", kind="peserta_didik")[pk]["nama"] != "Orang Lain"
