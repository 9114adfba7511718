"""Unpacks a spreadsheet file in a process of its own: `python workbook.py TITLE FIRST_ROW < FILE.xlsx`.

A file may be damaged, or small and made to hurt: the number of a row, or a list of styles or texts, can cost
hours or gigabytes. So this runs apart, under the limits below. It imports nothing of the application, so that
it starts fast. `unpacking.py` starts it.

It prints a line of JSON for each row that is not blank, `[number, [[column, cell], ...]]`, columns from 0.
A cell is text, a number or a bool; `{"tanggal": ISO}`, `{"rumus": text}` or `{"kesalahan": text}`. Rows above
FIRST_ROW are all printed, blank ones as well. The exit code says how it ended.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.worksheet._reader import (
    WorkSheetParser,  # the public rows count through every gap between two rows
)

# The largest school's sheet unpacks to a tenth of this.
MAX_UNPACKED = 256 * 1024**2
MAX_MEMORY = 512 * 1024**2
MAX_CPU_SECONDS = 60
# Exit codes; 1 is the interpreter's own, for a fault of this program.
REFUSED, DAMAGED, TOO_MUCH = 3, 4, 5

# Columns beyond are not looked at.
MAX_COLUMNS = 256
# Excel's own limits.
_LAST_ROW, _LAST_COLUMN, _LONGEST_CELL = 1_048_576, 16_384, 32_767
_MAX_LETTERS = 20_000_000
# How often the starts of these tags may stand in a file, and what that is to the operator.
_LIMITS = (
    (_LAST_ROW, "baris", (b"<row",)),
    (2_000_000, "sel", (b"<c",)),
    (1_000_000, "teks", (b"<si",)),
    (100_000, "gaya sel", (b"<xf", b"<font", b"<fill", b"<border", b"<dxf", b"<numFmt")),
    (50_000, "nama", (b"<definedName",)),
    (10_000, "bagian", (b"<Override", b"<Default", b"<Relationship")),
    (20_000_000, "tanda", (b"<",)),
)
_CHUNK = 1024**2

Cell = str | int | float | bool | dict[str, str]
Row = tuple[int, list[tuple[int, Cell]]]


class Refused(Exception):
    """The file holds too much, or nothing; the message says so (Indonesian)."""


def rows(file: IO[bytes], title: str, first_row: int) -> Iterator[Row]:
    """The rows of the tab of this title, of the first tab where none has it, as they are printed.

    Raises Refused, and whatever openpyxl raises on a damaged file.
    """
    with zipfile.ZipFile(file) as archive:
        _refuse_bomb(archive)
    book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    tabs = book.worksheets
    if not tabs:
        raise Refused("Berkas ini tidak berisi lembar.")
    tab = next((tab for tab in tabs if tab.title == title), tabs[0])
    letters = above = 0
    for number, cells in _parsed(book, tab):
        row = [(cell["column"] - 1, _content(cell)) for cell in cells if _counts(cell)]
        letters += sum(len(content) for _, content in row if isinstance(content, str))
        _refuse_above(_MAX_LETTERS, letters, "huruf")
        yield from ((absent, []) for absent in range(above + 1, min(number, first_row)))
        above = min(number, first_row - 1)
        if row or number < first_row:
            yield number, row


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """Count the tags without parsing them: a part that must not be parsed costs no more than its bytes."""
    # What a part declares is also the most that is ever unpacked of it.
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MAX_UNPACKED:
        raise Refused(
            f"Isi berkas ini {unpacked // 1024**2} MB setelah dibuka, terlalu besar untuk daftar satu "
            f"sekolah (paling banyak {MAX_UNPACKED // 1024**2} MB)."
        )
    counts = [0] * len(_LIMITS)
    for part in archive.infolist():
        with archive.open(part) as content:
            while chunk := content.read(_CHUNK):
                for place, (limit, noun, tags) in enumerate(_LIMITS):
                    counts[place] += sum(chunk.count(tag) for tag in tags)
                    _refuse_above(limit, counts[place], noun)


def _refuse_above(limit: int, count: int, noun: str) -> None:
    if count > limit:
        raise Refused(
            f"Lembar ini memuat lebih dari {dotted(limit)} {noun}, terlalu banyak untuk satu sekolah."
        )


def dotted(number: int) -> str:
    """Write a number as Indonesia does: 2.000.000."""
    return f"{number:,}".replace(",", ".")


def _parsed(book: Any, tab: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The rows that stand in the file, each below the one before."""
    last = 0
    with tab._get_source() as source:
        parser = WorkSheetParser(
            source,
            tab._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            parser.row_dimensions.clear()
            _refuse_above(_LAST_ROW, number, "baris")
            _refuse_above(_LAST_COLUMN, max((cell["column"] for cell in cells), default=0), "kolom")
            if number > last:
                last = number
                yield number, cells


def _counts(cell: dict[str, Any]) -> bool:
    value = cell["value"]
    blank = value is None or (isinstance(value, str) and not value.strip())
    return not blank and cell["column"] <= MAX_COLUMNS


def _content(cell: dict[str, Any]) -> Cell:
    value = cell["value"]
    if cell["data_type"] == "f":
        return {"rumus": str(value)[:_LONGEST_CELL]}
    if cell["data_type"] == "e":
        return {"kesalahan": str(value)[:_LONGEST_CELL]}
    if isinstance(value, datetime):
        return {"tanggal": value.isoformat()}
    return value if isinstance(value, bool | int | float) else str(value)[:_LONGEST_CELL]


def _limit_resources() -> None:
    """Set limits that the system watches. Windows has none: there `unpacking.py` watches alone."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _print(line: Any) -> None:
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def main(title: str, first_row: str) -> int:
    """Print the rows of the file on stdin, or the sentence of a refusal; return the exit code."""
    _limit_resources()
    try:
        for row in rows(sys.stdin.buffer, title, int(first_row)):
            _print(row)
    except Refused as refusal:
        _print(str(refusal))
        return REFUSED
    except MemoryError:
        return TOO_MUCH
    except Exception:  # noqa: BLE001 - openpyxl and what it stands on raise anything on a damaged file
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
