"""Importing the sheets of the PTK: who is meant, what changes, and the way there and back."""

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from dapodik.pokok import acts
from dapodik.pokok.models import Origin, Ptk, Sekolah
from dapodik.pokok.write import Author
from dapodik.spreadsheet import import_ptk
from dapodik.spreadsheet.export import write_sheet
from dapodik.spreadsheet.importing.report import ImportPlan
from dapodik.spreadsheet.sheet import SheetError
from dapodik.spreadsheet.sheets.ptk import PTK

from .exported import change, save
from .ptk_file import HEADERS, ptk, ptk_file
from .sheet_file import SCHOOL

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AUTHOR = Author("Penguji", Origin.IMPORT)


@pytest.fixture(autouse=True)
def sekolah() -> UUID:
    return save(
        Sekolah,
        nama=SCHOOL,
        kecamatan="Kec. Garut Kota",
        kabupaten_kota="Kab. Garut",
        provinsi="Prov. Jawa Barat",
        semester_id="20261",
    )


def plan_of(staff: list[dict[str, Any]], answers: dict[str, str] | None = None, **more: str) -> ImportPlan:
    return import_ptk.plan_import(import_ptk.read_sheet(ptk_file(staff, **more)), answers or {})


def imported(staff: list[dict[str, Any]], answers: dict[str, str] | None = None, **more: str) -> ImportPlan:
    return import_ptk.apply_import(import_ptk.read_sheet(ptk_file(staff, **more)), AUTHOR, answers or {})


def test_a_sheet_brings_its_ptk_once() -> None:
    done = imported([ptk(1), ptk(2), ptk(3)])
    assert (len(done.added), done.unclear, done.unreadable) == (3, [], [])
    first = Ptk.live.get(nuptk="0752739640200001")
    assert (first.nama, first.nip, first.jenis_ptk_id, first.pangkat_golongan_id) == (
        "Guru B, S.Pd.",
        "198003012006042001",
        "92",
        "10",
    )
    assert first.sekolah_id == Sekolah.live.get().pk
    again = plan_of([ptk(1), ptk(2), ptk(3)])
    assert (again.unchanged, again.added, again.changed, again.absent) == (3, [], [], [])


def test_what_was_imported_goes_out_cell_by_cell_as_it_came_in() -> None:
    wanted = [ptk(number) for number in range(1, 6)]
    wanted[1] |= {"Jenis PTK": "Kepala Sekolah", "Tugas Tambahan": "Bendahara", "NUKS": "0012"}
    wanted[2] |= {"NUPTK": None, "NIP": None, "Status Kepegawaian": "Guru Honor Sekolah", "NPWP": None}
    imported(wanted, title="Daftar Pendidik dan Tenaga Kependidikan", tab="Daftar PTK")
    file = BytesIO()
    write_sheet(PTK, file, "Operator")
    file.seek(0)
    lines = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[5:]
    came_in = sorted(
        [[cells.get(header) or "" for header in HEADERS[1:]] for cells in wanted], key=lambda line: line[0]
    )
    assert [line[1:] for line in lines] == came_in
    # And the file that went out changes nothing where it comes in again.
    file.seek(0)
    plan = import_ptk.plan_import(import_ptk.read_sheet(file))
    assert (plan.unchanged, plan.edits) == (5, [])


@pytest.mark.parametrize(
    "less",
    [
        pytest.param({"NIK": None, "NIP": None, "Tanggal Lahir": None}, id="nuptk"),
        pytest.param({"NUPTK": None, "NIP": None, "Tanggal Lahir": None}, id="nik"),
        pytest.param({"NUPTK": None, "NIK": None, "Tanggal Lahir": None}, id="nip"),
        pytest.param({"NUPTK": None, "NIK": None, "NIP": None}, id="name and birth date"),
    ],
)
def test_a_ptk_is_known_by_each_of_the_keys(less: dict[str, Any]) -> None:
    imported([ptk(1)])
    plan = plan_of([{**ptk(1, HP="081111111111"), **less}], title="Daftar Guru")
    assert [person.nama for person in plan.changed] == ["Guru B, S.Pd."] and not plan.added


def test_keys_of_two_ptk_in_one_row_are_unclear() -> None:
    imported([ptk(1), ptk(2)])
    plan = plan_of([ptk(1, NIK=ptk(2)["NIK"])])
    assert [row.reason for row in plan.unclear] == [
        "NUPTK, NIK, NIP, atau nama dan tanggal lahirnya menunjuk PTK yang berbeda."
    ]
    assert plan.edits == []


def test_who_left_or_was_deleted_does_not_come_back_by_a_sheet() -> None:
    imported([ptk(1), ptk(2), ptk(3)])
    change(Ptk, Ptk.live.get(nuptk="0752739640200001").pk, jenis_keluar_id="9", tanggal_keluar="2026-10-01")
    change(Ptk, Ptk.live.get(nuptk="0752739640200002").pk, soft_delete=True)
    plan = plan_of([ptk(1), ptk(2), ptk(3)])
    assert [row.reason for row in plan.unclear] == [
        "Sudah dicatat keluar di sini.",
        "Sudah dihapus di sini. Pulihkan dahulu bila memang masih bekerja di sini.",
    ]
    assert plan.unchanged == 1


def test_numbers_that_lost_digits_never_replace_good_ones() -> None:
    imported([ptk(1)])
    damaged = ptk(1, NIP=198003012006042000, NIK=3205014103800001, HP=81234567890, Kode_Pos=44151)
    plan = plan_of([damaged])
    assert plan.edits == [] and plan.unchanged == 1
    assert {pattern.header for pattern in plan.patterns} >= {"NIP", "NIK", "HP"}


def test_what_was_edited_after_the_download_stays() -> None:
    imported([ptk(1)])
    first = Ptk.live.get()
    change(Ptk, first.pk, nomor_telepon_seluler="085500000000")
    plan = plan_of([ptk(1)])
    assert [cell.current for cell in plan.unapplied] == ["085500000000"] and plan.edits == []


def test_an_import_is_an_act_that_can_be_taken_back() -> None:
    done = imported([ptk(1), ptk(2)])
    assert done.act and "Impor Daftar Pendidik dan Tenaga Kependidikan" in done.act.title
    acts.take_back(done.act, Author("Penguji", Origin.UNDO))
    assert not Ptk.live.exists()
    assert len(imported([ptk(1), ptk(2)]).added) == 2


def test_a_file_of_teachers_misses_no_staff() -> None:
    imported([ptk(1), ptk(2)])
    imported([ptk(9, Jenis_PTK="Kepala Sekolah")], title="Daftar Tenaga Kependidikan", tab="Daftar tendik")
    plan = plan_of([ptk(1)])
    assert [person.nama for person in plan.absent] == ["Guru C, S.Pd."]
    other = plan_of([ptk(9, Jenis_PTK="Kepala Sekolah")], title="Daftar Tenaga Kependidikan")
    assert other.absent == [] and other.unchanged == 1


def test_another_schools_sheet_and_another_sheet_are_refused() -> None:
    change(Sekolah, Sekolah.live.get().pk, nama="SD LAIN")
    with pytest.raises(SheetError, match="milik SD NEGERI 9 CONTOH"):
        plan_of([ptk(1)])


def test_before_there_is_a_school_it_says_what_to_do(sekolah: UUID) -> None:
    change(Sekolah, sekolah, soft_delete=True)
    with pytest.raises(SheetError, match="Belum ada data sekolah"):
        plan_of([ptk(1)])


def test_the_command_shows_and_then_imports(tmp_path: Path) -> None:
    path = tmp_path / "daftar-guru.xlsx"
    path.write_bytes(ptk_file([ptk(1), ptk(2)]).getvalue())
    with pytest.raises(CommandError, match="--yes"):
        call_command("import_ptk", str(path), stderr=StringIO())
    assert not Ptk.live.exists()
    out = StringIO()
    call_command("import_ptk", str(path), "--yes", "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert (report["added"], report["changed"], report["unclear"]) == (2, 0, 0)
    assert Ptk.live.count() == 2
