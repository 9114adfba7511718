"""Writing a sheet in the layout of Dapodik's downloads, row by row."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import groupby
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .columns import Column
from .sheet import HEADER_ROW, Cells, Sheet

# The media type of what is written.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# No XML can hold these. Records are kept free of them; a download must not fail where one slipped in.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NARROW, _NORMAL, _MARGIN = 6, 16, 2

# openpyxl's streaming sheet; its published types lack half of what it has.
Stream = Any


def write(target: IO[bytes], head: Sequence[Cells], sheet: Sheet, rows: Iterable[Cells]) -> int:
    """Write a workbook with one tab to `target`; returns the number of rows with data.

    `head`: the cells of rows 1 to 4. Each of `rows` holds the text of every column but the first, which is
    the running number.
    """
    book = Workbook(write_only=True)
    tab: Stream = book.create_sheet(sheet.title)
    try:
        count = _fill(tab, head, sheet, rows)
    except BaseException:
        # Saving removes the temporary file that rows stream into: pupils' data must not stay there.
        book.save(BytesIO())
        raise
    book.save(target)
    return count


def head(title: str, school: str, place: str, when: datetime, pengunduh: str) -> list[list[str]]:
    """Rows 1 to 4. `when` is a local time; `pengunduh` is `NAME (e-mail)`."""
    stamp = f"Tanggal Unduh: {when:%Y-%m-%d %H:%M:%S}"
    return [[title], [school], [place], [stamp, "", f"Pengunduh: {pengunduh}"]]


def _fill(tab: Stream, head: Sequence[Cells], sheet: Sheet, rows: Iterable[Cells]) -> int:
    _lay_out(tab, sheet)
    for line in head:
        tab.append([text_cell(tab, cell, "General") for cell in line])
    for line in _headers(sheet):
        tab.append([_header(tab, cell) for cell in line])
    count = 0
    for count, cells in enumerate(rows, start=1):
        tab.append(_row(tab, count, cells))
    if not count:
        # Some importers refuse a sheet that ends above the first row of data.
        tab.append(_row(tab, None, [""] * (len(sheet.columns) - 1)))
    return count


def _lay_out(tab: Stream, sheet: Sheet) -> None:
    """Widths, merged headers and panes; all of it before the first row."""
    tab.freeze_panes = f"C{sheet.first_row}"
    start = 1
    for _, group in groupby(enumerate(sheet.columns), key=_group):
        end = start + len(list(group)) - 1
        bottom = HEADER_ROW if sheet.columns[start - 1].sub else sheet.first_row - 1
        first, last = get_column_letter(start), get_column_letter(end)
        if (start, HEADER_ROW) != (end, bottom):
            tab.merged_cells.add(f"{first}{HEADER_ROW}:{last}{bottom}")
        start = end + 1
    for index, column in enumerate(sheet.columns, start=1):
        longest = max(map(len, (column.sub or column.header).split("\n"))) + _MARGIN
        width = max(_NORMAL, longest) if index > 1 else _NARROW
        tab.column_dimensions[get_column_letter(index)].width = width


def _group(numbered: tuple[int, Column]) -> str | int:
    """What columns under one header share; a column without sub header shares it with none."""
    index, column = numbered
    return column.header if column.sub else index


def _headers(sheet: Sheet) -> list[list[str]]:
    """The header rows. Only the first cell of a merged area is filled."""
    top = [column.header for column in sheet.columns]
    for index, column in enumerate(sheet.columns[1:], start=1):
        if column.sub and sheet.columns[index - 1].header == column.header:
            top[index] = ""
    return [top, [column.sub for column in sheet.columns]][: sheet.header_rows]


def _header(tab: Stream, text: str) -> Cell:
    cell = text_cell(tab, text, "General")
    cell.font = Font(bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def _row(tab: Stream, number: int | None, cells: Cells) -> Iterator[Cell]:
    yield WriteOnlyCell(tab, number)
    for text in cells:
        yield text_cell(tab, text, "@")


def text_cell(tab: Stream, text: str, number_format: str) -> Cell:
    """A cell that holds exactly this text, also where it begins with `=` or reads `#N/A`."""
    cell = WriteOnlyCell(tab, _UNWRITABLE.sub("", text) or None)
    cell.number_format = number_format
    if cell.value:
        cell.data_type = "s"
    return cell
