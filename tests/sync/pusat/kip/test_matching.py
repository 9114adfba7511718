"""A KIP list becomes an SK: exact matches are published, the rest is listed with the reason."""

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.sync.conftest import Laptop, Pusat, by_nisn

CARD = {"nomor_kip": "AB12CD", "nama_di_kip": "BUDI"}


def line(school: Laptop, number: int, **changes: str) -> dict[str, str]:
    """A line of the list that matches the pupil of this number, but for the changes."""
    nisn = f"015{number:07d}"
    values = school("records", kind="peserta_didik")[by_nisn(school)[nisn]]
    keys = {name: values[name] for name in ("nisn", "nik", "nama", "tanggal_lahir")}
    return {**keys, **CARD, **changes}


def publish(pusat: Pusat, tmp_path: Path, *lines: dict[str, str], number: str = "KIP/1/2026") -> Any:
    path = tmp_path / "daftar.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return pusat.command("import_sk", str(path), "--number", number, "--date", "2026-11-08", "--json")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"nik": "3205010101150099"}, "NIK"),
        ({"nama": "Orang Lain"}, "nama"),
        ({"tanggal_lahir": "2015-01-01"}, "tanggal lahir"),
        ({"nisn": "0000000000", "nik": "0000000000000000"}, "tidak ditemukan"),
        ({"nomor_kip": "AB12"}, "6 huruf atau angka"),
    ],
)
def test_what_differs_is_listed_and_nothing_is_guessed(
    school: Laptop, pusat: Pusat, tmp_path: Path, changes: dict[str, str], reason: str
) -> None:
    outcome = publish(pusat, tmp_path, line(school, 1, **changes))
    assert outcome["published"] == 0
    assert [entry["line"] for entry in outcome["unmatched"]] == [2]
    assert reason in outcome["unmatched"][0]["reason"]
    assert school("sync")["received"] == {}


def test_case_and_blanks_do_not_matter_and_again_is_nothing_new(
    school: Laptop, pusat: Pusat, tmp_path: Path
) -> None:
    entry = line(school, 1)
    entry["nama"] = f"  {entry['nama'].upper()} "
    assert publish(pusat, tmp_path, entry)["published"] == 1
    assert publish(pusat, tmp_path, entry) == {"published": 0, "already": 1, "unmatched": []}
    assert school("sync")["received"]["peserta_didik"]["changed"] == 1
    assert publish(pusat, tmp_path, entry)["published"] == 0
    assert school("sync")["received"] == {}


def test_a_pupil_or_a_card_named_twice_is_published_for_nobody(
    school: Laptop, pusat: Pusat, tmp_path: Path
) -> None:
    twice = publish(pusat, tmp_path, line(school, 1), line(school, 1, nomor_kip="ZZ99ZZ"))
    assert twice["published"] == 0 and len(twice["unmatched"]) == 2
    shared = publish(pusat, tmp_path, line(school, 2), line(school, 3))
    assert shared["published"] == 0 and len(shared["unmatched"]) == 2


def test_a_card_does_not_pass_to_another_child(school: Laptop, pusat: Pusat, tmp_path: Path) -> None:
    assert publish(pusat, tmp_path, line(school, 1))["published"] == 1
    passed = publish(pusat, tmp_path, line(school, 2), number="KIP/2/2026")
    assert passed["published"] == 0 and "dipegang" in passed["unmatched"][0]["reason"]


def test_a_card_is_the_same_in_small_letters(school: Laptop, pusat: Pusat, tmp_path: Path) -> None:
    """For another child, twice in a list, and for the child itself."""
    assert publish(pusat, tmp_path, line(school, 1))["published"] == 1
    small = line(school, 2, nomor_kip="ab12cd")
    passed = publish(pusat, tmp_path, small, number="KIP/2/2026")
    assert passed["published"] == 0 and "dipegang" in passed["unmatched"][0]["reason"]
    assert publish(pusat, tmp_path, line(school, 1, nomor_kip="ab12cd"))["already"] == 1
    shared = publish(
        pusat, tmp_path, line(school, 2, nomor_kip="zz99zz"), line(school, 3, nomor_kip="ZZ99ZZ")
    )
    assert shared["published"] == 0 and len(shared["unmatched"]) == 2


def test_a_card_that_a_school_wrote_small_is_found(school: Laptop, pusat: Pusat, tmp_path: Path) -> None:
    pk = by_nisn(school)["0150000001"]
    school.edit("peserta_didik", pk, penerima_kip=True, nama_di_kip="BUDI", nomor_kip="ab12cd")
    school("sync")
    assert school("records", kind="peserta_didik")[pk]["nomor_kip"] == "ab12cd"
    passed = publish(pusat, tmp_path, line(school, 2))
    assert passed["published"] == 0 and "dipegang" in passed["unmatched"][0]["reason"]
    assert publish(pusat, tmp_path, line(school, 1), number="KIP/2/2026")["already"] == 1


def test_a_card_is_published_as_it_is_printed(school: Laptop, pusat: Pusat, tmp_path: Path) -> None:
    assert publish(pusat, tmp_path, line(school, 1, nomor_kip="ab12cd"))["published"] == 1
    school("sync")
    pupil = school("records", kind="peserta_didik")[by_nisn(school)["0150000001"]]
    assert pupil["nomor_kip"] == "AB12CD"


def test_a_list_by_id(school: Laptop, pusat: Pusat, tmp_path: Path) -> None:
    pk = by_nisn(school)["0150000001"]
    assert publish(pusat, tmp_path, {"peserta_didik_id": pk, **CARD})["published"] == 1
    assert school("sync")["received"]["peserta_didik"]["changed"] == 1


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"nisn,nik,nama\n1,2,3\n"])
def test_a_file_of_another_kind_is_refused_with_a_sentence(
    pusat: Pusat, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "daftar.csv"
    path.write_bytes(content)
    with pytest.raises(AssertionError, match="(Kolom .* tidak ada|bukan CSV UTF-8)"):
        pusat.command("import_sk", str(path), "--number", "X", "--date", "2026-11-08", "--json")
