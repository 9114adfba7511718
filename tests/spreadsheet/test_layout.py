"""Sheets of other versions of Dapodik: columns more, fewer, moved or renamed are read by their headers."""

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from dapodik.pokok.models import AnggotaRombel, PesertaDidik, RegistrasiPesertaDidik
from dapodik.spreadsheet import import_pd
from dapodik.spreadsheet.layout import Layout
from dapodik.spreadsheet.sheet import SheetError

from .changed_file import Table, at_the_end, changed, renamed, with_column, without
from .sheet_file import HEADERS, pupil, sheet_file
from .test_import_pd import run

# A sheet is read in a process of its own, here some two hundred of them: too many for the fast lane.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NUMBERS = {"No KK": "3205010101150001", "NIK Ayah": "3205010101800001", "Nomor KIP": "AB12CD"}
AS_IT_IS = sheet_file([pupil(1, Penerima_KIP="Ya", **NUMBERS)]).getvalue()


def layout_of(file: BytesIO) -> Layout:
    return import_pd.read_sheet(file).layout


def stored() -> list[dict[str, Any]]:
    """What the school has of its pupil."""
    kinds = (PesertaDidik, RegistrasiPesertaDidik, AnggotaRombel)
    return [
        {name: row.plain(name) for name in kind.synced_fields()} | {"pk": row.pk}
        for kind in kinds
        for row in kind.objects.order_by("pk")
    ]


@pytest.mark.parametrize("number", [1, 2, 8, 26, 30, 44, 67])
def test_a_column_more_is_not_read_and_all_others_are(number: int) -> None:
    run(BytesIO(AS_IT_IS))
    file = changed(AS_IT_IS, with_column(number, "Hobi"))
    assert run(file).counts()["unchanged"] == 1
    layout = layout_of(file)
    assert [header.text for header in layout.unknown] == ["Hobi"]
    assert (list(layout.missing), list(layout.moved)) == ([], [])


def test_a_remark_under_a_header_makes_no_group_of_it() -> None:
    run(BytesIO(AS_IT_IS))

    def remark(table: Table) -> None:
        table[1][table[0].index("NISN")] = "(10 angka)"

    file = changed(AS_IT_IS, remark)
    assert run(file).counts()["unchanged"] == 1
    layout = layout_of(file)
    assert (list(layout.missing), list(layout.unknown), list(layout.moved)) == ([], [], [])


@pytest.mark.parametrize("name", [name for name in HEADERS if name and not name.startswith("Data ")])
def test_a_column_fewer_changes_nothing_of_its_field(name: str) -> None:
    run(BytesIO(AS_IT_IS))
    before = stored()
    file = changed(AS_IT_IS, without(name))
    if name == "Nama":
        with pytest.raises(SheetError, match="sel B5 berisi “NIPD”, seharusnya “Nama”"):
            run(file)
        return
    assert run(file).counts()["unchanged"] == 1
    assert stored() == before
    assert [column.header for column in layout_of(file).missing] == [name]


def test_a_missing_column_leaves_what_could_not_be_read_before() -> None:
    run(sheet_file([pupil(1, Agama="Jedi")]))
    run(changed(sheet_file([pupil(1, RT="9")]).getvalue(), without("Agama")))
    left = PesertaDidik.live.get()
    assert (left.rt, left.tak_terbaca) == ("9", {"agama_id": "Jedi"})


def test_new_pupils_come_without_what_the_file_has_not() -> None:
    run(changed(AS_IT_IS, without("NIPD"), without("Rombel Saat Ini")))
    assert (PesertaDidik.live.count(), AnggotaRombel.live.count()) == (1, 0)
    assert RegistrasiPesertaDidik.live.get().nipd == ""


def test_columns_in_another_order_and_under_other_names() -> None:
    run(BytesIO(AS_IT_IS))
    names = [renamed("Kelurahan", "Keluarahan"), renamed("E-Mail", "Email"), renamed("Alamat", "Jalan")]
    file = changed(AS_IT_IS, *names, at_the_end("Nama"))
    assert run(file).counts()["unchanged"] == 1
    assert list(layout_of(file).differences()) == [
        "Kolom “Alamat” tidak ada di lembar ini. Isinya di sini tidak diubah.",
        "Kolom I “Jalan” tidak dikenal dan tidak dibaca.",
        "Kolom M “Keluarahan” dibaca sebagai “Kelurahan”.",
        "Kolom T “Email” dibaca sebagai “E-Mail”.",
        "Kolom BN “Nama” berpindah tempat.",
    ]


@pytest.mark.parametrize("left", ["NISN", "NIK", "Tanggal Lahir"])
def test_pupils_are_recognised_by_what_is_left(left: str) -> None:
    run(BytesIO(AS_IT_IS))
    gone = {"NIK", "Tanggal Lahir", "NISN"} - {left}
    assert run(changed(AS_IT_IS, *map(without, gone))).counts()["unchanged"] == 1


def test_without_anything_to_recognise_pupils_by_the_file_is_refused() -> None:
    file = changed(AS_IT_IS, without("NIK"), without("Tanggal Lahir"), without("NISN"))
    with pytest.raises(SheetError, match="seharusnya “NISN”. Tanpa kolom itu"):
        run(file)


def test_a_column_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(SheetError, match="“NIK” ada dua kali di lembar ini: H dan I"):
        run(changed(AS_IT_IS, with_column(9, "NIK")))


@pytest.mark.parametrize("title", ["Daftar Peserta Didik Keluar", "Daftar Guru", None])
def test_other_columns_under_another_title_are_another_list(title: str | None) -> None:
    with pytest.raises(SheetError, match="Sel A1 berisi “.+”, seharusnya “Daftar Peserta Didik”"):
        run(changed(AS_IT_IS, without("HP"), title=title))
    assert run(changed(AS_IT_IS, title=title)).counts()["added"] == 1


def test_the_command_tells_what_differs(tmp_path: Path) -> None:
    path, out = tmp_path / "daftar.xlsx", StringIO()
    path.write_bytes(changed(AS_IT_IS, with_column(67, "Hobi"), without("No KK")).getvalue())
    call_command("import_pd", str(path), "--yes", "--json", stdout=out)
    assert json.loads(out.getvalue())["columns"] == {
        "missing": ["No KK"],
        "unknown": [{"column": "BN", "header": "Hobi"}],
        "renamed": [],
        "moved": [],
    }
    out = StringIO()
    call_command("import_pd", str(path), "--yes", stdout=out)
    assert "Kolom BN “Hobi” tidak dikenal dan tidak dibaca." in out.getvalue()
