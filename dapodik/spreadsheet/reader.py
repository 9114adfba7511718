"""Reading a file of a sheet: what may be opened at all, the school, the columns, the rows."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from .columns import Text, UnreadableCell
from .layout import Layout, layout_of
from .sheet import HEADER_ROW, NUMBER, Sheet, SheetError

# The largest school's sheet unpacks to a tenth of this.
MAX_UNPACKED = 256 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 256
_LONGEST_QUOTE = 40

# What openpyxl and the modules below it raise on files that are damaged or made to hurt.
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    InvalidFileException,
    EOFError,
    OSError,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
)
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?")


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
    """What a file holds. `tanggal_unduh` is aware, or None where row 4 does not tell."""

    nama_sekolah: str
    wilayah: str
    tanggal_unduh: datetime | None
    layout: Layout
    rows: tuple[SheetRow, ...]


def read(file: IO[bytes], sheet: Sheet) -> SheetContent:
    """Read a file of this sheet: its tab of the sheet's title, the first tab where none has it.

    Raises SheetError for anything that is not such a file.
    """
    file.seek(0)
    try:
        _refuse_foreign_file(file, sheet)
        return _read(file, sheet)
    except _DAMAGED as error:
        raise SheetError(f"Berkas ini rusak atau tidak lengkap. {sheet.way_out}") from error


def _refuse_foreign_file(file: IO[bytes], sheet: Sheet) -> None:
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetError(
            "Berkas ini berbentuk .xls lama atau terkunci kata sandi. Buka di Excel atau LibreOffice, simpan "
            "sebagai .xlsx tanpa kata sandi, lalu pilih lagi."
        )
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise SheetError(
            "Berkas ini .xls lama yang isinya XML. Buka di Excel atau LibreOffice, simpan sebagai .xlsx, "
            "lalu pilih lagi."
        )
    if not start.startswith(b"PK"):
        raise SheetError(f"Berkas ini bukan lembar .xlsx. {sheet.way_out}")
    # What a part declares is also the most that is ever unpacked of it.
    with zipfile.ZipFile(file) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    file.seek(0)
    if unpacked > MAX_UNPACKED:
        raise SheetError(
            f"Isi berkas ini {unpacked // 1024**2} MB setelah dibuka, terlalu besar untuk daftar satu "
            f"sekolah (paling banyak {MAX_UNPACKED // 1024**2} MB). {sheet.way_out}"
        )


def _read(file: IO[bytes], sheet: Sheet) -> SheetContent:
    book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    try:
        tabs = book.worksheets
        if not tabs:
            raise SheetError(f"Berkas ini tidak berisi lembar. {sheet.way_out}")
        tab = next((tab for tab in tabs if tab.title == sheet.title), tabs[0])
        tab.reset_dimensions()
        head = [_cells(line) for line in tab.iter_rows(max_row=sheet.first_row - 1, max_col=MAX_COLUMNS)]
        layout = _layout(head, sheet)
        return SheetContent(
            nama_sekolah=_head_text(head[1][0], "A2", "nama sekolah", sheet),
            wilayah=_head_text(head[2][0], "A3", "wilayah", sheet),
            tanggal_unduh=_stamp(head[3][0]),
            layout=layout,
            rows=tuple(_rows(tab, layout, sheet.first_row)),
        )
    finally:
        book.close()


def _layout(head: list[tuple[Any, ...]], sheet: Sheet) -> Layout:
    """Find the columns. They may differ from the sheet's only under the sheet's own title in A1: Dapodik's
    other lists have columns of these names too."""
    if len(head) < sheet.first_row - 1:
        raise SheetError(f"Lembar ini tidak memuat judul kolom di baris {HEADER_ROW}. {sheet.way_out}")
    upper, *lower = ([_text(cell) for cell in line] for line in head[HEADER_ROW - 1 :])
    layout = layout_of(upper, lower[0] if lower else [""] * len(upper), sheet)
    title = _text(head[0][0])
    if layout.differs and title.casefold() != sheet.title.casefold():
        raise SheetError(
            f"Sel A1 berisi “{title[:_LONGEST_QUOTE] or 'kosong'}”, seharusnya “{sheet.title}”, dan susunan "
            f"kolomnya pun lain. {sheet.way_out}"
        )
    return layout


def _cells(line: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(_content(cell) for cell in line)


def _content(cell: ReadOnlyCell | EmptyCell) -> Any:
    if cell.data_type == "f":
        return Broken(str(cell.value), "berisi rumus, bukan nilai")
    if cell.data_type == "e":
        return Broken(str(cell.value), "berisi kesalahan Excel")
    return cell.value


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


def _rows(tab: Any, layout: Layout, first: int) -> Iterator[SheetRow]:
    """The rows with anything beside the running number."""
    indexes = [column.header.index for column in layout.columns]
    speaking = [place for place, column in enumerate(layout.columns) if column.column.field != NUMBER]
    count = 0
    for number, line in enumerate(tab.iter_rows(min_row=first, max_col=max(indexes) + 1), start=first):
        cells = tuple(_content(line[index]) for index in indexes)
        if all(_is_blank(cells[place]) for place in speaking):
            continue
        count += 1
        if count > MAX_ROWS:
            raise SheetError(f"Lembar ini lebih dari {MAX_ROWS} baris, terlalu banyak untuk satu sekolah.")
        yield SheetRow(number, cells)


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
