"""The Daftar Peserta Didik as other writers make it. Each takes the path of the file it writes.

`floor` and `rustpy_queryset` read the database themselves and write what they read, without looks, labels or
layout. The others get the cells that our own writer gets.
"""

import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from dapodik.pokok import present
from dapodik.pokok.models import RegistrasiPesertaDidik, Sekolah
from dapodik.spreadsheet.sheets.peserta_didik import COLUMNS, PESERTA_DIDIK, ROMBEL

FIELDS = [column for column in COLUMNS[1:] if column.field != ROMBEL]
PATHS = [("opened__" if column.model is RegistrasiPesertaDidik else "") + column.field for column in FIELDS]


def floor(target: Path) -> None:
    """Rows out of SQLite, XML and deflate by hand: what no program can do without."""
    names = ", ".join(
        f"{'r' if column.model is RegistrasiPesertaDidik else 'p'}.{column.field}" for column in FIELDS
    )
    rows = sqlite3.connect(connection.settings_dict["NAME"]).execute(
        f"SELECT {names}, k.nama FROM peserta_didik p "
        "LEFT JOIN registrasi_peserta_didik r ON r.peserta_didik_id = p.id AND r.jenis_keluar_id = '' "
        "LEFT JOIN anggota_rombel a ON a.peserta_didik_id = p.id "
        "LEFT JOIN rombongan_belajar k ON k.id = a.rombongan_belajar_id "
        "WHERE p.soft_delete = 0 ORDER BY k.nama, p.nama"
    )
    with target.open("wb") as file:
        packer = zlib.compressobj(1)
        for row in rows:
            cells = [f'<c t="inlineStr"><is><t>{cell}</t></is></c>' if cell else "<c/>" for cell in row]
            file.write(packer.compress(f"<row>{''.join(cells)}</row>".encode()))
        file.write(packer.flush())


def rustpy_queryset(target: Path) -> None:
    """rustpy-xlsxwriter on a queryset, as its readme shows it: no labels, no looks, inline strings."""
    from rustpy_xlsxwriter import write_worksheet

    write_worksheet(present.with_open_registrasi().values(*PATHS).iterator(), str(target))


def openpyxl_streaming(target: Path) -> None:
    """openpyxl, write-only, with looks (inline strings)."""
    book = Workbook(write_only=True)
    tab: Any = book.create_sheet("Daftar")
    for index, row in enumerate(_rows()):
        cells = []
        for text in row:
            cell = WriteOnlyCell(tab, text or None)
            cell.number_format = "@"
            if not index:
                cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
            if text:
                cell.data_type = "s"
            cells.append(cell)
        tab.append(cells)
    book.save(target)


def xlsxwriter_shared(target: Path) -> None:
    """XlsxWriter with shared strings: all cells in memory."""
    _xlsxwriter(target, {})


def xlsxwriter_constant(target: Path) -> None:
    """XlsxWriter in constant memory (inline strings)."""
    _xlsxwriter(target, {"constant_memory": True})


def rustpy_shared(target: Path) -> None:
    """rustpy-xlsxwriter with shared strings (not streaming), of our cells; one header row, no rows above."""
    from rustpy_xlsxwriter import write_worksheet

    names = [column.title for column in COLUMNS[1:]]
    records = (dict(zip(names, row, strict=True)) for row in _rows())
    write_worksheet(records, str(target), dedupe_strings=True, ignore_errors=names)


def pyexcelerate(target: Path) -> None:
    """PyExcelerate, without looks (inline strings)."""
    from pyexcelerate import Workbook as Book

    book = Book()
    book.new_sheet("Daftar", data=list(_rows()))
    book.save(str(target))


def _rows() -> Iterator[Any]:
    return iter(PESERTA_DIDIK.rows(Sekolah.live.get()))


def _xlsxwriter(target: Path, options: dict[str, Any]) -> None:
    from xlsxwriter import Workbook as Book

    book = Book(str(target), {**options, "strings_to_formulas": False, "strings_to_urls": False})
    tab, text = book.add_worksheet("Daftar"), book.add_format({"num_format": "@", "border": 1})
    for number, row in enumerate(_rows()):
        for index, cell in enumerate(row):
            if cell:
                tab.write_string(number, index, cell, text)
            else:
                tab.write_blank(number, index, None, text)
    book.close()
