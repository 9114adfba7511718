"""The download of Daftar Peserta Didik: who is in it, in what order, and the file it goes to."""

import json
import re
import tempfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from dapodik.pokok.models import AnggotaRombel, PesertaDidik, RegistrasiPesertaDidik, RombonganBelajar
from dapodik.spreadsheet import import_pd
from dapodik.spreadsheet.export import NoSchool, file_name, write_sheet
from dapodik.spreadsheet.sheets.peserta_didik import PESERTA_DIDIK

from .exported import change, column, exported, save

pytestmark = pytest.mark.django_db


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
    deleted, left = pupil("Dihapus"), pupil("Lulus")
    change(PesertaDidik, deleted, soft_delete=True)
    registrasi = RegistrasiPesertaDidik.live
    change(RegistrasiPesertaDidik, registrasi.get(peserta_didik_id=left).id, jenis_keluar_id="1")
    assert column("Nama") == ["Tetap"]


def test_who_has_no_registrasi_is_there_without_its_cells(pupil: Callable[..., UUID]) -> None:
    registrasi = RegistrasiPesertaDidik.live.get(peserta_didik_id=pupil("Batal"))
    change(RegistrasiPesertaDidik, registrasi.id, soft_delete=True)
    assert (column("Nama"), column("NIPD")) == (["Batal"], [None])


def test_the_class_is_the_live_one_of_this_semester(
    pupil: Callable[..., UUID], rombel: Callable[..., UUID]
) -> None:
    ani = pupil("Ani", rombel("Lama", semester_id="20252"))
    save(AnggotaRombel, peserta_didik_id=ani, rombongan_belajar_id=rombel("Pramuka", jenis_rombel="51"))
    gone = rombel("Bubar")
    change(RombonganBelajar, gone, soft_delete=True)
    save(AnggotaRombel, peserta_didik_id=ani, rombongan_belajar_id=gone)
    moved = save(AnggotaRombel, peserta_didik_id=ani, rombongan_belajar_id=rombel("VII A"))
    assert column("Rombel Saat Ini") == ["VII A"]
    change(AnggotaRombel, moved, soft_delete=True)
    assert column("Rombel Saat Ini") == [None]


def test_each_pupil_stands_once(
    pupil: Callable[..., UUID], rombel: Callable[..., UUID], school: UUID
) -> None:
    ani = pupil("Ani", rombel("VII A"))
    pupil("Budi")
    save(AnggotaRombel, peserta_didik_id=ani, rombongan_belajar_id=rombel("VII B"))
    save(RegistrasiPesertaDidik, peserta_didik_id=ani, sekolah_id=school, nipd="008")
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


@pytest.mark.slow
@pytest.mark.usefixtures("demo_school")
def test_what_is_downloaded_can_be_imported_and_changes_nothing() -> None:
    plan = import_pd.plan_import(import_pd.read_sheet(exported()))
    assert plan.unchanged == len(column("Nama"))
    assert (plan.added, plan.changed, plan.unclear, plan.unreadable) == ([], [], [], [])
    assert not plan.questions


def test_the_file_name_is_the_one_that_importers_know() -> None:
    name = file_name(PESERTA_DIDIK, "SMP NEGERI 1 / A:B", datetime(2026, 11, 9, 8, 15, 2))  # noqa: DTZ001
    assert name == "daftar_pd-SMP NEGERI 1  AB-2026-11-09 08_15_02.xlsx"
    assert re.match(r"^daftar_pd-(.+?)-\d{4}-\d{2}-\d{2}", name)


def test_without_school_there_is_nothing_to_write(tmp_path: Path) -> None:
    with pytest.raises(NoSchool, match="Belum ada data sekolah"):
        write_sheet(PESERTA_DIDIK, BytesIO(), "Operator")
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


def test_in_a_folder_the_file_gets_the_name_that_dapodik_gives(
    pupil: Callable[..., UUID], tmp_path: Path
) -> None:
    pupil("Ani")
    call_command("export_pd", str(tmp_path), stdout=StringIO())
    (file,) = tmp_path.iterdir()
    assert re.fullmatch(r"daftar_pd-SMP TUNAS-\d{4}-\d\d-\d\d \d\d_\d\d_\d\d\.xlsx", file.name)
    assert import_pd.read_sheet(file.open("rb")).nama_sekolah == "SMP TUNAS"


@pytest.mark.parametrize("where", ["tiada/a.xlsx", "berkas/a.xlsx"])
def test_a_place_that_cannot_be_written_is_named(
    pupil: Callable[..., UUID], tmp_path: Path, where: str
) -> None:
    pupil("Ani")
    (tmp_path / "berkas").touch()
    with pytest.raises(CommandError, match=r"tidak dapat ditulis: .*Pilih folder yang ada"):
        call_command("export_pd", str(tmp_path / where))
    assert {path.name for path in tmp_path.iterdir()} == {"berkas"}


def test_half_a_file_never_takes_the_place_of_a_whole_one(
    pupil: Callable[..., UUID], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch, file = tmp_path / "scratch", tmp_path / "a.xlsx"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    pupil("Ani")
    write_sheet(PESERTA_DIDIK, file, "Operator")
    whole = file.read_bytes()
    # A number that only a damaged database holds ends the writing between two rows.
    pupil("Budi", kebutuhan_khusus_id="9" * 5000)
    with pytest.raises(ValueError, match="integer string conversion"):
        write_sheet(PESERTA_DIDIK, file, "Operator")
    assert ({*tmp_path.iterdir()}, file.read_bytes()) == ({file, scratch}, whole)
    assert list(scratch.iterdir()) == []
