"""Files as other programs write them: read as the ordinary one is."""

import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from dapodik.spreadsheet.import_pd import read_sheet
from dapodik.spreadsheet.merged_cells import COVERED
from dapodik.spreadsheet.number_formats import kind_of
from dapodik.spreadsheet.reader import SheetContent

from .sheet_file import POSITION, pupil, sheet_file
from .test_hostile_sheet import GOOD, SHEET, STYLES, in_rows, with_parts, with_texts

# Each sheet is read in a process of its own: too many for the fast lane.
pytestmark = pytest.mark.slow

PUPILS = [pupil(1), pupil(2, RT=12)]
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
OF_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/"


def ordinary() -> SheetContent:
    return read_sheet(BytesIO(GOOD))


def edited(edit: Callable[[Workbook, Worksheet], None], pupils: list[dict[str, Any]] = PUPILS) -> BytesIO:
    """The good file after this edit of the workbook."""
    book = load_workbook(sheet_file(pupils))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    edit(book, sheet)
    file = BytesIO()
    book.save(file)
    return file


def of_part(part: str, edit: Callable[[bytes], bytes]) -> BytesIO:
    return with_parts(lambda name, content: edit(content) if name == part else content)


def strict(name: str, content: bytes) -> bytes:
    relations = OF_OFFICE + b"relationships"
    return content.replace(MAIN, STRICT).replace(
        relations, b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    )


def prefixed(content: bytes) -> bytes:
    content = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content)
    return content.replace(b' xmlns="', b' xmlns:x="')


def second_tab(book: Workbook, sheet: Worksheet) -> None:
    other = book.create_sheet("Petunjuk", 0)
    other.append(["Nama sekolah", "SD lain"])
    sheet.title = "Sheet2"
    book.active = 0


def protected(book: Workbook, sheet: Worksheet) -> None:
    sheet.protection.set_password("rahasia")
    sheet.protection.enable()


def without_font_rules(content: bytes) -> bytes:
    return re.sub(rb"<fill>.*?</fill>", b"<fill/>", content, count=1).replace(
        b'<family val="2"/>', b'<family val="34"/>'
    )


BLANK_ROWS = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % number for number in range(9, 200_000))


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: with_parts(strict), id="strict"),
        pytest.param(lambda: of_part(SHEET, prefixed), id="prefix"),
        pytest.param(
            lambda: of_part(SHEET, lambda c: re.sub(rb"<dimension[^>]*>", b"", c)), id="no dimension"
        ),
        pytest.param(lambda: of_part(STYLES, without_font_rules), id="fills and fonts"),
        pytest.param(lambda: of_part(STYLES, lambda c: b"<styleSheet/>"), id="no styles"),
        pytest.param(lambda: edited(second_tab), id="second tab"),
        pytest.param(lambda: edited(protected), id="protected"),
        pytest.param(lambda: in_rows(BLANK_ROWS), id="blank rows"),
        pytest.param(
            lambda: in_rows(b'<row r="1048576"><c r="A1048576" s="0"/><c r="B1048576"/></row>'), id="last row"
        ),
    ],
)
def test_it_is_the_same_list(make: Callable[[], BytesIO]) -> None:
    content, good = read_sheet(make()), ordinary()
    assert [(row.number, row.cells) for row in content.rows] == [(row.number, row.cells) for row in good.rows]
    assert content.nama_sekolah == good.nama_sekolah


def test_shared_and_inline_texts_rich_ones_and_how_they_are_pronounced() -> None:
    texts = (
        b"<si><r><rPr><b/></rPr><t>Ani </t></r><r><t>Putri</t></r>"
        b'<rPh sb="0" eb="1"><t>aaa</t></rPh><phoneticPr fontId="1"/></si>'
        b"<si><t>satu_x000D_\ndua_x005F_</t></si>"
    )
    row = (
        b'<row r="9"><c r="B9" t="s"><v>0</v></c><c r="C9" t="inlineStr"><is><r><t>26</t></r><r><t>01</t></r>'
        b'<rPh sb="0" eb="1"><t>x</t></rPh></is></c><c r="J9" t="s"><v>1</v></c>'
        b'<c r="K9" t="str"><f>"9"</f><v>9</v></c><c r="L9" t="e"><v>#N/A</v></c><c r="M9" t="b"><v>1</v></c>'
        b"</row>"
    )
    last = read_sheet(with_texts(texts, in_rows(row))).rows[-1]
    cells = {name: last.cells[POSITION[name]] for name in ("Nama", "NIPD", "Alamat", "Dusun")}
    assert cells == {"Nama": "Ani Putri", "NIPD": "2601", "Alamat": "satu\r\ndua_", "Dusun": True}
    assert [last.cells[POSITION[name]].reason for name in ("RT", "RW")] == [
        "berisi rumus, bukan nilai",
        "berisi kesalahan Excel",
    ]


def test_hidden_rows_are_read_and_said() -> None:
    def hide(book: Workbook, sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A6:BN8"
        sheet.row_dimensions[8].hidden = True

    content = read_sheet(edited(hide))
    assert len(content.rows) == 2
    assert "1 baris yang tersembunyi atau tersaring ikut dibaca." in content.remarks()


def test_merged_cells_say_in_each_row_what_is_seen() -> None:
    def merge(book: Workbook, sheet: Worksheet) -> None:
        sheet.merge_cells("AQ7:AQ8")
        sheet.merge_cells("M7:N7")

    first, second = read_sheet(edited(merge)).rows
    rombel, dusun, kelurahan = (POSITION[name] for name in ("Rombel Saat Ini", "Dusun", "Kelurahan"))
    assert [row.cells[rombel] for row in (first, second)] == ["Kelas 4A", "Kelas 4A"]
    assert (first.cells[dusun], first.cells[kelurahan]) == (COVERED, COVERED)


@pytest.mark.parametrize("since_1904", [False, True])
def test_dates_times_and_percents_by_their_format(since_1904: bool) -> None:
    def edit(book: Workbook, sheet: Worksheet) -> None:
        if since_1904:
            book.epoch = CALENDAR_MAC_1904
        formats = {"Tanggal Lahir": "dd/mm/yyyy", "RT": "0%", "RW": "h:mm"}
        values = {"Tanggal Lahir": datetime(2017, 5, 12), "RT": 0.02, "RW": 0.5}  # noqa: DTZ001
        for name, form in formats.items():
            cell = sheet.cell(7, POSITION[name] + 1, values[name])
            cell.number_format = form

    content = read_sheet(edited(edit))
    cells = content.rows[0].cells
    assert cells[POSITION["Tanggal Lahir"]] == datetime(2017, 5, 12)  # noqa: DTZ001
    assert [cells[POSITION[name]].reason for name in ("RT", "RW")] == [
        "tersimpan sebagai persen",
        "tersimpan sebagai jam",
    ]
    assert content.epoch_1904 is since_1904


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", ""),
        ("@", ""),
        ('"Rp"#,##0.00', ""),
        ("0.00E+00", ""),
        ("[Red]0;[Blue]-0", ""),
        ('0" hari"', ""),
        ("_(* #,##0_d", ""),
        ("0.0%", "persen"),
        ("[$-421]dd mmmm yyyy;@", "tanggal"),
        ("yyyy\\-mm\\-dd", "tanggal"),
        ("mmm-yy", "tanggal"),
        ("[h]:mm:ss", "waktu"),
        ("hh:mm AM/PM", "waktu"),
    ],
)
def test_the_kind_of_a_format(code: str, kind: str) -> None:
    assert kind_of("164", code) == kind
