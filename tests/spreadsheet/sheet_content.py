"""A Daftar Peserta Didik as the reader gives it, without a file: nothing is unpacked."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from dapodik.spreadsheet.layout import layout_of
from dapodik.spreadsheet.reader import SheetContent, SheetRow
from dapodik.spreadsheet.sheets.peserta_didik import PESERTA_DIDIK

from .sheet_file import HEADERS, PLACE, POSITION, SCHOOL, SUB_HEADERS

NOVEMBER = "2026-11-09 08:15:02"


def content(rows: list[dict[str, Any]], stamp: str | None = NOVEMBER) -> SheetContent:
    """A sheet with these rows; `stamp` in the time of the school."""
    layout = layout_of(HEADERS, SUB_HEADERS, PESERTA_DIDIK)
    return SheetContent(
        nama_sekolah=SCHOOL,
        wilayah=PLACE,
        tanggal_unduh=timezone.make_aware(datetime.fromisoformat(stamp)) if stamp else None,
        layout=layout,
        rows=tuple(_row(number, cells) for number, cells in enumerate(rows, start=7)),
    )


def _row(number: int, cells: dict[str, Any]) -> SheetRow:
    line: list[Any] = [None] * len(HEADERS)
    for name, value in cells.items():
        line[POSITION[name]] = value
    return SheetRow(number, tuple(line))
