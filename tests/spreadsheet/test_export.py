"""The download of Daftar Peserta Didik, read back as the importers of real files read it."""

import json
import re
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dapodik.pokok import demo, write
from dapodik.pokok.models import (
    AnggotaRombel,
    Origin,
    PesertaDidik,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit
from dapodik.spreadsheet import import_pd
from dapodik.spreadsheet.export import NoSchool, file_name, write_peserta_didik

from .sheet_file import HEADERS, PARENT, POSITION, SUB_HEADERS

pytestmark = pytest.mark.django_db
OPERATOR = Author("Operator", Origin.FORM)
FIRST = 7


def save(model: type[Any], **values: Any) -> UUID:
    own_id = write.new_id()
    write.save([Edit(model, values, own_id)], OPERATOR)
    return own_id


def change(model: type[Any], record_id: UUID, **values: Any) -> None:
    write.save([Edit(model, values, record_id)], OPERATOR)


@pytest.fixture
def school() -> UUID:
    return save(
        Sekolah,
        nama="SMP TUNAS",
        kecamatan="Kec. Coblong",
        kabupaten_kota="Kota Bandung",
        provinsi="Prov. Jawa Barat",
        semester_id="20261",
    )


@pytest.fixture
def rombel(school: UUID) -> Callable[..., UUID]:
    def make(nama: str, tingkat: str = "7", **more: Any) -> UUID:
        values = {
            "sekolah_id": school,
            "semester_id": "20261",
            "nama": nama,
            "tingkat_pendidikan_id": tingkat,
        }
        return save(RombonganBelajar, **{**values, **more})

    return make


@pytest.fixture
def pupil(school: UUID) -> Callable[..., UUID]:
    """A pupil at the school; returns the id. `kelas` is the id of a class."""

    def make(nama: str, kelas: UUID | None = None, **values: Any) -> UUID:
        own_id = save(PesertaDidik, nama=nama, **values)
        save(RegistrasiPesertaDidik, peserta_didik_id=own_id, sekolah_id=school, nipd="007")
        if kelas:
            save(AnggotaRombel, peserta_didik_id=own_id, rombongan_belajar_id=kelas)
        return own_id

    return make


def exported() -> BytesIO:
    file = BytesIO()
    write_peserta_didik(file, "Operator (o@s.example)")
    file.seek(0)
    return file


def sheet() -> Worksheet:
    found = load_workbook(exported()).active
    assert isinstance(found, Worksheet)
    return found


def column(name: str) -> list[Any]:
    lines = sheet().iter_rows(min_row=FIRST, values_only=True)
    return [line[POSITION[name]] for line in lines if line[0] is not None]


# What importers of real files insist on.


@pytest.fixture
def demo_school() -> None:
    demo.make(date(2026, 11, 9))


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
    found = sheet()
    assert found["B5"].value == "Nama"
    rows = list(found.iter_rows(max_row=15, values_only=True))
    hits = [i for i, row in enumerate(rows) if {str(cell).casefold() for cell in row} & {"nama", "nisn"}]
    assert hits[0] == 4


@pytest.mark.usefixtures("demo_school")
def test_2_row_6_is_empty_but_under_the_groups() -> None:
    found = sheet()
    assert [cell.value for cell in found[6]] == SUB_HEADERS
    assert {"A5:A6", "U5:U6", "BN5:BN6"} <= {str(area) for area in found.merged_cells.ranges}


@pytest.mark.usefixtures("demo_school")
def test_3_groups_stand_over_six_columns_and_one_header_names_the_rombel() -> None:
    found = sheet()
    assert [cell.value for cell in found[5]] == [header or None for header in HEADERS]
    wide = {str(area) for area in found.merged_cells.ranges if area.max_col > area.min_col}
    assert wide == {"Y5:AD5", "AE5:AJ5", "AK5:AP5"}
    texts = [str(cell.value).casefold() for row in found.iter_rows(max_row=6) for cell in row]
    assert sum("rombel" in text for text in texts) == 1


@pytest.mark.usefixtures("demo_school")
def test_4_and_5_all_66_columns_stand_where_they_are_read_by_number() -> None:
    headers = [cell.value for cell in sheet()[5]]
    assert len(headers) == 66
    numbers = {42: "Rombel Saat Ini", 45: "Penerima KIP", 53: "Layak PIP (usulan dari sekolah)"}
    numbers |= {58: "Lintang", 59: "Bujur", 60: "No KK", 65: "Jarak Rumah\nke Sekolah (KM)"}
    assert {index: headers[index] for index in numbers} == numbers


def test_every_value_stands_in_its_column(pupil: Callable[..., UUID], rombel: Callable[..., UUID]) -> None:
    one = pupil(
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
    record = RegistrasiPesertaDidik.live.get(peserta_didik_id=one)
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


# Who is in it, and in what order.


def test_pupils_stand_by_class_and_name(pupil: Callable[..., UUID], rombel: Callable[..., UUID]) -> None:
    last, tenth, second, first = (rombel(*of) for of in (("IX A", "9"), ("7-10",), ("7-2",), ("7-1",)))
    for nama, kelas in (
        ("Q", None),
        ("R", last),
        ("S", tenth),
        ("T", second),
        ("budi", first),
        ("Cici", first),
    ):
        pupil(nama, kelas)
    assert column("Nama") == ["budi", "Cici", "T", "S", "R", "Q"]
    assert column("Rombel Saat Ini") == ["7-1", "7-1", "7-2", "7-10", "IX A", None]


def test_who_has_left_or_was_deleted_is_absent(pupil: Callable[..., UUID]) -> None:
    pupil("Tetap")
    deleted, left, unregistered = pupil("Dihapus"), pupil("Lulus"), pupil("Batal")
    change(PesertaDidik, deleted, soft_delete=True)
    registrasi = RegistrasiPesertaDidik.live
    change(RegistrasiPesertaDidik, registrasi.get(peserta_didik_id=left).id, jenis_keluar_id="1")
    change(RegistrasiPesertaDidik, registrasi.get(peserta_didik_id=unregistered).id, soft_delete=True)
    assert column("Nama") == ["Tetap"]


def test_the_class_is_the_live_one_of_this_semester(
    pupil: Callable[..., UUID], rombel: Callable[..., UUID]
) -> None:
    one = pupil("Ani", rombel("Lama", semester_id="20252"))
    save(AnggotaRombel, peserta_didik_id=one, rombongan_belajar_id=rombel("Pramuka", jenis_rombel="51"))
    gone = rombel("Bubar")
    change(RombonganBelajar, gone, soft_delete=True)
    save(AnggotaRombel, peserta_didik_id=one, rombongan_belajar_id=gone)
    moved = save(AnggotaRombel, peserta_didik_id=one, rombongan_belajar_id=rombel("VII A"))
    assert column("Rombel Saat Ini") == ["VII A"]
    change(AnggotaRombel, moved, soft_delete=True)
    assert column("Rombel Saat Ini") == [None]


def test_each_pupil_stands_once(
    pupil: Callable[..., UUID], rombel: Callable[..., UUID], school: UUID
) -> None:
    one = pupil("Ani", rombel("VII A"))
    pupil("Budi")
    save(AnggotaRombel, peserta_didik_id=one, rombongan_belajar_id=rombel("VII B"))
    save(RegistrasiPesertaDidik, peserta_didik_id=one, sekolah_id=school, nipd="008")
    assert column("Nama") == ["Ani", "Budi"]
    assert (column("NIPD"), column("Rombel Saat Ini")) == (["007", "007"], ["VII A", None])


def test_more_pupils_need_no_more_statements(
    pupil: Callable[..., UUID], rombel: Callable[..., UUID], django_assert_num_queries: Any
) -> None:
    for count in (1, 9):
        kelas = rombel(f"VII {count}")
        for number in range(count):
            pupil(f"Anak {number}", kelas)
        with django_assert_num_queries(3):
            exported()


@pytest.mark.usefixtures("demo_school")
def test_what_is_downloaded_can_be_imported_and_changes_nothing() -> None:
    plan = import_pd.plan_import(import_pd.read_sheet(exported()))
    assert plan.unchanged == len(column("Nama"))
    assert (plan.added, plan.changed, plan.unclear, plan.unreadable) == ([], [], [], [])
    assert not plan.questions


# Files and the command.


def test_the_file_name_is_the_one_that_importers_know() -> None:
    name = file_name("SMP NEGERI 1 / A:B", datetime(2026, 11, 9, 8, 15, 2))  # noqa: DTZ001
    assert name == "daftar_pd-SMP NEGERI 1  AB-2026-11-09 08_15_02.xlsx"
    assert re.match(r"^daftar_pd-(.+?)-\d{4}-\d{2}-\d{2}", name)


def test_without_school_there_is_nothing_to_write(tmp_path: Path) -> None:
    with pytest.raises(NoSchool, match="Belum ada data sekolah"):
        write_peserta_didik(BytesIO(), "Operator")
    with pytest.raises(CommandError, match="Belum ada data sekolah"):
        call_command("export_pd", str(tmp_path / "a.xlsx"))
    assert list(tmp_path.iterdir()) == []


def test_the_command_replaces_the_file_and_tells_how_many(pupil: Callable[..., UUID], tmp_path: Path) -> None:
    pupil("Ani")
    file = tmp_path / "daftar pd.xlsx"
    file.write_text("lama")
    out = StringIO()
    call_command("export_pd", str(file), "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"file": str(file), "peserta_didik": 1}
    assert load_workbook(file).sheetnames == ["Daftar Peserta Didik"]
    assert list(tmp_path.iterdir()) == [file]
    out = StringIO()
    call_command("export_pd", str(file), stdout=out)
    assert out.getvalue().startswith("1 peserta didik")


@pytest.mark.parametrize("where", ["tiada/a.xlsx", "folder", "berkas/a.xlsx"])
def test_a_place_that_cannot_be_written_is_named(
    pupil: Callable[..., UUID], tmp_path: Path, where: str
) -> None:
    pupil("Ani")
    (tmp_path / "folder").mkdir()
    (tmp_path / "berkas").touch()
    with pytest.raises(CommandError, match=r"tidak dapat ditulis: .*Pilih folder yang ada"):
        call_command("export_pd", str(tmp_path / where))
    assert {path.name for path in tmp_path.iterdir()} == {"folder", "berkas"}


def test_half_a_file_never_takes_the_place_of_a_whole_one(
    pupil: Callable[..., UUID], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch, file = tmp_path / "scratch", tmp_path / "a.xlsx"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    pupil("Ani")
    write_peserta_didik(file, "Operator")
    whole = file.read_bytes()
    # A number that only a damaged database holds ends the writing between two rows.
    pupil("Budi", kebutuhan_khusus_id="9" * 5000)
    with pytest.raises(ValueError, match="integer string conversion"):
        write_peserta_didik(file, "Operator")
    assert ({*tmp_path.iterdir()}, file.read_bytes()) == ({file, scratch}, whole)
    assert list(scratch.iterdir()) == []
