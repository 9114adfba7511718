"""Reading a Daftar Peserta Didik: what may be opened at all, its layout, its rows."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import IO, Any

from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from .columns import Column, Text, Unreadable

# The largest school's sheet unpacks to a tenth of this.
MAX_UNPACKED = 256 * 1024 * 1024
MAX_ROWS = 50_000
HEADER_ROW, SUB_HEADER_ROW, FIRST_ROW = 5, 6, 7
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
_WAY_OUT = "Unduh ulang Daftar Peserta Didik dari aplikasi, lalu pilih berkas itu tanpa mengubahnya."


class SheetError(Exception):
    """The file is not a sheet that can be imported; the message says why and what to do (Indonesian)."""


@dataclass(frozen=True)
class Broken:
    """A cell that holds a formula or an Excel error instead of a value."""

    text: str
    reason: str


@dataclass(frozen=True)
class Row:
    """One row with data: its number in the sheet and its cells, one per column."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Sheet:
    """What stands in a sheet. `tanggal_unduh` is aware, or None where row 4 does not tell."""

    nama_sekolah: str
    wilayah: str
    tanggal_unduh: datetime | None
    rows: tuple[Row, ...]


def read(file: IO[bytes], title: str, columns: list[Column]) -> Sheet:
    """Read a sheet of this title (the first one where none has it) and these columns.

    Raises SheetError for anything that is not such a sheet.
    """
    file.seek(0)
    try:
        _refuse_foreign_file(file)
        return _read(file, title, columns)
    except _DAMAGED as error:
        raise SheetError(f"Berkas ini rusak atau tidak lengkap. {_WAY_OUT}") from error


def _refuse_foreign_file(file: IO[bytes]) -> None:
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
        raise SheetError(f"Berkas ini bukan lembar .xlsx. {_WAY_OUT}")
    # What a part declares is also the most that is ever unpacked of it.
    with zipfile.ZipFile(file) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    file.seek(0)
    if unpacked > MAX_UNPACKED:
        raise SheetError(
            f"Isi berkas ini {unpacked // 1024**2} MB setelah dibuka, terlalu besar untuk daftar satu "
            f"sekolah (paling banyak {MAX_UNPACKED // 1024**2} MB). {_WAY_OUT}"
        )


def _read(file: IO[bytes], title: str, columns: list[Column]) -> Sheet:
    book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    try:
        sheets = book.worksheets
        if not sheets:
            raise SheetError(f"Berkas ini tidak berisi lembar. {_WAY_OUT}")
        sheet = next((one for one in sheets if one.title == title), sheets[0])
        sheet.reset_dimensions()
        lines = sheet.iter_rows(max_col=len(columns))
        head = [_cells(line, len(columns)) for line in islice(lines, SUB_HEADER_ROW)]
        _check_headers(head, columns)
        return Sheet(
            nama_sekolah=_head_text(head[1][0], "A2", "nama sekolah"),
            wilayah=_head_text(head[2][0], "A3", "wilayah"),
            tanggal_unduh=_stamp(head[3][0]),
            rows=tuple(_rows(lines, len(columns))),
        )
    finally:
        book.close()


def _cells(line: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    cells = tuple(_content(cell) for cell in line[:count])
    return cells + (None,) * (count - len(cells))


def _content(cell: ReadOnlyCell | EmptyCell) -> Any:
    if cell.data_type == "f":
        return Broken(str(cell.value), "berisi rumus, bukan nilai")
    if cell.data_type == "e":
        return Broken(str(cell.value), "berisi kesalahan Excel")
    return cell.value


def _check_headers(head: list[tuple[Any, ...]], columns: list[Column]) -> None:
    if len(head) < SUB_HEADER_ROW:
        raise SheetError(f"Lembar ini tidak memuat judul kolom di baris {HEADER_ROW} dan 6. {_WAY_OUT}")
    group = ""
    for index, column in enumerate(columns):
        letter = get_column_letter(index + 1)
        if not column.sub or column.header != group:
            _expect(head[HEADER_ROW - 1][index], column.header, f"{letter}{HEADER_ROW}")
        if column.sub:
            _expect(head[SUB_HEADER_ROW - 1][index], column.sub, f"{letter}{SUB_HEADER_ROW}")
        group = column.header


def _expect(found: Any, header: str, place: str) -> None:
    if _folded(found) != _folded(header):
        shown = " ".join(str(found or "").split())[:_LONGEST_QUOTE] or "kosong"
        raise SheetError(
            f"Susunan kolom lembar ini lain: sel {place} berisi “{shown}”, seharusnya "
            f"“{' '.join(header.split())}”. {_WAY_OUT}"
        )


def _folded(text: Any) -> str:
    return " ".join(str(text or "").split()).casefold()


def _head_text(cell: Any, place: str, what: str) -> str:
    try:
        text = "" if isinstance(cell, Broken) else str(Text().read(cell)).strip()
    except Unreadable as error:
        raise SheetError(f"Sel {place} ({what}) tidak terbaca: {error}. {_WAY_OUT}") from error
    if not text:
        raise SheetError(f"Sel {place} seharusnya berisi {what}, tetapi kosong. {_WAY_OUT}")
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


def _rows(lines: Iterator[tuple[Any, ...]], count: int) -> Iterator[Row]:
    """Rows with anything beside the running number."""
    found = 0
    for number, line in enumerate(lines, start=FIRST_ROW):
        cells = _cells(line, count)
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells[1:]):
            continue
        found += 1
        if found > MAX_ROWS:
            raise SheetError(f"Lembar ini lebih dari {MAX_ROWS} baris, terlalu banyak untuk satu sekolah.")
        yield Row(number, cells)
