"""A plain list as an xlsx: headers in the first row, one line a row, all of it text."""

from collections.abc import Iterable, Sequence
from typing import IO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .writer import Stream, text_cell

_WIDEST = 70


def write_list(
    target: IO[bytes], title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]
) -> None:
    """Write a workbook of one sheet to `target`. `columns`: (header, width in letters)."""
    book = Workbook(write_only=True)
    sheet: Stream = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = min(width, _WIDEST)
    sheet.append([_header(sheet, header) for header, _ in columns])
    for row in rows:
        sheet.append([text_cell(sheet, text, "@") for text in row])
    book.save(target)


def _header(sheet: Stream, text: str) -> object:
    cell = text_cell(sheet, text, "General")
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="center")
    return cell
