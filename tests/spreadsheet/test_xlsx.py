"""What every xlsx of ours is: made of shared strings, whole for readers that others wrote, laid out well."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from dapodik.spreadsheet import xlsx
from dapodik.spreadsheet.listing import write_list
from dapodik.spreadsheet.xlsx import Line, Look, Tab

from .exported import FIRST, exported, sheet


def calamine(file: BytesIO) -> CalamineWorkbook:
    file.seek(0)
    return CalamineWorkbook.from_filelike(file)


def book(*lines: Line, **more: Any) -> BytesIO:
    file = BytesIO()
    xlsx.write(file, "Contoh", [Tab("Contoh", [6, 20], lines, **more)])
    return file


@given(st.lists(st.text(), min_size=1))
def test_any_text_comes_back_from_two_readers(texts: list[str]) -> None:
    file = book(*(Line([1, text]) for text in [*texts, "akhir"]))
    wanted = [xlsx._UNWRITABLE.sub("", text) or None for text in [*texts, "akhir"]]
    rows = list(load_workbook(file).worksheets[0].iter_rows(values_only=True))
    # openpyxl leaves a carriage return in the form in which it is stored.
    assert [str(row[1]).replace("_x000D_", "\r") if row[1] else None for row in rows] == wanted
    assert [row[1] or None for row in calamine(file).get_sheet_by_index(0).to_python()] == wanted


def test_more_different_texts_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_REMEMBERED", 3)
    texts = [f"teks {number % 7}" for number in range(50)]
    file = book(*(Line([number, text]) for number, text in enumerate(texts)))
    rows = calamine(file).get_sheet_by_index(0).to_python()
    assert rows == [[number, text] for number, text in enumerate(texts)]


def test_several_tabs_with_names_that_xml_and_formulas_quote() -> None:
    file = BytesIO()
    names = ["VII 'A' & B", 'Kelas "2"']
    xlsx.write(file, "<Judul>", [Tab(name, [9], [Line(["A"], Look.HEADER)]) for name in names])
    workbook = load_workbook(file)
    assert workbook.sheetnames == calamine(file).sheet_names == names
    assert (workbook.properties.title, workbook.properties.creator) == ("<Judul>", "Data Pokok Sekolah")
    assert workbook.worksheets[0].print_title_rows == "$1:$1"


def test_a_list_is_made_of_shared_strings_and_its_header_stays() -> None:
    file = BytesIO()
    write_list(file, "Temuan", [("Nama", 20), ("Jumlah", 900)], [("Ani", "1"), ("", "2")])
    assert_shared(file)
    tab = load_workbook(file).worksheets[0]
    assert tab.freeze_panes == "A2"
    assert list(tab.iter_rows(values_only=True)) == [("Nama", "Jumlah"), ("Ani", "1"), (None, "2")]


@pytest.mark.django_db
def test_the_daftar_is_made_of_shared_strings_and_says_what_it_is(pupil: Callable[..., UUID]) -> None:
    pupil("Ani", nisn="0012345678")
    file = exported()
    assert_shared(file)
    rows = calamine(file).get_sheet_by_name("Daftar Peserta Didik").to_python()
    assert rows[4][1] == "Nama" and rows[6][:2] == [1, "Ani"] and rows[6][4] == "0012345678"
    properties = load_workbook(file).properties
    assert (properties.creator, properties.title) == ("Data Pokok Sekolah", "Daftar Peserta Didik SMP TUNAS")


@pytest.mark.django_db
def test_the_daftar_is_laid_out_for_screen_and_paper(pupil: Callable[..., UUID]) -> None:
    pupil("Ani")
    tab = sheet()
    assert tab.freeze_panes == "C7"
    assert (tab.print_title_rows, tab.print_title_cols) == ("$5:$6", "$A:$B")
    assert (tab.page_setup.orientation, tab.page_setup.paperSize) == ("landscape", 9)
    # 66 columns on one page's width could not be read.
    assert not tab.sheet_properties.pageSetUpPr.fitToPage
    widths = {letter: tab.column_dimensions[letter].width for letter in ("B", "D", "H", "K")}
    assert widths == {"B": 32, "D": 5, "H": 22, "K": 5}
    header, cell = tab["B5"], tab.cell(FIRST, 2)
    assert header.alignment.wrap_text and header.font.bold and header.fill.fgColor.rgb == "FFDDEBF7"
    assert header.font.name == cell.font.name == tab["A1"].font.name
    # The stamp runs over A and B, and the next text begins in C.
    assert len(str(tab["A4"].value)) <= tab.column_dimensions["A"].width + widths["B"]


@pytest.mark.django_db
def test_numbers_that_are_text_show_no_green_corner(pupil: Callable[..., UUID]) -> None:
    pupil("Ani")
    with ZipFile(exported()) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<ignoredError sqref="A1:BN7" numberStoredAsText="1"/>' in xml


def assert_shared(file: BytesIO) -> None:
    with ZipFile(file) as archive:
        # A program tells an xlsx by its first parts.
        assert archive.namelist()[:3] == ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"]
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        for name in sheets:
            xml = archive.read(name)
            assert b't="s"' in xml and b"inlineStr" not in xml and b't="str"' not in xml
        assert b"<si>" in archive.read("xl/sharedStrings.xml")
