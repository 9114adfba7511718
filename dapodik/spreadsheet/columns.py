"""A column of a sheet: where its values live and how they are written in a cell.

The same list of columns makes the download and reads the import, so the two cannot disagree.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dapodik.pokok import display
from dapodik.pokok.models import Plain, Record
from dapodik.pokok.models.fields import TEXT_MAX
from dapodik.pokok.models.record import to_plain
from dapodik.referensi.tables import table
from dapodik.referensi.text import no_control_characters

from . import days, identifiers
from .cleaning import clean, hides_signs
from .identifiers import Form

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
# A sign that makes text of a number where it is typed into a sheet, and stays where it is pasted.
_TYPED_APOSTROPHE = re.compile(r"^'(?=[-+]?\d)")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_BLANK = {"", "-"}
_FLAGS = {"0", "1", "0.0", "1.0", "ya", "tidak"}
_YES = {"ya", "y", "yes", "benar", "true", "1"}
_NO = {"tidak", "tdk", "t", "n", "no", "salah", "false", "0"}
# What is told of cells that are read all the same.
NUMBER_CELL = "tersimpan sebagai angka: lembar ini pernah disimpan ulang dari CSV"
INVISIBLE = "berisi tanda yang tidak terlihat; tandanya dibuang"


class UnreadableCell(Exception):
    """A cell whose content means nothing in its column; the message gives the reason (Indonesian)."""


class DamagedCell(UnreadableCell):
    """A cell that held something once, before a program or a copy spoiled it: it never stands for a value
    that is known here."""


class SpoiledCell(DamagedCell):
    """One that a program spoils together with its whole column; told once."""


class SilentCell(Exception):
    """A cell that says nothing of its field, not even that it is empty."""


class Codec:
    """How the values of a column stand in cells, and what a good one is. `empty`: that of an empty cell."""

    empty: Plain = ""

    def read(self, cell: Any) -> Plain:
        """The plain value of a cell. Raises UnreadableCell, or SilentCell."""
        raise NotImplementedError

    def write(self, value: Plain) -> str:
        """The cell's text of a value."""
        return str(value or "")

    def means(self, cell: Any, known: Plain) -> bool:
        """Return whether the cell stands for a value that is known, though it reads otherwise."""
        return isinstance(cell, str) and cell == self.write(known)

    def sign(self, cell: Any) -> str:
        """What happened to a cell that is read all the same, in words for the operator; else ""."""
        return INVISIBLE if isinstance(cell, str) and hides_signs(cell) else ""


class Text(Codec):
    """Text as it was written. Numbers become their digits; line breaks become blanks."""

    def read(self, cell: Any) -> Plain:
        """The plain value of a cell. Raises UnreadableCell."""
        if isinstance(cell, datetime):
            raise SpoiledCell("tersimpan sebagai tanggal")
        text = _TYPED_APOSTROPHE.sub("", clean(as_text(cell)))
        if not text.strip():
            return ""
        if len(text) > TEXT_MAX:
            raise UnreadableCell(f"lebih dari {TEXT_MAX} huruf")
        if not text.isprintable() and no_control_characters.regex.search(text):  # type: ignore[union-attr]
            raise UnreadableCell("ada tanda yang tidak terlihat")
        return text


class Identifier(Text):
    """A number that names somebody or something; text, whatever a program has made of it."""

    def __init__(self, form: Form | None = None) -> None:
        self.form = form or Form()

    def read(self, cell: Any) -> Plain:
        """The number with all its zeros. Raises SpoiledCell where digits are lost."""
        if _is_number(cell):
            if not cell:
                raise SilentCell
            digits = identifiers.from_number(cell)
            if digits is None:
                raise SpoiledCell(identifiers.LOST_DIGITS)
            return self.form.restored(digits)
        if isinstance(cell, str) and cell.isascii() and cell.isdecimal() and len(cell) <= TEXT_MAX:
            return cell
        text = identifiers.bare(str(super().read(cell)))
        if identifiers.is_scientific(text):
            raise SpoiledCell(identifiers.SCIENTIFIC)
        return text

    def means(self, cell: Any, known: Plain) -> bool:
        """Return whether a known number is this one before its damage."""
        if not known or super().means(cell, known):
            return bool(known)
        if _is_number(cell):
            return identifiers.is_same_number(str(known), f"{cell:.15g}")
        return isinstance(cell, str) and identifiers.is_worse(str(known), identifiers.bare(clean(cell)))

    def sign(self, cell: Any) -> str:
        """That the number is no text, or that it hides signs."""
        return NUMBER_CELL if _is_number(cell) else super().sign(cell)


class Quantity(Text):
    """A number that is counted or measured; as it was written, but with a decimal point."""

    def read(self, cell: Any) -> Plain:
        """The number as text; other text as it was written. Raises UnreadableCell."""
        text = str(super().read(cell))
        return text.strip().replace(",", ".") if _DECIMAL_COMMA.fullmatch(text.strip()) else text

    def means(self, cell: Any, known: Plain) -> bool:
        """Return whether both are one number: a program drops the zeros at either end."""
        if super().means(cell, known):
            return True
        both = [_NUMBER.fullmatch(str(self.read(value))) for value in (cell, known)]
        return all(both) and len({float(match[0]) for match in both if match}) == 1


class CardName(Text):
    """The name on a card. Real downloads have a flag there, which is no name."""

    def read(self, cell: Any) -> Plain:
        """The name. Raises SilentCell for a flag."""
        if isinstance(cell, bool) or str(cell).strip().casefold() in _FLAGS:
            raise SilentCell
        return super().read(cell)


class Day(Codec):
    """A day: the text `YYYY-MM-DD`, a real date cell, or a text that can mean only one day."""

    empty = None

    def read(self, cell: Any) -> Plain:
        """The day, or None for an empty cell. Raises DamagedCell."""
        if isinstance(cell, datetime):
            return cell.date().isoformat()
        if isinstance(cell, date):
            return cell.isoformat()
        text = clean(as_text(cell)).strip()
        if text in _BLANK:
            return None
        day = days.read(text)
        if day is None:
            raise DamagedCell("bukan tanggal yang dapat dibaca; tulis TTTT-BB-HH")
        return day.isoformat()


class Label(Codec):
    """A label of a code table."""

    def __init__(self, table_name: str) -> None:
        self.table_name = table_name

    def read(self, cell: Any) -> Plain:
        """The code of the label. Raises UnreadableCell."""
        text = clean(as_text(cell)).strip()
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
        parts = [part for part in re.split(r"[,;]", clean(as_text(cell))) if part.strip()]
        codes = {str(super(Labels, self).read(part)) for part in parts} - {""}
        return str(sum(int(code) for code in codes)) if codes else ""

    def write(self, value: Plain) -> str:
        """The labels of the bits."""
        return display.flags_label(self.table_name, str(value or ""))


def _letters_of(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalpha())


class Choice(Codec):
    """One of a few letters, which files may write as words: `{"L": ("laki-laki",)}`."""

    def __init__(self, words: Mapping[str, Collection[str]]) -> None:
        self.words = words
        self._letters = {
            _letters_of(word): letter for letter, names in words.items() for word in (letter, *names)
        }

    def read(self, cell: Any) -> Plain:
        """The letter. Raises UnreadableCell."""
        text = clean(as_text(cell)).strip()
        if text in _BLANK:
            return ""
        letter = self._letters.get(_letters_of(text))
        if letter is None:
            raise UnreadableCell(f"bukan {' atau '.join(self.words)}")
        return letter


JENIS_KELAMIN = Choice(
    {"L": ("laki-laki", "laki", "lk", "pria", "male"), "P": ("perempuan", "pr", "wanita", "female")}
)


class YesNo(Codec):
    """Ya or Tidak."""

    empty = None

    def read(self, cell: Any) -> Plain:
        """True, False, or None for an empty cell. Raises UnreadableCell."""
        if isinstance(cell, bool):
            return cell
        text = clean(as_text(cell)).strip().casefold()
        if text in _BLANK:
            return None
        if text not in _YES | _NO:
            raise UnreadableCell("bukan Ya atau Tidak")
        return text in _YES

    def write(self, value: Plain) -> str:
        """Ya, Tidak or nothing."""
        return "" if value is None else "Ya" if value else "Tidak"


class Written(dict[Any, str]):
    """{value of the database: text of the cell} of one column, filled as values come."""

    def __init__(self, codec: "Codec") -> None:
        self._codec = codec

    def __missing__(self, value: Any) -> str:
        text = self[value] = self._codec.write(to_plain(value))
        return text


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
        raise DamagedCell("isi sel BENAR/SALAH, bukan teks")
    if isinstance(cell, int | float):
        digits = identifiers.from_number(cell)
        if digits is None:
            raise SpoiledCell(identifiers.LOST_DIGITS)
        return digits
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
