"""Writing an xlsx row by row: every text a shared string, a few looks, laid out for screen and paper.

What does not depend on the content is in `parts/`, as XML with {gaps}. Source: ECMA-376 part 1, chapter 18.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter

from dapodik.pokok.chunks import chunks

# The media type of what is written.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A text, a number, or "": an empty cell, which has its look all the same.
Cell = str | int
# What XML cannot hold. Records are kept free of it; a download must not fail where it slipped in.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Readers take `_x0041_` for a letter, and XML a carriage return for the end of a line.
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile(r"[&<>\"_\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_PARTS = Path(__file__).with_name("parts")
# A text that was forgotten meanwhile stands twice in the table of texts, which no reader minds.
_REMEMBERED = 20_000
_ROWS_AT_ONCE = 50
# A third of the time of the usual level 6, for a file that is a quarter larger.
_LEVEL = 1


class Look(IntEnum):
    """How the cells of a row look: the place among `cellXfs` in `styles.xml`."""

    PLAIN, TEXT, NUMBER, HEADER, TITLE = range(5)


@dataclass(frozen=True)
class Line:
    """One row; empty cells at its end may be left out."""

    cells: Sequence[Cell]
    look: Look = Look.TEXT


@dataclass(frozen=True)
class Tab:
    """One sheet: `widths` of its columns in letters, `merged` areas (`A5:A6`).

    Rows 1 to `bottom` and the first `left` columns stay on the screen; on paper rows `top` to `bottom` and
    these columns come again on every page. `fits`: all columns on one page's width.
    """

    name: str
    widths: Sequence[float]
    lines: Iterable[Line]
    top: int = 1
    bottom: int = 1
    left: int = 0
    merged: Sequence[str] = ()
    fits: bool = True


def write(target: IO[bytes], title: str, tabs: Sequence[Tab]) -> None:
    """Write a workbook; the lines of the tabs are taken one by one. `title` stands in its properties."""
    with TemporaryFile() as scratch, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for name, part in _parts(title, tabs):
            package.writestr(name, part)
        texts = _Texts(scratch)
        for number, tab in enumerate(tabs, start=1):
            with package.open(f"xl/worksheets/sheet{number}.xml", "w") as file:
                for pieces in chunks(_sheet(tab, texts, is_first=number == 1), _ROWS_AT_ONCE):
                    file.write("".join(pieces).encode())
                    texts.flush()
        scratch.seek(0)
        with package.open("xl/sharedStrings.xml", "w") as file:
            file.write(_part("shared_strings_start").encode())
            copyfileobj(scratch, file)
            file.write(b"</sst>")


def _parts(title: str, tabs: Sequence[Tab]) -> Iterator[tuple[str, str]]:
    """(name, XML), in the order in which programs look that tell a file by its first bytes."""

    def each(part: str) -> str:
        return "".join(
            _part(part, index=index, number=index + 1, name=_escaped(tab.name), titles=_titles(tab))
            for index, tab in enumerate(tabs)
        )

    yield "[Content_Types].xml", _part("content_types", sheets=each("content_type"))
    yield "_rels/.rels", _part("rels")
    yield "xl/workbook.xml", _part("workbook", sheets=each("workbook_sheet"), names=each("workbook_name"))
    yield "xl/_rels/workbook.xml.rels", _part("workbook_rels", sheets=each("workbook_rel"))
    yield "xl/styles.xml", _part("styles")
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield "docProps/core.xml", _part("core", title=_escaped(title), created=now)
    yield "docProps/app.xml", _part("app")


def _part(part: str, /, **gaps: object) -> str:
    return (_PARTS / f"{part}.xml").read_text(encoding="utf-8").strip().format(**gaps)


class _Texts:
    """The table of shared strings, which grows in a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._waiting, self._count = file, list[str](), 0

    def add(self, text: str) -> int:
        """The number of the text in the table."""
        if text.isalnum():
            self._waiting.append(f"<si><t>{text}</t></si>")
        else:
            written = _escaped(text)
            blanks = "" if written == written.strip() else ' xml:space="preserve"'
            self._waiting.append(f"<si><t{blanks}>{written}</t></si>")
        self._count += 1
        return self._count - 1

    def flush(self) -> None:
        """Write what waits to the file."""
        self._file.write("".join(self._waiting).encode())
        self._waiting.clear()


class _Cells(dict[Cell, str]):
    """{content: the XML of a cell behind the number of its row} of one look."""

    def __init__(self, look: Look, texts: _Texts) -> None:
        self._texts, self._look = texts, look.value
        self._look_of_numbers = Look.NUMBER.value if look == Look.TEXT else look.value

    def __missing__(self, content: Cell) -> str:
        if isinstance(content, int):
            # A running number never comes again.
            return f'" s="{self._look_of_numbers}"><v>{content}</v></c>'
        if len(self) >= _REMEMBERED:
            self.clear()
        xml = f'" s="{self._look}"/>'
        if content:
            xml = f'" s="{self._look}" t="s"><v>{self._texts.add(content)}</v></c>'
        self[content] = xml
        return xml


def _sheet(tab: Tab, texts: _Texts, is_first: bool) -> Iterator[str]:
    """The XML of a sheet in pieces, the rows one by one."""
    letters = [get_column_letter(column) for column in range(1, len(tab.widths) + 1)]
    columns = (f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(tab.widths, 1))
    yield _part(
        "sheet_start",
        fits=int(tab.fits),
        selected=int(is_first),
        left=tab.left,
        bottom=tab.bottom,
        corner=f"{get_column_letter(tab.left + 1)}{tab.bottom + 1}",
        pane="bottomRight" if tab.left else "bottomLeft",
        columns="".join(columns),
    )
    cells_of = {look: _Cells(look, texts) for look in Look}
    starts = [f'<c r="{letter}' for letter in letters]
    number = 0
    for number, line in enumerate(tab.lines, start=1):
        row, rest = str(number), cells_of[line.look]
        cells = [start + row + rest[cell] for start, cell in zip(starts, line.cells, strict=False)]
        yield f'<row r="{row}">{"".join(cells)}</row>'
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in tab.merged)
    merged = f"<mergeCells>{areas}</mergeCells>" if areas else ""
    yield _part("sheet_end", merged=merged, area=f"A1:{letters[-1]}{number}")


def _titles(tab: Tab) -> str:
    """What comes again on every page."""
    name = "'" + tab.name.replace("'", "''") + "'!"
    columns = f"{name}$A:${get_column_letter(tab.left)}," if tab.left else ""
    return _escaped(f"{columns}{name}${tab.top}:${tab.bottom}")


def _escaped(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    written = _CODED.sub("_x005F_", _UNWRITABLE.sub("", text))
    return escape(written, {"\r": "_x000D_", '"': "&quot;"})
