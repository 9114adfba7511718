"""Files that are no Daftar Peserta Didik, damaged, huge or hostile: a sentence, never a traceback."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dapodik.spreadsheet.import_pd import read_sheet
from dapodik.spreadsheet.sheet import SheetError
from tests.lanes import examples

from .sheet_file import HEADERS, pupil, sheet_file

GOOD = sheet_file([pupil(1), pupil(2)]).getvalue()


def bomb() -> BytesIO:
    """2 GB of nothing in the place of the sheet."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as good, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bad:
        for part in good.infolist():
            if not part.filename.startswith("xl/worksheets"):
                bad.writestr(part, good.read(part))
        with bad.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            block = b" " * 2**20
            for _ in range(2048):
                sheet.write(block)
    return file


def entity_bomb() -> BytesIO:
    """A billion laughs."""
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><worksheet>&l9;</worksheet>'
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as good, zipfile.ZipFile(file, "w") as bad:
        for part in good.infolist():
            is_sheet = part.filename.startswith("xl/worksheets")
            bad.writestr(part, xml if is_sheet else good.read(part))
    return file


def empty_book() -> BytesIO:
    file = BytesIO()
    Workbook().save(file)
    return file


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        pytest.param(BytesIO(b""), "bukan lembar .xlsx", id="empty"),
        pytest.param(BytesIO(b"Nama;NISN\nAni;1"), "bukan lembar .xlsx", id="csv"),
        pytest.param(BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "kata sandi", id="xls"),
        pytest.param(BytesIO(b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>'), "XML", id="SpreadsheetML"),
        pytest.param(BytesIO(GOOD[:-30]), "rusak", id="truncated"),
        pytest.param(BytesIO(GOOD[: len(GOOD) // 2]), "rusak", id="half"),
        pytest.param(BytesIO(b"PK\x05\x06" + b"\0" * 18), "rusak", id="empty zip"),
        pytest.param(empty_book(), "judul kolom", id="empty book"),
        pytest.param(entity_bomb(), "rusak", id="entity bomb"),
        pytest.param(sheet_file([], school=""), "A2", id="no school"),
    ],
)
def test_the_sentence_says_what_is_wrong(file: BytesIO, sentence: str) -> None:
    with pytest.raises(SheetError, match=sentence):
        read_sheet(file)


def test_another_layout_is_named_by_its_cell() -> None:
    headers = [HEADERS[0], "Nama Guru", *HEADERS[2:]]
    with pytest.raises(SheetError, match="sel B5 berisi “Nama Guru”, seharusnya “Nama”"):
        read_sheet(sheet_file([], headers=headers))


@pytest.mark.slow
def test_a_zip_bomb_is_not_unpacked() -> None:
    with pytest.raises(SheetError, match="terlalu besar"):
        read_sheet(bomb())


def test_blank_rows_are_passed_over() -> None:
    rows = [pupil(1), {}, {"Nama": "  "}, pupil(2)]
    assert [row.number for row in read_sheet(sheet_file(rows)).rows] == [7, 10]


@pytest.mark.slow
def test_twenty_thousand_rows_are_read() -> None:
    sheet = read_sheet(sheet_file([{"Nama": f"Anak {number}"} for number in range(20_000)]))
    assert len(sheet.rows) == 20_000


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(damage: list[tuple[int, int]]) -> None:
    content = bytearray(GOOD)
    for place, byte in damage:
        content[place] = byte
    try:
        sheet = read_sheet(BytesIO(bytes(content)))
    except SheetError as error:
        assert str(error)
    else:
        assert len(sheet.rows) <= 2
