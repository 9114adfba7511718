"""The rows of one tab of an .xlsx file, as they stand in it."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from .limits import LAST_COLUMN, LAST_ROW, LONGEST_CELL, MAX_CELLS, MAX_STYLES, refuse_above
from .office_xml import LOCAL, parser_of, unescaped
from .xlsx_file import EPOCH_1900, Book

# Text, a number or a bool; or what the cell is, with its text: {"tanggal": ISO}, {"rumus": text},
# {"kesalahan": text}, {"persen": text}, {"waktu": text}.
Cell = str | int | float | bool | dict[str, str]
Row = tuple[int, list[tuple[int, Cell]]]

_CHUNK = 1024**2
# Rows of which nothing but their look is stored: a sheet may have a million of them.
_BLANK_ROWS = re.compile(rb'<row r="\d{1,7}"[^<>]*(?:/>|>(?:<c r="[A-Z]{1,3}\d+"[^<>]*/>)*</row>)')
# In the calendar of 1900 there was a 29 February.
_FIRST_OF_MARCH_1900 = 60
_MAX_SERIAL = 2_958_465


class Tab:
    """One tab. `hidden`: how many rows with something in them are not shown; `merged`: its merged cells as
    `(first column, first row, last column, last row)`, columns from 0. Both are whole after `rows`."""

    def __init__(self, book: Book, path: str) -> None:
        self.book = book
        self.path = path
        self.hidden: list[int] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self._ready: list[Row] = []
        self._cells: list[tuple[int, Cell]] = []
        self._row = self._last = self._count = 0
        self._is_hidden = False
        self._column = -1
        self._type = ""
        self._style = 0
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._phonetic = False

    def rows(self) -> Iterator[Row]:
        """The rows that stand in the file and hold something, each below the one before."""
        parser = parser_of(self._start, self._end, self._text)
        with self.book.open(self.path) as part:
            rest = b""
            while chunk := part.read(_CHUNK):
                whole, mark, rest = (rest + chunk).rpartition(b"</row>")
                if not mark:
                    whole, rest = rest, b""
                parser.Parse(_BLANK_ROWS.sub(b"", whole + mark))
                yield from self._ready
                self._ready.clear()
            parser.Parse(_BLANK_ROWS.sub(b"", rest), True)
        yield from self._ready

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = LOCAL[name]
        if tag == "c":
            place = attributes.get("r")
            self._column = _COLUMNS[place.rstrip("0123456789")] if place else self._column + 1
            self._type = attributes.get("t", "n")
            self._style = int(attributes.get("s", 0))
            self._value, self._formula = [], None
            self._count += 1
            refuse_above(MAX_CELLS, self._count, "sel")
            refuse_above(LAST_COLUMN, self._column + 1, "kolom")
        elif tag in ("v", "t"):
            self._into = None if self._phonetic else self._value
        elif tag == "f":
            self._into = self._formula = []
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            refuse_above(LAST_ROW, self._row, "baris")
            self._is_hidden = attributes.get("hidden") in ("1", "true")
            self._cells, self._column = [], -1
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _end(self, name: str) -> None:
        tag = LOCAL[name]
        if tag in ("v", "t", "f"):
            self._into = None
        elif tag == "c":
            if self._value or self._formula is not None:
                content = self._content()
                if not (isinstance(content, str) and not content.strip()):
                    self._cells.append((self._column, content))
        elif tag == "row":
            if self._cells and self._row > self._last:
                self._last = self._row
                self._ready.append((self._row, self._cells))
                if self._is_hidden:
                    self.hidden.append(self._row)
        elif tag == "rPh":
            self._phonetic = False

    def _text(self, piece: str) -> None:
        if self._into is not None:
            self._into.append(piece)

    def _merge(self, area: str) -> None:
        refuse_above(MAX_STYLES, len(self.merged), "sel gabungan")
        first, _, last = area.partition(":")
        corners = [_corner(corner) for corner in (first, last or first)]
        self.merged.append((*corners[0], *corners[1]))

    def _content(self) -> Cell:
        if self._formula is not None:
            return {"rumus": "=" + "".join(self._formula)[:LONGEST_CELL]}
        text = "".join(self._value)
        if self._type == "s":
            return self.book.texts[int(text)]
        if self._type == "n":
            return self._number(text)
        if self._type == "b":
            return text.strip() in ("1", "true")
        if self._type == "e":
            return {"kesalahan": text[:LONGEST_CELL]}
        if self._type == "d":
            return {"tanggal": datetime.fromisoformat(text.strip()).replace(tzinfo=None).isoformat()}
        return unescaped(text)[:LONGEST_CELL]

    def _number(self, text: str) -> Cell:
        text = text.strip()
        if not text:
            return ""
        number = int(text) if text.lstrip("-").isdecimal() else float(text)
        if not -1e300 < number < 1e300:
            return {"kesalahan": text[:LONGEST_CELL]}
        kind = self.book.formats[self._style] if self._style < len(self.book.formats) else ""
        if not kind:
            return number
        if kind == "tanggal" and 1 <= number < _MAX_SERIAL:
            return {kind: day_of(number, self.book.epoch).isoformat()}
        return number if kind == "tanggal" else {kind: text[:LONGEST_CELL]}


def day_of(serial: float, epoch: datetime) -> datetime:
    """The moment that a number of days since an epoch means."""
    if epoch == EPOCH_1900 and serial < _FIRST_OF_MARCH_1900:
        serial += 1
    return (epoch + timedelta(days=serial)).replace(microsecond=0)


class _ColumnNumbers(dict[str, int]):
    """The numbers of columns by their letters, from 0."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters.replace("$", "").upper():
            if not "A" <= letter <= "Z":
                raise ValueError(f"no column: {letters}")
            number = number * 26 + ord(letter) - ord("A") + 1
        self[letters] = number - 1
        return number - 1


_COLUMNS = _ColumnNumbers()


def _corner(place: str) -> tuple[int, int]:
    letters = place.rstrip("0123456789")
    return _COLUMNS[letters.rstrip("$")], int(place[len(letters) :])
