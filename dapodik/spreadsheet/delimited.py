"""Reads a CSV file: text whose cells are divided by semicolons, commas or tabs."""

import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from .limits import LAST_COLUMN, LAST_ROW, MAX_CELLS, Refused, refuse_above
from .xlsx_tab import Cell, Row

_DELIMITERS = ";,\t|"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[;,\t]*\s*', re.IGNORECASE)
# Excel takes a cell that is written so for text.
_AS_TEXT = re.compile(r'="([^"]*)"')
_LINES_OF_HEAD = 20
NO_LIST = "Berkas ini bukan lembar .xlsx, dan bukan CSV dengan judul kolom daftar ini."


def rows(file: IO[bytes]) -> Iterator[Row]:
    """The rows that hold something, as `xlsx_tab.Tab.rows` gives them. Raises Refused for what is no CSV."""
    text, delimiter = _without_separator_line(_decoded(file))
    count = 0
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text))
    for number, line in enumerate(lines, start=1):
        refuse_above(LAST_ROW, number, "baris")
        refuse_above(LAST_COLUMN, len(line), "kolom")
        count += len(line)
        refuse_above(MAX_CELLS, count, "sel")
        cells: list[tuple[int, Cell]] = [
            (column, _content(cell)) for column, cell in enumerate(line) if cell.strip()
        ]
        if cells:
            yield number, cells


def _decoded(file: IO[bytes]) -> str:
    """The text in the encoding of the program that wrote it. Raises Refused."""
    file.seek(0)
    content = file.read()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\x00" in content or not content.strip():
        raise Refused(NO_LIST)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _without_separator_line(text: str) -> tuple[str, str]:
    """The text below a first line that names the separator, and that separator."""
    first, _, below = text.partition("\n")
    match = _SEPARATOR_LINE.fullmatch(first)
    return (below, match[1]) if match else (text, "")


def _delimiter(text: str) -> str:
    """The sign that divides most cells of the headers. Raises Refused where none does."""
    head = "\n".join(text.split("\n", _LINES_OF_HEAD)[:_LINES_OF_HEAD])
    counts = {sign: _widest(head, sign) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: counts[sign])
    if counts[best] < 3:
        raise Refused(NO_LIST)
    return best


def _widest(head: str, sign: str) -> int:
    lines = csv.reader(io.StringIO(head, newline=""), delimiter=sign)
    return max((sum(bool(cell.strip()) for cell in line) for line in lines), default=0)


def _content(cell: str) -> str:
    match = _AS_TEXT.fullmatch(cell.strip())
    return match[1] if match else cell
