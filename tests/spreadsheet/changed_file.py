"""A sheet as another version of Dapodik has it: columns more, fewer, moved or renamed."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

# Headers, sub-headers, rows of data; the lines above them stay.
FIRST = 5
Table = list[list[Any]]
Edit = Callable[[Table], None]


def changed(content: bytes, *edits: Edit, title: str | None = "Daftar Peserta Didik") -> BytesIO:
    """The file with this title in A1 and after these edits of its table."""
    book = load_workbook(BytesIO(content))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    table = [list(line) for line in sheet.iter_rows(min_row=FIRST, values_only=True)]
    for edit in edits:
        edit(table)
    sheet.delete_rows(FIRST, len(table))
    sheet["A1"] = title
    for row, line in enumerate(table, start=FIRST):
        for column, value in enumerate(line, start=1):
            sheet.cell(row, column, value)
    file = BytesIO()
    book.save(file)
    return file


def without(name: str) -> Edit:
    """This column is not there."""

    def delete(table: Table) -> None:
        index = table[0].index(name)
        for line in table:
            del line[index]

    return delete


def renamed(name: str, header: str) -> Edit:
    """This column has another header."""

    def rename(table: Table) -> None:
        table[0][table[0].index(name)] = header

    return rename


def with_column(number: int, header: str) -> Edit:
    """A column more, before the one of this number; every row has something in it."""

    def insert(table: Table) -> None:
        for line, cell in zip(table, [header, None, *["Catur"] * len(table)], strict=False):
            line.insert(number - 1, cell)

    return insert


def at_the_end(name: str) -> Edit:
    """This column comes after all others."""

    def move(table: Table) -> None:
        index = table[0].index(name)
        for line in table:
            line.append(line.pop(index))

    return move
