"""The layout of the download, checked in the ways in which importers of real files read it."""

import re
from collections.abc import Callable
from datetime import datetime
from uuid import UUID
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from dapodik.pokok.models import RegistrasiPesertaDidik
from dapodik.spreadsheet import import_pd

from .exported import FIRST, change, column, exported, sheet
from .sheet_file import HEADERS, PARENT, POSITION, SUB_HEADERS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.usefixtures("demo_school")
def test_one_active_sheet_with_the_title_as_its_name() -> None:
    book = load_workbook(exported())
    assert book.sheetnames == ["Daftar Peserta Didik"]
    assert book.active is book["Daftar Peserta Didik"]


@pytest.mark.usefixtures("school")
def test_the_rows_above_the_header_tell_school_place_and_download() -> None:
    before = timezone.localtime().replace(microsecond=0, tzinfo=None)
    top = sheet()
    after = timezone.localtime().replace(tzinfo=None)
    assert [top[cell].value for cell in ("A1", "A2")] == ["Daftar Peserta Didik", "SMP TUNAS"]
    assert top["A3"].value == "Kecamatan Kec. Coblong, Kabupaten Kota Bandung, Provinsi Prov. Jawa Barat"
    assert top["C4"].value == "Pengunduh: Operator (o@s.example)"
    stamp = re.fullmatch(r"Tanggal Unduh: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", str(top["A4"].value))
    assert stamp
    assert before <= datetime.fromisoformat(stamp[1]) <= after


@pytest.mark.usefixtures("demo_school")
def test_1_the_header_is_found_in_row_5_first() -> None:
    content = sheet()
    assert content["B5"].value == "Nama"
    rows = list(content.iter_rows(max_row=15, values_only=True))
    hits = [i for i, row in enumerate(rows) if {str(cell).casefold() for cell in row} & {"nama", "nisn"}]
    assert hits[0] == 4


@pytest.mark.usefixtures("demo_school")
def test_2_row_6_is_empty_but_under_the_groups() -> None:
    content = sheet()
    assert [cell.value for cell in content[6]] == SUB_HEADERS
    assert {"A5:A6", "U5:U6", "BN5:BN6"} <= {str(area) for area in content.merged_cells.ranges}


@pytest.mark.usefixtures("demo_school")
def test_3_groups_stand_over_six_columns_and_one_header_names_the_rombel() -> None:
    content = sheet()
    assert [cell.value for cell in content[5]] == [header or None for header in HEADERS]
    wide = {str(area) for area in content.merged_cells.ranges if area.max_col > area.min_col}
    assert wide == {"Y5:AD5", "AE5:AJ5", "AK5:AP5"}
    texts = [str(cell.value).casefold() for row in content.iter_rows(max_row=6) for cell in row]
    assert sum("rombel" in text for text in texts) == 1


@pytest.mark.usefixtures("demo_school")
def test_4_and_5_all_66_columns_stand_where_they_are_read_by_number() -> None:
    headers = [cell.value for cell in sheet()[5]]
    assert len(headers) == 66
    numbers = {42: "Rombel Saat Ini", 45: "Penerima KIP", 53: "Layak PIP (usulan dari sekolah)"}
    numbers |= {58: "Lintang", 59: "Bujur", 60: "No KK", 65: "Jarak Rumah\nke Sekolah (KM)"}
    assert {index: headers[index] for index in numbers} == numbers


def test_every_value_stands_in_its_column(pupil: Callable[..., UUID], rombel: Callable[..., UUID]) -> None:
    ani = pupil(
        "Ani",
        rombel("VII A"),
        tanggal_lahir="2013-02-01",
        agama_id="1",
        kebutuhan_khusus_id="3",
        nama_ayah="Adi",
        nik_ayah="3273010101700001",
        nama_wali="Uwak",
        penerima_kip=True,
        nomor_kip="A1B2C3",
        penerima_kps=False,
        jarak_rumah_ke_sekolah_km="1.5",
    )
    record = RegistrasiPesertaDidik.live.get(peserta_didik_id=ani)
    change(RegistrasiPesertaDidik, record.id, sekolah_asal="SD Mekar", no_skhun="DN-01")
    line = next(sheet().iter_rows(min_row=FIRST, values_only=True))
    filled = {HEADERS[i] or SUB_HEADERS[i]: value for i, value in enumerate(line) if value}
    assert filled == {
        "No": 1,
        "Nama": "Ani",
        "NIPD": "007",
        "Tanggal Lahir": "2013-02-01",
        "Agama": "Islam",
        "SKHUN": "DN-01",
        "Penerima KPS": "Tidak",
        "Data Ayah": "Adi",
        "NIK": "3273010101700001",
        "Data Wali": "Uwak",
        "Rombel Saat Ini": "VII A",
        "Penerima KIP": "Ya",
        "Nomor KIP": "A1B2C3",
        "Kebutuhan Khusus": "A - Tuna netra, B - Tuna rungu",
        "Sekolah Asal": "SD Mekar",
        "Jarak Rumah\nke Sekolah (KM)": "1.5",
    }
    assert line[POSITION["NIK Ayah"]] == "3273010101700001"
    assert line[24 + 2 * len(PARENT)] == "Uwak"


def test_6_and_7_dates_and_numbers_are_text(pupil: Callable[..., UUID]) -> None:
    pupil("Ani", tanggal_lahir="2013-02-01", nisn="0012345678", nik="0273010101130001", rt="7")
    cells = sheet()[FIRST]
    shown = [cells[POSITION[name]].value for name in ("Tanggal Lahir", "NISN", "NIK", "NIPD", "RT")]
    assert shown == ["2013-02-01", "0012345678", "0273010101130001", "007", "7"]
    # Empty ones too: a NISN that is typed into one must stay text.
    assert {cell.number_format for cell in cells[1:]} == {"@"}
    assert (cells[0].value, cells[0].data_type) == (1, "n")


@pytest.mark.usefixtures("demo_school")
def test_8_rows_follow_one_another_from_row_7_to_the_end() -> None:
    numbers = [row[0] for row in sheet().iter_rows(min_row=FIRST, values_only=True)]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    "text", ["=1+1", "=HYPERLINK(1)", "#N/A", "+62811", "-", " Ani ", "A&B <c> \"d\" 'e'"]
)
def test_9_a_cell_holds_its_text_and_no_formula(pupil: Callable[..., UUID], text: str) -> None:
    pupil(text)
    cell = sheet().cell(FIRST, POSITION["Nama"] + 1)
    assert (cell.value, cell.data_type) == (text, "s")
    with ZipFile(exported()) as archive:
        xml = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    tags = {element.tag.rpartition("}")[2] for element in xml.iter()}
    assert not tags & {"f", "r", "rPr"}


def test_10_the_file_is_whole(pupil: Callable[..., UUID]) -> None:
    pupil("A&B <c>", alamat_jalan='Jl. "Baru" > 3')
    with ZipFile(exported()) as archive:
        assert archive.testzip() is None
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    types = {part.get("PartName") for part in parts["[Content_Types].xml"]}
    assert {f"/{name}" for name in parts if not name.endswith((".rels", "_Types].xml"))} <= types


def test_a_character_that_xml_cannot_hold_does_not_spoil_the_file(pupil: Callable[..., UUID]) -> None:
    pupil("An\x07i\ufffe")
    assert column("Nama") == ["Ani"]


@pytest.mark.usefixtures("school")
def test_11_seven_rows_without_a_pupil() -> None:
    with ZipFile(exported()) as archive:
        assert b'<row r="7"' in archive.read("xl/worksheets/sheet1.xml")
    assert sheet().max_row == FIRST
    assert column("Nama") == []
    assert import_pd.read_sheet(exported()).rows == ()
