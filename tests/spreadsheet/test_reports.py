"""The workbooks of several tabs: Daftar Hadir, Profil Sekolah, the list of a rombel; and who has left."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook

from dapodik.pokok.models import AnggotaRombel, Ptk, RegistrasiPesertaDidik, RombonganBelajar, Sekolah
from dapodik.spreadsheet.export import write_report, write_sheet
from dapodik.spreadsheet.reports.daftar_hadir import DAFTAR_HADIR
from dapodik.spreadsheet.reports.profil_sekolah import PROFIL_SEKOLAH
from dapodik.spreadsheet.reports.report import Report, tab_names
from dapodik.spreadsheet.reports.rombel import report_of
from dapodik.spreadsheet.sheets.peserta_didik_keluar import PESERTA_DIDIK_KELUAR

from .exported import change, save

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def tabs(report: Report) -> dict[str, list[list[Any]]]:
    file = BytesIO()
    write_report(report, file, "Operator (o@s.example)")
    return read(file)


def read(file: BytesIO) -> dict[str, list[list[Any]]]:
    file.seek(0)
    book = CalamineWorkbook.from_filelike(file)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_daftar_hadir_has_a_tab_for_each_rombel(
    pupil: Callable[..., UUID], rombel: Callable[..., UUID], school: UUID
) -> None:
    wali = save(Ptk, sekolah_id=school, nama="Ibu Wali")
    kelas, klub = rombel("VII A", ptk_id=wali), rombel("Pramuka / 1", "", jenis_rombel="51")
    rombel("VII B")
    budi = pupil("Budi", kelas, nisn="0012345678", jenis_kelamin="L")
    pupil("ani", kelas)
    save(AnggotaRombel, peserta_didik_id=budi, rombongan_belajar_id=klub)
    gone = pupil("Pergi", kelas)
    registrasi = RegistrasiPesertaDidik.live.get(peserta_didik_id=gone)
    change(RegistrasiPesertaDidik, registrasi.id, jenis_keluar_id="2")
    book = tabs(DAFTAR_HADIR)
    assert list(book) == ["VII A", "VII B", "Pramuka   1"]
    lines = book["VII A"]
    assert [line[0] for line in lines[:4]] == [
        "Daftar Hadir Siswa",
        "SMP TUNAS",
        "TAHUN PELAJARAN 2026/2027",
        "Jenis Rombel: Kelas - Nama Rombel: VII A - Semester Ganjil - Wali Kelas: Ibu Wali",
    ]
    assert lines[4][:5] == ["No", "NISN/NIPD", "Nama", "JK", "Tanggal"]
    assert lines[5][4:] == [str(day) for day in range(1, 32)]
    assert [line[:4] for line in lines[6:]] == [
        [1, "007", "ani", ""],
        [2, "0012345678/007", "Budi", "L"],
    ]
    assert [line[2] for line in book["Pramuka   1"][6:]] == ["Budi"]


@pytest.mark.usefixtures("school")
def test_daftar_hadir_of_a_school_without_rombel_says_so() -> None:
    (lines,) = tabs(DAFTAR_HADIR).values()
    assert lines[2][0] == "Belum ada rombel."


def test_names_of_tabs_are_what_excel_allows() -> None:
    names = tab_names(["VII A", "vii a", "'[x]/*?:", "", "Kelas " + "A" * 40, "Kelas " + "A" * 41])
    assert names == ["VII A", "vii a 2", "x", "Rombel", "Kelas " + "A" * 25, "Kelas " + "A" * 23 + " 2"]
    assert all(len(name) <= 31 for name in names)


def test_profil_sekolah_has_the_npsn_the_rombel_and_the_ptk(
    pupil: Callable[..., UUID], rombel: Callable[..., UUID], school: UUID
) -> None:
    change(Sekolah, school, npsn="20202020", rt="1", rw="2", lintang="-6.9")
    kelas = rombel("VII A", kurikulum_id_str="Kurikulum Merdeka")
    pupil("Ani", kelas, jenis_kelamin="P")
    pupil("Budi", kelas, jenis_kelamin="L")
    pupil("Cici", kelas, jenis_kelamin="P")
    save(Ptk, sekolah_id=school, nama="Guru A", nuptk="0752739640200012", jenis_ptk_id="92")
    book = tabs(PROFIL_SEKOLAH)
    assert list(book) == ["Profil Sekolah", "Rombongan Belajar", "PTK"]
    facts = {line[1]: line[3] for line in book["Profil Sekolah"] if line[2] == ":"}
    wanted = {"Nama Sekolah": "SMP TUNAS", "NPSN": "20202020", "RT / RW": "1 / 2", "Lintang": "-6.9"}
    assert wanted.items() <= facts.items()
    assert book["Rombongan Belajar"][4][:6] == [1, "VII A", "7", 1, 2, 3]
    assert book["PTK"][4][:3] == [1, "Guru A", "0752739640200012"]


def test_the_list_of_a_rombel_has_its_members(
    pupil: Callable[..., UUID], rombel: Callable[..., UUID]
) -> None:
    kelas = rombel("VII A")
    pupil("Ani", kelas, nisn="0012345678", tanggal_lahir="2013-02-01", agama_id="1")
    pupil("Budi", rombel("VII B"))
    book = tabs(report_of(RombonganBelajar.live.get(pk=kelas)))
    assert list(book) == ["VII A"]
    assert [line[:8] for line in book["VII A"][5:]] == [
        [1, "Ani", "007", "0012345678", "", "", "2013-02-01", "Islam"]
    ]


def test_who_left_stands_in_the_list_of_leavers(pupil: Callable[..., UUID], school: UUID) -> None:
    pupil("Tetap")
    gone = pupil("Pergi", nisn="0012345678")
    first = RegistrasiPesertaDidik.live.get(peserta_didik_id=gone)
    change(RegistrasiPesertaDidik, first.id, jenis_keluar_id="2", tanggal_keluar="2026-08-01")
    again = save(RegistrasiPesertaDidik, peserta_didik_id=gone, sekolah_id=school, nipd="008")
    change(RegistrasiPesertaDidik, again, jenis_keluar_id="5")
    file = BytesIO()
    assert write_sheet(PESERTA_DIDIK_KELUAR, file, "Operator") == 2
    ((name, lines),) = read(file).items()
    assert name == lines[0][0] == "Daftar Peserta Didik Keluar"
    assert lines[4][66:] == ["Keluar Karena", "Tanggal Keluar"]
    assert [[line[1], line[2], *line[66:]] for line in lines[6:]] == [
        ["Pergi", "007", "Mutasi", "2026-08-01"],
        ["Pergi", "008", "Putus Sekolah", ""],
    ]
