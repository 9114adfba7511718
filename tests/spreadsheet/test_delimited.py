"""CSV as programs write it: separators and encodings."""

import csv
import io
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dapodik.spreadsheet import delimited
from dapodik.spreadsheet.limits import Refused

LINES = [
    "Daftar Peserta Didik",
    "SD CONTOH",
    'Kecamatan X "Y"',
    "",
    "No|Nama|NISN|Sekolah Asal",
    '1|Renée Ma’ruf|0012345678|"TK; a, b"',
]
ROWS = [
    (1, [(0, "Daftar Peserta Didik")]),
    (2, [(0, "SD CONTOH")]),
    (3, [(0, 'Kecamatan X "Y"')]),
    (5, [(0, "No"), (1, "Nama"), (2, "NISN"), (3, "Sekolah Asal")]),
    (6, [(0, "1"), (1, "Renée Ma’ruf"), (2, "0012345678"), (3, "TK; a, b")]),
]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_and_encodings(separator: str, encoding: str, end: str) -> None:
    text = end.join(LINES).replace("|", separator)
    assert list(delimited.rows(BytesIO(text.encode(encoding)))) == ROWS


@pytest.mark.parametrize("first", ["sep=|", '"sep=|"', "SEP=|\r"])
def test_the_first_line_may_name_the_separator(first: str) -> None:
    text = "\n".join([first, *LINES])
    assert list(delimited.rows(BytesIO(text.encode()))) == ROWS


def test_a_text_that_excel_was_to_leave_alone() -> None:
    rows = list(delimited.rows(BytesIO(b'a;b;c\n="0012";" ";="x"')))
    assert rows[1] == (2, [(0, "0012"), (2, "x")])


@pytest.mark.parametrize("content", [b"", b"  \n", b"bukan xlsx", b"a;b;\0c", b"sehelai surat.\nSalam"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=r"bukan lembar \.xlsx, dan bukan CSV"):
        list(delimited.rows(BytesIO(content)))


@given(
    st.lists(st.lists(st.text("ab;,\t\"'\n ", max_size=5), min_size=3, max_size=5), min_size=1, max_size=5)
)
def test_what_a_program_writes_is_read(lines: list[list[str]]) -> None:
    text = io.StringIO()
    header = ["No", "Nama", "NISN", "NIK", "JK", "RT", "RW", "HP", "x"]
    csv.writer(text, delimiter=";").writerows([header, *lines])
    rows = dict(delimited.rows(BytesIO(text.getvalue().encode())))
    for number, line in enumerate(lines, start=2):
        filled = [(column, cell) for column, cell in enumerate(line) if cell.strip()]
        assert rows.get(number, []) == filled
