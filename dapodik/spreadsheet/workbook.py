"""Unpacks a spreadsheet file in a process of its own: `python -m dapodik.spreadsheet.workbook TITLE FIRST_ROW
< FILE`.

A file may be damaged, or small and made to hurt: the number of a row, or a list of styles or texts, can cost
hours or gigabytes. So this runs apart, under the limits below. It imports nothing of the application but what
reads files (`xlsx_tab.py`, `delimited.py`, `kinds.py`), so that it starts fast. `unpacking.py` starts it.

It prints a line of JSON for each row that is not blank, `[number, [[column, cell], ...]]`, columns from 0;
cells as `xlsx_tab.py` says. Rows above FIRST_ROW are all printed, blank ones as well. The last line is an
object with what must be known besides (`Notes`). The exit code says how it ended.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from . import delimited, kinds, xlsx_file, xlsx_tab
from .limits import (
    LAST_ROW,
    MAX_CELLS,
    MAX_LETTERS,
    MAX_STYLES,
    MAX_TEXTS,
    MAX_UNPACKED,
    OtherKind,
    Refused,
    refuse_above,
)
from .xlsx_tab import Row

MAX_MEMORY = 512 * 1024**2
MAX_CPU_SECONDS = 60
# Exit codes; 1 is the interpreter's own, for a fault of this program.
REFUSED, DAMAGED, TOO_MUCH, OTHER = 3, 4, 5, 6

# Columns beyond are not looked at.
MAX_COLUMNS = 256
# How often the starts of these tags may stand in a file, and what that is to the operator.
_LIMITS = (
    (LAST_ROW, "baris", (b"<row",)),
    (MAX_CELLS, "sel", (b"<c",)),
    (MAX_TEXTS, "teks", (b"<si",)),
    (MAX_STYLES, "gaya sel", (b"<xf", b"<font", b"<fill", b"<border", b"<dxf", b"<numFmt")),
    (50_000, "nama", (b"<definedName",)),
    (10_000, "bagian", (b"<Override", b"<Default", b"<Relationship")),
    (20_000_000, "tanda", (b"<",)),
)
_CHUNK = 1024**2


@dataclass
class Notes:
    """What a file is besides its rows.

    `csv`: it is text; `epoch_1904`: its days are counted from 1904; `hidden`: how many rows of data are not
    shown; `merged`: merged cells of data, as `xlsx_tab.Tab` has them.
    """

    csv: bool = False
    epoch_1904: bool = False
    hidden: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def rows(file: IO[bytes], title: str, first_row: int) -> Iterator[Row | Notes]:
    """The rows of the file as they are printed, and its notes at the end.

    Raises Refused, OtherKind, and whatever a damaged file makes of its readers.
    """
    if not kinds.is_zip(file):
        yield from _limited(delimited.rows(file), first_row)
        yield Notes(csv=True)
        return
    with zipfile.ZipFile(file) as archive:
        kinds.refuse_other_zip(archive)
        _refuse_bomb(archive)
        book = xlsx_file.Book(archive)
        if not book.tabs:
            raise Refused("Berkas ini tidak berisi lembar.")
        tab = xlsx_tab.Tab(book, _path_of_list(book, title, first_row))
        yield from _limited(tab.rows(), first_row)
        yield Notes(
            epoch_1904=book.epoch != xlsx_file.EPOCH_1900,
            hidden=sum(number >= first_row for number in tab.hidden),
            merged=[area for area in tab.merged if area[3] >= first_row],
        )


def _path_of_list(book: xlsx_file.Book, title: str, first_row: int) -> str:
    """The tab of this title, else one that has it in A1, else one with a column of names, else the first."""
    paths = [path for name, path in book.tabs if _is(name, title)]
    if paths or len(book.tabs) == 1:
        return (paths or [book.tabs[0][1]])[0]
    heads = {path: _head(book, path, first_row) for _, path in book.tabs}
    titled = [path for path, head in heads.items() if _is(head.get(1, [""])[0], title)]
    named = [
        path
        for path, head in heads.items()
        if any(_is(text, "nama") for row in head.values() for text in row)
    ]
    return (titled or named or [book.tabs[0][1]])[0]


def _head(book: xlsx_file.Book, path: str, first_row: int) -> dict[int, list[str]]:
    head = {}
    for number, cells in xlsx_tab.Tab(book, path).rows():
        if number >= first_row:
            break
        head[number] = [str(cell) for _, cell in cells]
    return head


def _is(text: str, title: str) -> bool:
    return " ".join(text.split()).casefold() == title.casefold()


def _limited(parsed: Iterator[Row], first_row: int) -> Iterator[Row]:
    letters = above = 0
    for number, cells in parsed:
        row = [cell for cell in cells if cell[0] < MAX_COLUMNS]
        letters += sum(len(content) for _, content in row if isinstance(content, str))
        refuse_above(MAX_LETTERS, letters, "huruf")
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
                    refuse_above(limit, counts[place], noun)


def _limit_resources() -> None:
    """Set limits that the system watches. Windows has none: there `unpacking.py` watches alone."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _print(line: Any) -> None:
    sys.stdout.buffer.write(_json(line).encode() + b"\n")


def main(title: str, first_row: str) -> int:
    """Print the rows of the file on stdin, or the sentence of a refusal; return the exit code."""
    _limit_resources()
    try:
        for line in rows(sys.stdin.buffer, title, int(first_row)):
            _print(asdict(line) if isinstance(line, Notes) else line)
    except Refused as refusal:
        _print(str(refusal))
        return REFUSED
    except OtherKind as kind:
        _print(str(kind))
        return OTHER
    except MemoryError:
        return TOO_MUCH
    except Exception:  # noqa: BLE001 - a damaged file raises anything in zipfile, expat and what reads them
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
