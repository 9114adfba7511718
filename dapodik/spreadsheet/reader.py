"""Reading a file of a sheet: what may be opened at all, the school, the columns, the rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import IO, Any

from django.utils import timezone

from .columns import Text, UnreadableCell
from .layout import Layout, layout_of
from .limits import dotted
from .merged_cells import spread
from .sheet import HEADER_ROW, NUMBER, Sheet, SheetError
from .unpacking import Unpacked, UnpackingError, unpack
from .workbook import MAX_COLUMNS

MAX_ROWS = 50_000
_LONGEST_QUOTE = 40
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?")
_BROKEN = {
    "rumus": "berisi rumus, bukan nilai",
    "kesalahan": "berisi kesalahan Excel",
    "persen": "tersimpan sebagai persen",
    "waktu": "tersimpan sebagai jam",
}
# The number of a row and its cells that are not blank, by column from 0.
_Row = tuple[int, Mapping[int, Any]]


@dataclass(frozen=True)
class Broken:
    """A cell that holds a formula or an Excel error instead of a value."""

    text: str
    reason: str


@dataclass(frozen=True)
class SheetRow:
    """One row with data: its number in the file and its cells, one for each column of the layout."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class SheetContent:
    """What a file holds. `tanggal_unduh` is aware, or None where row 4 does not tell; `title` is A1;
    `hidden`: how many rows were hidden or filtered away; `is_csv`: it is text; `epoch_1904`: its days are
    counted from 1904."""

    nama_sekolah: str
    wilayah: str
    tanggal_unduh: datetime | None
    layout: Layout
    rows: tuple[SheetRow, ...]
    title: str = ""
    hidden: int = 0
    is_csv: bool = False
    epoch_1904: bool = False

    def remarks(self) -> Iterator[str]:
        """What the operator must know of the file, a sentence each."""
        if self.hidden:
            yield f"{dotted(self.hidden)} baris yang tersembunyi atau tersaring ikut dibaca."
        yield from self.layout.differences()


def read(file: IO[bytes], sheet: Sheet) -> SheetContent:
    """Read a file of this sheet, an .xlsx or a CSV. Raises SheetError for anything else."""
    return content_of(unpacked_sheet(file, sheet), sheet)


def unpacked_sheet(file: IO[bytes], sheet: Sheet) -> Unpacked:
    """Unpack a file of this sheet, which takes most of the time of reading it. Raises SheetError."""
    try:
        return unpack(file, sheet.tab or sheet.title, sheet.first_row)
    except UnpackingError as error:
        raise SheetError(f"{error} {sheet.way_out}") from error


def content_of(unpacked: Unpacked, sheet: Sheet) -> SheetContent:
    """Find the school, the columns and the rows in an unpacked file. Raises SheetError."""
    notes = unpacked.notes
    contents: Iterator[_Row] = (
        (number, {index: _content(cell) for index, cell in cells}) for number, cells in unpacked
    )
    rows = spread(contents, notes.merged, MAX_COLUMNS)
    head = [
        tuple(cells.get(index) for index in range(MAX_COLUMNS))
        for _, cells in islice(rows, sheet.first_row - 1)
    ]
    layout = _layout(head, sheet)
    return SheetContent(
        nama_sekolah=_head_text(head[1][0], "A2", "nama sekolah", sheet),
        wilayah=_head_text(head[2][0], "A3", "wilayah", sheet),
        tanggal_unduh=_stamp(head[3][0]),
        layout=layout,
        rows=tuple(_rows(rows, layout)),
        title=_text(head[0][0]),
        hidden=notes.hidden,
        is_csv=notes.csv,
        epoch_1904=notes.epoch_1904,
    )


def _layout(head: list[tuple[Any, ...]], sheet: Sheet) -> Layout:
    """Find the columns. They may differ from the sheet's only under the sheet's own title in A1: Dapodik's
    other lists have columns of these names too."""
    if len(head) < sheet.first_row - 1:
        raise SheetError(f"Lembar ini tidak memuat judul kolom di baris {HEADER_ROW}. {sheet.way_out}")
    upper, *lower = ([_text(cell) for cell in line] for line in head[HEADER_ROW - 1 :])
    layout = layout_of(upper, lower[0] if lower else [""] * len(upper), sheet)
    title = _text(head[0][0])
    if layout.differs and title.casefold() not in {name.casefold() for name in (sheet.title, *sheet.parts)}:
        raise SheetError(
            f"Sel A1 berisi “{title[:_LONGEST_QUOTE] or 'kosong'}”, seharusnya “{sheet.title}”, dan susunan "
            f"kolomnya pun lain. {sheet.way_out}"
        )
    return layout


def _content(cell: Any) -> Any:
    """A cell as `workbook.py` tells it, as text, number, bool, datetime or Broken."""
    if not isinstance(cell, dict):
        return cell
    ((form, text),) = cell.items()
    if form == "tanggal":
        return datetime.fromisoformat(text)
    return Broken(text, _BROKEN[form])


def _text(cell: Any) -> str:
    """A header's cell in one line."""
    return " ".join(str(cell.text if isinstance(cell, Broken) else cell or "").split())


def _head_text(cell: Any, place: str, what: str, sheet: Sheet) -> str:
    try:
        text = "" if isinstance(cell, Broken) else str(Text().read(cell)).strip()
    except UnreadableCell as error:
        raise SheetError(f"Sel {place} ({what}) tidak terbaca: {error}. {sheet.way_out}") from error
    if not text:
        raise SheetError(f"Sel {place} seharusnya berisi {what}, tetapi kosong. {sheet.way_out}")
    return text


def _stamp(cell: Any) -> datetime | None:
    match = _STAMP.search(cell.isoformat() if isinstance(cell, datetime) else str(cell or ""))
    if not match:
        return None
    day, hour, minute, second = match.groups()
    try:
        return timezone.make_aware(datetime.fromisoformat(f"{day} {hour}:{minute}:{second or '00'}"))
    except (ValueError, OverflowError):
        return None


def _rows(rows: Iterator[_Row], layout: Layout) -> Iterator[SheetRow]:
    """The rows with anything beside the running number."""
    indexes = [column.header.index for column in layout.columns]
    speaking = {column.header.index for column in layout.columns if column.column.field != NUMBER}
    count = 0
    for number, cells in rows:
        if speaking.isdisjoint(cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise SheetError(
                f"Lembar ini memuat lebih dari {dotted(MAX_ROWS)} baris, terlalu banyak untuk satu sekolah."
            )
        yield SheetRow(number, tuple(cells.get(index) for index in indexes))
