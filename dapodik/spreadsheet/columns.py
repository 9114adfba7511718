"""A column of a sheet: where its values live and how they are written in a cell.

The same list of columns makes the download and reads the import, so the two cannot disagree.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dapodik.pokok import display
from dapodik.pokok.models import Plain, Record
from dapodik.pokok.models.fields import TEXT_MAX
from dapodik.referensi.tables import table
from dapodik.referensi.text import no_control_characters

# Every whole number below this has one and only one float.
_EXACT = 10**15
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_BLANK = {"", "-"}


class UnreadableCell(Exception):
    """A cell whose content means nothing in its column; the message gives the reason (Indonesian)."""


class Text:
    """Text as it was written. Numbers become their digits; line breaks become blanks."""

    def read(self, cell: Any) -> Plain:
        """The plain value of a cell. Raises UnreadableCell."""
        text = re.sub(r"[\r\n\t]+", " ", as_text(cell))
        if not text.strip():
            return ""
        if len(text) > TEXT_MAX:
            raise UnreadableCell(f"lebih dari {TEXT_MAX} huruf")
        if no_control_characters.regex.search(text):  # type: ignore[union-attr]
            raise UnreadableCell("ada tanda yang tidak terlihat")
        return text

    def write(self, value: Plain) -> str:
        """The cell's text."""
        return str(value or "")


class Day:
    """A date: the text `YYYY-MM-DD`, or a real date cell. Other forms are not guessed."""

    def read(self, cell: Any) -> Plain:
        """The day, or None for an empty cell. Raises UnreadableCell."""
        if isinstance(cell, datetime):
            return cell.date().isoformat()
        if isinstance(cell, date):
            return cell.isoformat()
        text = as_text(cell).strip()
        if text in _BLANK:
            return None
        try:
            if not _DATE.fullmatch(text):
                raise ValueError
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise UnreadableCell("bukan tanggal berbentuk TTTT-BB-HH") from None

    def write(self, value: Plain) -> str:
        """`YYYY-MM-DD`."""
        return str(value or "")


class Label:
    """A label of a code table."""

    def __init__(self, table_name: str) -> None:
        self.table_name = table_name

    def read(self, cell: Any) -> Plain:
        """The code of the label. Raises UnreadableCell."""
        text = as_text(cell).strip()
        if text in _BLANK:
            return ""
        code = table(self.table_name).code(text)
        if code is None:
            raise UnreadableCell("tidak ada dalam daftar pilihan")
        return code

    def write(self, value: Plain) -> str:
        """The label of the code."""
        return table(self.table_name).label(str(value or ""))


class Labels(Label):
    """Several labels of a table of bit values, joined with commas; stored as their sum."""

    def read(self, cell: Any) -> Plain:
        """The sum of the labels' values. Raises UnreadableCell."""
        parts = [part for part in re.split(r"[,;]", as_text(cell)) if part.strip()]
        codes = {str(super(Labels, self).read(part)) for part in parts} - {""}
        return str(sum(int(code) for code in codes)) if codes else ""

    def write(self, value: Plain) -> str:
        """The labels of the bits."""
        return display.flags_label(self.table_name, str(value or ""))


class Choice:
    """One of a few letters (L/P)."""

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def read(self, cell: Any) -> Plain:
        """The letter. Raises UnreadableCell."""
        text = as_text(cell).strip().upper()
        if text in _BLANK:
            return ""
        if text not in self.choices:
            raise UnreadableCell(f"bukan {' atau '.join(self.choices)}")
        return text

    def write(self, value: Plain) -> str:
        """The letter."""
        return str(value or "")


class YesNo:
    """Ya or Tidak."""

    def read(self, cell: Any) -> Plain:
        """True, False, or None for an empty cell. Raises UnreadableCell."""
        text = as_text(cell).strip().casefold()
        if text in _BLANK:
            return None
        if text not in ("ya", "tidak"):
            raise UnreadableCell("bukan Ya atau Tidak")
        return text == "ya"

    def write(self, value: Plain) -> str:
        """Ya, Tidak or nothing."""
        return "" if value is None else "Ya" if value else "Tidak"


Codec = Text | Day | Label | Labels | Choice | YesNo


@dataclass(frozen=True)
class Column:
    """One column of a sheet, and where its value lives.

    `header`: row 5; where that is the header of a group, `sub` is the column's own in row 6. `model` None:
    the value is worked out (running number, class). `older`: its own headers in other versions of Dapodik.
    """

    header: str
    model: type[Record] | None
    field: str
    codec: Codec
    sub: str = ""
    older: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The column in one line: `Data Ayah NIK`."""
        return " ".join(f"{self.header} {self.sub}".split())

    @property
    def headers(self) -> list[tuple[str, str]]:
        """(group, own header) under which files have the column; group "" where it stands in none."""
        group, own = (self.header, self.sub) if self.sub else ("", self.header)
        return [(group, text) for text in (own, *self.older)]


def as_text(cell: Any) -> str:
    """Return a cell's content as text. Raises UnreadableCell where digits or meaning would be lost."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        raise UnreadableCell("isi sel BENAR/SALAH, bukan teks")
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        if abs(cell) >= _EXACT:
            raise UnreadableCell("angka panjang tersimpan sebagai bilangan sehingga digit akhirnya hilang")
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)
