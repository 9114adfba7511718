"""A sheet that another program has saved again: what is good here is never replaced by what it spoiled."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from dapodik.pokok.models import Journal, PesertaDidik, RegistrasiPesertaDidik

from .sheet_file import pupil, sheet_file
from .test_import_pd import only, run

# A sheet is read in a process of its own: too many for the fast lane.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NUMBERS: dict[str, Any] = {
    "NIPD": "0042",
    "NISN": "0012345678",
    "NIK": "3205015402190018",
    "Kode Pos": "04111",
    "Telepon": "0262123456",
    "HP": "081234567890",
    "SKHUN": "0071",
    "No. KPS": "0123",
    "NIK Ayah": "3205010101800013",
    "No Peserta Ujian Nasional": "000123",
    "No Seri Ijazah": "0099",
    "Nomor KIP": "001234",
    "Nomor KKS": "004321",
    "No Registrasi Akta Lahir": "000777",
    "Nomor Rekening Bank": "0012345678901",
    "No KK": "3205010101150017",
}


def good() -> dict[str, Any]:
    return pupil(1, Penerima_KIP="Ya", Penerima_KPS="Ya", **NUMBERS)


def spoiled(number: int | float = 1, **more: Any) -> dict[str, Any]:
    """The same pupil after CSV: each number a quantity of fifteen digits."""
    kind = type(number)
    cut = {name: kind(float(f"{float(text):.14e}")) for name, text in NUMBERS.items()}
    return good() | cut | {"RT": 2, "RW": 10.0} | more


@pytest.mark.parametrize("number", [1, 1.0])
def test_a_sheet_that_went_through_csv_changes_nothing(number: float) -> None:
    run(sheet_file([good()]))
    acts = Journal.objects.count()
    plan = run(sheet_file([spoiled(number)]))
    assert (plan.counts()["unchanged"], Journal.objects.count()) == (1, acts)
    assert only().tak_terbaca == {}
    sentences = [str(pattern) for pattern in plan.patterns]
    assert any("1 sel NISN tersimpan sebagai angka: lembar ini" in text for text in sentences)
    assert any("1 sel NIK tersimpan sebagai angka; digit akhirnya sudah hilang" in text for text in sentences)
    assert len(sentences) == len(NUMBERS)


def test_into_an_empty_school_zeros_come_back_and_lost_digits_do_not() -> None:
    plan = run(sheet_file([spoiled()]))
    child, registrasi = only(), RegistrasiPesertaDidik.live.get()
    assert (child.nisn, child.kode_pos, child.nomor_telepon_seluler) == (
        "0012345678",
        "04111",
        "081234567890",
    )
    assert (child.nomor_kip, child.nomor_kks, registrasi.nipd) == ("001234", "004321", "42")
    assert (child.nik, child.no_kk, child.nik_ayah) == ("", "", "")
    assert {cell.header for cell in plan.restored} == {
        "NISN",
        "Kode Pos",
        "Telepon",
        "HP",
        "Nomor KIP",
        "Nomor KKS",
    }
    assert plan.strange() == []


@pytest.mark.parametrize(
    "text", ["3,20502E+15", "3.20501540219001E+15", "3205\u200b0154\u200e02190018", "'3205015402190018"]
)
def test_a_spoiled_text_replaces_nothing_and_makes_nobody_invalid(text: str) -> None:
    run(sheet_file([good()]))
    run(sheet_file([good() | {"NIK": text, "NISN": "\u2060001234\ufeff5678", "Nama": "Anak\u00a0B\u200b"}]))
    child = only()
    assert (child.nik, child.nisn, child.nama) == ("3205015402190018", "0012345678", "Anak B")
    assert child.tak_terbaca == {}


def test_a_good_number_replaces_a_spoiled_one() -> None:
    run(sheet_file([good() | {"NISN": "12345678", "NIK": "3,20502E+15"}]))
    assert PesertaDidik.live.get().tak_terbaca == {"nik": "3,20502E+15"}
    run(sheet_file([good()]))
    assert (only().nisn, only().nik, only().tak_terbaca) == ("0012345678", "3205015402190018", {})


def test_the_command_names_the_pattern_once(tmp_path: Path) -> None:
    path, out = tmp_path / "daftar.xlsx", StringIO()
    rows = [pupil(number, NISN=1234567 + number) for number in range(5)]
    path.write_bytes(sheet_file(rows).getvalue())
    call_command("import_pd", str(path), "--yes", "--json", stdout=out)
    report = json.loads(out.getvalue())
    (pattern,) = report["patterns"]
    assert pattern["sentence"] == (
        "5 sel NISN tersimpan sebagai angka: lembar ini pernah disimpan ulang dari CSV. "
        "Nol di depannya dikembalikan pada 5 sel."
    )
    assert (len(report["restored_cells"]), report["unreadable"]) == (5, 0)
