"""An SK never loses a row: completed, shorter and other lists under its number; a child at two schools."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sync.conftest import Laptop, Pusat, by_nisn, fill

from .test_matching import line, publish

CARDS = {1: "ANI001", 2: "DDE002", 3: "CTR003"}
sqlite = pytest.mark.parametrize("pusat", ["sqlite"], indirect=True)


def lines(school: Laptop, *numbers: int, **changes: str) -> list[dict[str, str]]:
    return [line(school, number, **{"nomor_kip": CARDS[number], **changes}) for number in numbers]


def card(school: Laptop, number: int) -> tuple[Any, Any]:
    values = school("records", kind="peserta_didik")[by_nisn(school)[f"015{number:07d}"]]
    return values["nomor_kip"], values["nama_di_kip"]


def leave(school: Laptop, pupil: str) -> None:
    """The pupil goes to another school."""
    for kind, values in (
        ("registrasi_peserta_didik", {"jenis_keluar_id": "2", "tanggal_keluar": "2026-11-01"}),
        ("anggota_rombel", {"soft_delete": True}),
    ):
        (own,) = [pk for pk, row in school("records", kind=kind).items() if row["peserta_didik_id"] == pupil]
        school.edit(kind, own, **values)


@sqlite
def test_what_was_corrected_since_is_named_and_not_set_again(
    school: Laptop, pusat: Pusat, tmp_path: Path
) -> None:
    assert publish(pusat, tmp_path, *lines(school, 1, 2))["published"] == 2
    correction = publish(pusat, tmp_path, line(school, 1, nomor_kip="ANI009"), number="KIP/2")
    assert correction["notes"] == [{"line": 2, "note": "Menggantikan kartu ANI001."}]
    school("sync")
    school.edit("peserta_didik", by_nisn(school)["0150000002"], nomor_kip="DDE009")
    school("sync")
    completed = publish(pusat, tmp_path, *lines(school, 1, 2, 3))
    assert (completed["published"], completed["already"]) == (1, 2)
    assert [note["line"] for note in completed["notes"]] == [2, 3]
    school("sync")
    assert [card(school, number)[0] for number in (1, 2, 3)] == ["ANI009", "DDE009", "CTR003"]


@sqlite
def test_a_shorter_list_hides_nobody_and_another_card_is_refused_with_a_comparison(
    school: Laptop, pusat: Pusat, tmp_path: Path
) -> None:
    publish(pusat, tmp_path, *lines(school, 1, 2, 3))
    shorter = publish(pusat, tmp_path, *lines(school, 1, 3))
    assert shorter["notes"] == [
        {"line": 3, "note": "Kartu DDE002 tidak ada lagi dalam daftar ini; tetap terbit."}
    ]
    with pytest.raises(AssertionError, match="baris 2: ZZZ999, sudah terbit ANI001"):
        publish(pusat, tmp_path, *lines(school, 1, nomor_kip="ZZZ999"))
    school("sync")
    assert [card(school, number)[0] for number in (1, 2, 3)] == list(CARDS.values())


@sqlite
def test_a_card_without_a_printed_name_leaves_the_name(school: Laptop, pusat: Pusat, tmp_path: Path) -> None:
    publish(pusat, tmp_path, *lines(school, 1))
    publish(pusat, tmp_path, *lines(school, 1, nama_di_kip=""), number="KIP/2")
    school("sync")
    assert card(school, 1) == ("ANI001", "BUDI")


@sqlite
def test_a_child_at_two_schools_gets_the_card_where_he_is_a_pupil(
    school: Laptop, laptop: Callable[..., Laptop], pusat: Pusat, tmp_path: Path
) -> None:
    other = laptop("other")
    fill(other, name="SD NEGERI 3 LAIN")
    other("register", url=pusat.url, npsn="20299002", code=pusat.add_school("20299002", "SD NEGERI 3 LAIN"))
    other("sync")
    leave(school, by_nisn(school)["0150000001"])
    assert school("sync")["status"] == "selesai"
    assert publish(pusat, tmp_path, *lines(school, 1, 2))["published"] == 3
    for computer in (school, other):
        computer("sync")
    assert [card(school, number)[0] for number in (1, 2)] == ["", "DDE002"]
    assert [card(other, number)[0] for number in (1, 2)] == ["ANI001", "DDE002"]


@pytest.mark.parametrize("pusat", ["postgresql"], indirect=True)
def test_a_number_that_does_not_fit_and_an_invisible_sign_get_a_sentence(
    school: Laptop, pusat: Pusat, tmp_path: Path
) -> None:
    for number in ("N" * 101, " ", "A\nB"):
        with pytest.raises(AssertionError, match="1 sampai 100 huruf"):
            publish(pusat, tmp_path, *lines(school, 1), number=number)
    outcome = publish(pusat, tmp_path, *lines(school, 1, nama_di_kip="BU\x00DI"))
    assert "tidak terlihat" in outcome["unmatched"][0]["reason"]


@sqlite
def test_a_card_that_is_withdrawn_gives_back_what_stood_before(
    school: Laptop, pusat: Pusat, tmp_path: Path
) -> None:
    publish(pusat, tmp_path, *lines(school, 1, 2))
    school("sync")
    school.edit("peserta_didik", by_nisn(school)["0150000002"], nama_di_kip="Diketik sekolah")
    school("sync")
    words = ("withdraw_sk", "--number", "KIP/1/2026", "--reason", "Salah anak", "--json")
    with pytest.raises(AssertionError, match="ZZZ999"):
        pusat.command(*words, "--card", "ZZZ999")
    assert pusat.command(*words) == {"withdrawn": ["ANI001"], "left": ["DDE002"]}
    school("sync")
    pupil = school("records", kind="peserta_didik")[by_nisn(school)["0150000001"]]
    assert (pupil["nomor_kip"], pupil["penerima_kip"]) == ("", False)
    assert (pupil["penerima_kps"], pupil["no_kps"]) == (True, "KPS00000000001")
    assert card(school, 2) == ("DDE002", "Diketik sekolah")
    # The same list does not bring it back.
    assert publish(pusat, tmp_path, *lines(school, 1))["already"] == 1
    with pytest.raises(AssertionError, match="tidak ada"):
        pusat.command(*words)
