"""The downloads of the PTK: 51 columns, teachers and other staff in two files, or all in one."""

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from dapodik.pokok.models import Ptk
from dapodik.spreadsheet.export import write_sheet
from dapodik.spreadsheet.sheets.ptk import COLUMNS, GURU, PTK, TENDIK

from .exported import save
from .ptk_file import HEADERS, POSITION

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
VALUES = {
    "nuptk": "0752739640200012",
    "jenis_kelamin": "P",
    "tanggal_lahir": "1980-03-01",
    "nip": "198003012006042001",
    "status_kepegawaian_id": "12",
    "agama_id": "1",
    "pangkat_golongan_id": "10",
    "sudah_lisensi_kepala_sekolah": False,
    "keahlian_braille": True,
    "nik": "3205014103800001",
    "kewarganegaraan": "ID",
    "nuks": "0012",
}


@pytest.fixture
def staff(school: UUID) -> None:
    for nama, jenis, more in (
        ("budi", "92", VALUES),
        ("Ani", "3", {}),
        ("Kepala", "91", {}),
        ("Tata Usaha", "11", {}),
        ("Tanpa Jenis", "", {}),
        ("Pergi", "92", {"jenis_keluar_id": "9"}),
        ("Bukan Induk", "93", {"ptk_induk": False}),
    ):
        save(Ptk, sekolah_id=school, nama=nama, jenis_ptk_id=jenis, **more)


def rows(sheet: Any) -> list[list[Any]]:
    file = BytesIO()
    write_sheet(sheet, file, "Operator (o@s.example)")
    file.seek(0)
    book = CalamineWorkbook.from_filelike(file)
    assert book.sheet_names == [sheet.tab]
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_the_51_headers_stand_in_their_order() -> None:
    assert [column.header for column in COLUMNS] == HEADERS
    assert len(HEADERS) == 51


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("sheet", "title", "names"),
    [
        (GURU, "Daftar Guru", ["Ani", "budi"]),
        (
            TENDIK,
            "Daftar Tenaga Kependidikan",
            ["Bukan Induk", "Kepala", "Tanpa Jenis", "Tata Usaha"],
        ),
        (
            PTK,
            "Daftar Pendidik dan Tenaga Kependidikan",
            ["Ani", "budi", "Bukan Induk", "Kepala", "Tanpa Jenis", "Tata Usaha"],
        ),
    ],
)
def test_who_stands_in_which_file(sheet: Any, title: str, names: list[str]) -> None:
    lines = rows(sheet)
    assert [line[0] for line in lines[:2]] == [title, "SMP TUNAS"]
    assert lines[3][2] == "Pengunduh: Operator (o@s.example)"
    assert all(any(line) for line in lines[:4])
    assert lines[4] == HEADERS
    assert [line[:2] for line in lines[5:]] == [[number, name] for number, name in enumerate(names, start=1)]
    assert sheet.count() == len(names)


@pytest.mark.usefixtures("staff")
def test_every_value_stands_in_its_column_as_text() -> None:
    line = rows(GURU)[6]
    filled = {HEADERS[index]: cell for index, cell in enumerate(line) if cell != ""}
    assert filled == {
        "No": 2,
        "Nama": "budi",
        "NUPTK": "0752739640200012",
        "JK": "P",
        "Tanggal Lahir": "1980-03-01",
        "NIP": "198003012006042001",
        "Status Kepegawaian": "PPPK Paruh Waktu",
        "Jenis PTK": "Guru",
        "Agama": "Islam",
        "Pangkat Golongan": "III/b",
        "Sudah Lisensi Kepala Sekolah": "Tidak",
        "Keahlian Braille": "Ya",
        "NIK": "3205014103800001",
        "Kewarganegaraan": "ID",
        "NUKS": "0012",
    }
    assert (POSITION["NIK"], POSITION["Tugas Tambahan"], POSITION["HP"]) == (44, 20, 18)


@pytest.mark.usefixtures("school")
def test_below_the_header_stands_a_row_also_where_there_is_nobody() -> None:
    file = BytesIO()
    write_sheet(GURU, file, "Operator")
    tab = load_workbook(file).worksheets[0]
    assert (tab.max_row, tab.freeze_panes, tab.print_title_rows) == (6, "C6", "$5:$5")


@pytest.mark.usefixtures("staff")
def test_the_command_writes_all_or_one_file(tmp_path: Path) -> None:
    for words, start, count in (
        ((), "daftar-Guru dan Tendik-SMP TUNAS-", 6),
        (("--jenis", "guru"), "daftar-guru-SMP TUNAS-", 2),
        (("--jenis", "tendik"), "daftar-tendik-SMP TUNAS-", 4),
    ):
        out = StringIO()
        call_command("export_ptk", str(tmp_path), *words, "--json", stdout=out)
        report = json.loads(out.getvalue())
        assert report["ptk"] == count
        assert Path(report["file"]).name.startswith(start)
