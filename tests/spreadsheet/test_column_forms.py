"""Forms of cells that mean what is known here: days, flags, labels, decimals, CSV."""

import csv
import io
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from dapodik.pokok.models import Journal, RegistrasiPesertaDidik
from dapodik.spreadsheet import import_pd
from dapodik.spreadsheet.columns import CardName, Choice, Label, Quantity, SilentCell, SpoiledCell, YesNo

from .sheet_file import pupil, sheet_file
from .test_import_pd import only, run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def born(*dates: Any) -> list[dict[str, Any]]:
    return [pupil(number, Tanggal_Lahir=date) for number, date in enumerate(dates, start=1)]


def stored(plan: import_pd.ImportPlan, nisn: str) -> str:
    return str(only(nisn=nisn).tanggal_lahir)


@pytest.mark.parametrize(
    "dates",
    [
        ["25/03/2014", "05/03/2014"],
        ["25-03-2014", "5-3-2014"],
        ["25 Maret 2014", "5 Mar 2014"],
        [41723, 41703],
        ["41723", 41703.0],
        ["03/25/2014", "03/05/2014"],
    ],
)
def test_one_form_of_a_column_is_read(dates: list[Any]) -> None:
    run(sheet_file(born(*dates)))
    assert [str(only(nisn=f"017000000{n}").tanggal_lahir) for n in (1, 2)] == ["2014-03-25", "2014-03-05"]


def test_an_open_form_is_asked_once() -> None:
    file = sheet_file(born("05/03/2014", "01/02/2014", "07/07/2014"))
    (question,) = import_pd.plan_import(import_pd.read_sheet(file)).questions
    assert question.key == "tanggal:Tanggal Lahir"
    assert [label for _, label in question.choices] == [
        "Hari lebih dahulu: 5 Maret 2014",
        "Bulan lebih dahulu: 3 Mei 2014",
    ]
    run(file, {question.key: "bulan"})
    assert [str(only(nisn=f"017000000{n}").tanggal_lahir) for n in (1, 2, 3)] == [
        "2014-05-03",
        "2014-01-02",
        "2014-07-07",
    ]


def test_nothing_is_asked_or_changed_where_it_is_the_day_that_is_here() -> None:
    run(sheet_file(born("2014-03-05", "2014-02-01")))
    acts = Journal.objects.count()
    plan = run(sheet_file(born("05/03/2014", "01/02/2014")))
    assert (plan.counts()["unchanged"], Journal.objects.count()) == (2, acts)


def test_a_day_that_cannot_be_read_leaves_a_good_one_alone() -> None:
    run(sheet_file(born("2014-03-05")))
    plan = run(sheet_file(born("31/02/2014")))
    assert (str(only().tanggal_lahir), only().tak_terbaca) == ("2014-03-05", {})
    assert [cell.text for cell in plan.strange()] == ["31/02/2014"]


def test_days_that_a_program_has_turned_round_are_asked_about() -> None:
    """25/03 stayed text, and 05/03 became 3 May."""
    turned = [datetime(2014, month, 3) for month in (5, 6, 7)]  # noqa: DTZ001
    file = sheet_file(born("25/03/2014", *turned))
    (question,) = import_pd.plan_import(import_pd.read_sheet(file)).questions
    run(file, {question.key: "tertukar"})
    assert str(only(nisn="0170000002").tanggal_lahir) == "2014-03-05"
    assert import_pd.plan_import(import_pd.read_sheet(file)).questions == []


@pytest.mark.parametrize("flag", ["0", "1", 0, 1, 1.0, True])
def test_a_flag_is_no_name_on_a_card(flag: Any) -> None:
    with pytest.raises(SilentCell):
        CardName().read(flag)


def test_a_flag_leaves_the_name_on_the_card() -> None:
    card = {"Penerima_KIP": "Ya", "Nomor_KIP": "AB12CD", "Nama_di_KIP": "ANAK B"}
    run(sheet_file([pupil(1, **card)]))
    assert run(sheet_file([pupil(1, **{**card, "Nama_di_KIP": 1})])).counts()["unchanged"] == 1
    assert only().nama_di_kip == "ANAK B"


@pytest.mark.parametrize(
    ("table", "spelling", "code"),
    [
        ("agama", "Katolik", "3"),
        ("agama", "KATHOLIK", "3"),
        ("agama", "Buddha", "5"),
        ("agama", "Konghucu", "6"),
        ("agama", "Khong Hu Cu", "6"),
        ("agama", "Islam\u00a0", "1"),
        ("penghasilan", "Rp. 500,000 â€“ Rp. 999,999", "12"),
        ("penghasilan", "Rp 500.000 – Rp 999.999", "12"),
        ("jenjang_pendidikan", "SD/sederajat", "4"),
        ("jenjang_pendidikan", "SMA", "6"),
        ("jenjang_pendidikan", "D-3", "22"),
        ("kebutuhan_khusus", "A-Tuna Netra", "1"),
        ("pekerjaan", "PNS / TNI / POLRI", "5"),
    ],
)
def test_labels_in_other_spellings(table: str, spelling: str, code: str) -> None:
    assert Label(table).read(spelling) == code


def test_words_for_letters_and_yes() -> None:
    codec = Choice({"L": ("laki-laki",), "P": ("perempuan",)})
    assert [codec.read(text) for text in ("L", "Laki - Laki", "PEREMPUAN", "p\u200b")] == ["L", "L", "P", "P"]
    assert [YesNo().read(cell) for cell in ("Ya", "TIDAK", True, False, "1", 0)] == [
        True,
        False,
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("-6,914744", "-6.914744"), (-6.914744, "-6.914744"), (0.1 + 0.2, "0.3"), ("3,5", "3.5")],
)
def test_decimal_commas(cell: Any, value: str) -> None:
    assert Quantity().read(cell) == value


def test_a_quantity_is_the_same_without_its_outer_zeros() -> None:
    assert Quantity().means(3.5, "3.50") and Quantity().means(2, "002") and Quantity().means("3,5", "3.5")
    assert not Quantity().means(3, "3.5") and not Quantity().means("", "0")
    with pytest.raises(SpoiledCell, match="tersimpan sebagai tanggal"):
        Quantity().read(datetime(2026, 5, 3))  # noqa: DTZ001


def as_csv(file: BytesIO, delimiter: str = ";", encoding: str = "utf-8-sig") -> BytesIO:
    """The sheet as a program saves it as CSV."""
    text = io.StringIO()
    sheet = load_workbook(file).active
    assert sheet is not None
    csv.writer(text, delimiter=delimiter).writerows(sheet.iter_rows(values_only=True))
    return BytesIO(text.getvalue().encode(encoding))


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "cp1252"), (",", "utf-8"), ("\t", "utf-8-sig")])
def test_a_csv_is_the_same_list(delimiter: str, encoding: str) -> None:
    rows = [pupil(1, Alamat="Jl. Renée; 2, RT 3"), pupil(2)]
    run(sheet_file(rows))
    acts = Journal.objects.count()
    plan = run(as_csv(sheet_file(rows), delimiter, encoding))
    assert (plan.counts()["unchanged"], Journal.objects.count(), plan.patterns) == (2, acts, [])


def test_a_csv_that_a_program_saved_changes_nothing_and_gives_zeros_back() -> None:
    rows = [pupil(number, HP=f"0812345678{number}") for number in range(1, 7)]
    spoiled = [
        row
        | {
            "NISN": row["NISN"].lstrip("0"),
            "HP": row["HP"].lstrip("0"),
            "NIK": f"{int(row['NIK']) // 10}0",
            "Tanggal Lahir": "12/05/2017",
        }
        for row in rows
    ]
    empty = import_pd.plan_import(
        import_pd.read_sheet(as_csv(sheet_file(spoiled))), {"tanggal:Tanggal Lahir": "hari"}
    )
    assert [str(pattern).split(":")[0] for pattern in empty.patterns[:1]] == [
        "6 sel NISN tersimpan sebagai angka"
    ]
    pupils = [edit.values for edit in empty.edits if "nisn" in edit.values]
    assert {(values["nisn"][:2], values["nomor_telepon_seluler"][:2]) for values in pupils} == {("01", "08")}
    assert not any(values.get("nik") for values in pupils)
    run(sheet_file(rows))
    assert run(as_csv(sheet_file(spoiled))).counts()["unchanged"] == 6
    assert RegistrasiPesertaDidik.live.count() == 6
