"""Small files made to take all memory or time, and damaged ones: rows or a sentence, within the limits."""

import random
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from dapodik.spreadsheet import unpacking, workbook
from dapodik.spreadsheet.import_pd import read_sheet
from dapodik.spreadsheet.sheet import SheetError
from tests.lanes import examples

from .sheet_file import pupil, sheet_file

# Each sheet is read in a process of its own: hundreds of them are too many for the fast lane.
pytestmark = pytest.mark.slow

GOOD = sheet_file([pupil(1), pupil(2, RT=12)]).getvalue()
CONTENT_TYPES, WORKBOOK = "[Content_Types].xml", "xl/workbook.xml"
SHEET, STYLES, STRINGS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"
WAY_OUT = "Unduh ulang Daftar Peserta Didik"


def with_parts(edit: Callable[[str, bytes], bytes], content: bytes = GOOD) -> BytesIO:
    """The file after this edit of each of its parts."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as good,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as edited,
    ):
        for part in good.infolist():
            edited.writestr(part.filename, edit(part.filename, good.read(part)))
    return file


def inserted(part: str, before: bytes, xml: bytes, times: int = 1) -> BytesIO:
    """The file with this XML, so many times, before the first place of some text in one part."""

    def edit(name: str, content: bytes) -> bytes:
        return content.replace(before, xml * times + before, 1) if name == part else content

    return with_parts(edit)


def in_rows(xml: bytes, times: int = 1) -> BytesIO:
    return inserted(SHEET, b"</sheetData>", xml, times)


def with_texts(xml: bytes, file: BytesIO | None = None) -> BytesIO:
    """The file with a list of shared texts, which the good one has not."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'

    def edit(name: str, content: bytes) -> bytes:
        return content.replace(b"</Types>", override) if name == CONTENT_TYPES else content

    edited = with_parts(edit, file.getvalue() if file else GOOD)
    sst = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + xml + b"</sst>"
    with zipfile.ZipFile(edited, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(STRINGS, sst)
    return edited


def refusal(file: BytesIO) -> str:
    with pytest.raises(SheetError) as refused:
        read_sheet(file)
    assert WAY_OUT in str(refused.value)
    return str(refused.value)


TOO_MUCH = [
    pytest.param(
        lambda: in_rows(b'<row r="1000000000000"/>'), "lebih dari 1.048.576 baris", id="last row 10^12"
    ),
    pytest.param(lambda: in_rows(b'<row r="100000000"/>'), "lebih dari 1.048.576 baris", id="last row 10^8"),
    pytest.param(lambda: in_rows(b"<row/>", 5_000_000), "lebih dari 1.048.576 baris", id="rows"),
    pytest.param(
        lambda: in_rows(b'<row r="9">' + b"<c/>" * 3_000_000 + b"</row>"),
        "lebih dari 2.000.000 sel",
        id="cells in a row",
    ),
    pytest.param(
        lambda: in_rows(b'<row r="9">' + b"<c/>" * 20_000 + b"</row>"),
        "lebih dari 16.384 kolom",
        id="columns",
    ),
    pytest.param(
        lambda: inserted(STYLES, b"</cellXfs>", b"<xf/>", 5_000_000),
        "lebih dari 100.000 gaya sel",
        id="styles",
    ),
    pytest.param(
        lambda: with_texts(b"<si/>" * 10_000_000),
        "lebih dari 1.000.000 teks",
        id="texts",
    ),
    pytest.param(
        lambda: inserted(WORKBOOK, b"<definedNames", b"<definedName/>", 2_000_000),
        "lebih dari 50.000 nama",
        id="defined names",
    ),
    pytest.param(
        lambda: inserted(CONTENT_TYPES, b"</Types>", b'<Override PartName="/a"/>', 3_000_000),
        "lebih dari 10.000 bagian",
        id="overrides",
    ),
    pytest.param(
        lambda: inserted(SHEET, b"<sheetData", b"<x>", 21_000_000),
        "lebih dari 20.000.000 tanda",
        id="tags",
    ),
]


@pytest.mark.parametrize(("make", "sentence"), TOO_MUCH)
def test_what_holds_too_much_is_refused(make: Callable[[], BytesIO], sentence: str) -> None:
    assert sentence in refusal(make())


def test_one_text_in_very_many_cells_is_refused() -> None:
    """It stands in the file once and would be gigabytes."""
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 60 + b"</row>"
    texts = b"<si><t>" + b"A" * 1_000_000 + b"</t></si>"
    assert "lebih dari 20.000.000 huruf" in refusal(with_texts(texts, in_rows(row, 1_000)))


BROKEN_ROW = b'<row r="9"><c r="?9"><v>1</v></c></row>'
DAMAGED = [
    pytest.param(lambda: in_rows(BROKEN_ROW), id="no column"),
    pytest.param(lambda: in_rows(b'<row r="x"/>'), id="row without number"),
    pytest.param(lambda: in_rows(b'<row><c t="s"><v>99999</v></c></row>'), id="text that is not there"),
    pytest.param(lambda: in_rows(b"<row><c><v>" + b"9" * 5_000 + b"</v></c></row>"), id="long number"),
    pytest.param(lambda: inserted(WORKBOOK, b"<sheets", b"<sheets>"), id="tag not closed"),
]


@pytest.mark.parametrize("make", DAMAGED)
def test_whatever_the_reader_raises_is_a_damaged_file(make: Callable[[], BytesIO]) -> None:
    assert "rusak atau tidak lengkap" in refusal(make())


def test_a_prefix_hides_nothing_from_the_counts() -> None:
    prefix = b' xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'

    def edit(name: str, content: bytes) -> bytes:
        if name != STYLES:
            return content
        return content.replace(b">", prefix, 1).replace(b"</cellXfs>", b"<x:xf/>" * 200_000 + b"</cellXfs>")

    assert "lebih dari 100.000 gaya sel" in refusal(with_parts(edit))


def test_memory_is_limited_where_no_count_is() -> None:
    """One text that is no longer than a file may be, and takes four times as much to hold."""
    text = b"<si><t>" + b"A" * 110_000_000 + "\U0001f600".encode() + b"</t></si>"
    assert "512 MB memori" in refusal(with_texts(text))


@pytest.mark.parametrize(("module", "limit"), [(workbook, "MAX_MEMORY"), (unpacking, "MAX_SECONDS")])
def test_what_takes_too_much_is_ended_from_outside(
    module: object, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where the process cannot limit itself."""
    monkeypatch.setattr(module, limit, 0)
    assert "terlalu banyak" in refusal(in_rows(b"<row>" + b"<c><v>1</v></c>" * 60 + b"</row>", 5_000))


def test_a_third_file_at_once_waits_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_WAIT", 0)
    with unpacking._places, unpacking._places, pytest.raises(SheetError, match="Tunggu sebentar"):
        read_sheet(BytesIO(GOOD))
    assert len(read_sheet(BytesIO(GOOD)).rows) == 2


def test_empty_rows_cost_nothing() -> None:
    """Rows that do not stand in the file are not counted through: the last used one may be Excel's last."""
    file = in_rows(b'<row r="1048576"><c r="A1048576" s="0"/></row>')
    assert [number for number, _ in unpacking.unpack(file, "Daftar Peserta Didik", 7)] == list(range(1, 9))
    assert read_sheet(file) == read_sheet(BytesIO(GOOD))


def mutant(seed: int) -> BytesIO:
    """The good file with up to three bytes changed inside one of its parts; a third can still be read."""
    chance = random.Random(seed)
    with zipfile.ZipFile(BytesIO(GOOD)) as good:
        changed_part = chance.choice([SHEET] * 6 + good.namelist())

    def edit(name: str, content: bytes) -> bytes:
        changed = bytearray(content)
        if name == changed_part:
            for _ in range(chance.randint(1, 3)):
                changed[chance.randrange(len(changed))] = chance.choice(b'0123456789AZaz<>&"/ \x00\xff')
        return bytes(changed)

    return with_parts(edit)


@pytest.mark.parametrize("seed", range(examples(300)))
def test_a_changed_byte_gives_rows_or_a_sentence(seed: int) -> None:
    try:
        content = read_sheet(mutant(seed))
    except SheetError as error:
        assert str(error).startswith(("Berkas", "Lembar", "Kolom", "Susunan", "Sel"))
    else:
        assert len(content.rows) <= 2
