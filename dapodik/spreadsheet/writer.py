"""Writing a sheet in the layout of Dapodik's downloads, row by row."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import IO

from openpyxl.utils import get_column_letter

from . import xlsx
from .columns import Column
from .sheet import HEADER_ROW, Cells, Sheet
from .widths import width_of
from .xlsx import Line, Look, Tab

# Wider than this in letters, a sheet on one page's width could not be read.
_WIDEST_PAGE = 220


def write(target: IO[bytes], head: Sequence[Cells], sheet: Sheet, rows: Iterable[Cells]) -> int:
    """Write a workbook with one tab to `target`; returns the number of rows with data.

    `head`: the cells of rows 1 to 4. Each of `rows` holds the text of every column but the first, which is
    the running number.
    """
    lines = _Lines(head, sheet, rows)
    widths = [width_of(column) for column in sheet.columns]
    tab = Tab(
        sheet.tab or sheet.title,
        widths,
        lines,
        top=HEADER_ROW,
        bottom=sheet.first_row - 1,
        left=2,
        merged=list(_merged(sheet)),
        fits=sum(widths) <= _WIDEST_PAGE,
    )
    xlsx.write(target, f"{sheet.title} {head[1][0]}", [tab])
    return lines.count


def head(title: str, school: str, place: str, when: datetime, pengunduh: str) -> list[list[str]]:
    """Rows 1 to 4. `when` is a local time; `pengunduh` is `NAME (e-mail)`."""
    stamp = f"Tanggal Unduh: {when:%Y-%m-%d %H:%M:%S}"
    return [[title], [school], [place], [stamp, "", f"Pengunduh: {pengunduh}"]]


class _Lines:
    """All lines of the tab; `count`: how many with data there were."""

    def __init__(self, head: Sequence[Cells], sheet: Sheet, rows: Iterable[Cells]) -> None:
        self._head, self._sheet, self._rows, self.count = head, sheet, rows, 0

    def __iter__(self) -> Iterator[Line]:
        for number, cells in enumerate(self._head):
            yield Line(cells, Look.PLAIN if number else Look.TITLE)
        for titles in _headers(self._sheet):
            yield Line(titles, Look.HEADER)
        for cells in self._rows:
            self.count += 1
            yield Line([self.count, *cells])
        if not self.count:
            # Some importers refuse a sheet that ends above the first row of data.
            yield Line([""] * len(self._sheet.columns))


def _merged(sheet: Sheet) -> Iterator[str]:
    """A header over a group of columns, and one over the row of the groups' own."""
    start = 1
    for _, group in groupby(enumerate(sheet.columns), key=_group):
        end = start + len(list(group)) - 1
        bottom = HEADER_ROW if sheet.columns[start - 1].sub else sheet.first_row - 1
        if (start, HEADER_ROW) != (end, bottom):
            yield f"{get_column_letter(start)}{HEADER_ROW}:{get_column_letter(end)}{bottom}"
        start = end + 1


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
