"""Numbers that name somebody or something (NISN, NIK, cards, phones): what a good one is, and what programs
do to it.

They are text. A spreadsheet program that takes one for a quantity drops the zeros in front of it and every
digit from the 16th on; as text it may then be written `3,27E+15`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LOST_DIGITS = "tersimpan sebagai angka; digit akhirnya sudah hilang"
SCIENTIFIC = "tertulis sebagai bilangan ilmiah; digit akhirnya sudah hilang"

# The digits that a spreadsheet program keeps of a number.
_KEPT_DIGITS = 15
_TOO_LARGE = 10**_KEPT_DIGITS
_SCIENTIFIC = re.compile(r"[+-]?\d+([.,]\d+[eE][+-]?|[eE][+-])\d+")
_FRACTION_OF_ZEROS = re.compile(r"(\d+)[.,]0+")
_SEPARATORS = re.compile(r"[\s.\-+/()]")
_MOBILE, _COUNTRY = "8", "62"
# Of fewer numbers all may end in 0 by chance.
_FEW = 5
# Fewer digits are a number inside a town, which has no zero in front.
_WITH_AREA_CODE = 9


@dataclass(frozen=True)
class Form:
    """What is known of the numbers of one column. `length`: all have so many signs; `phone`: a call begins
    with 0."""

    length: int = 0
    phone: bool = False

    def restored(self, digits: str) -> str:
        """The digits with the zeros in front that a number cannot have; as they are where none is certain."""
        if not digits.isdecimal():
            return digits
        if self.phone:
            lost = len(digits) >= _WITH_AREA_CODE and not digits.startswith(("0", _COUNTRY))
            return f"0{digits}" if lost else digits
        return digits.zfill(self.length)


def from_number(number: int | float) -> str | None:
    """The digits of a number cell; None where some of them are lost."""
    if abs(number) >= _TOO_LARGE:
        return None
    return str(int(number)) if float(number).is_integer() else f"{number:.15g}"


def bare(text: str) -> str:
    """The text without what is typed around a number so that it stays text: blanks, an apostrophe, `.0`."""
    text = unicodedata.normalize("NFKC", text).strip().lstrip("'").strip()
    whole = _FRACTION_OF_ZEROS.fullmatch(text)
    return whole[1] if whole else text


def is_scientific(text: str) -> bool:
    """Return whether the text is a number as programs show a long one: `3.27E+15`, `3,27E+15`."""
    return bool(_SCIENTIFIC.fullmatch(text))


def is_same_number(known: str, digits: str) -> bool:
    """Return whether both are one number: zeros in front and what divides the digits do not count."""
    ours, theirs = _significant(known), _significant(digits)
    return ours.isdecimal() and ours == theirs


def is_worse(known: str, text: str) -> bool:
    """Return whether the text is a known number after a program has damaged it."""
    if is_same_number(known, text):
        return len(_digits(text)) < len(_digits(known)) or (known.isdecimal() and not text.isdecimal())
    return known != text and text in _cut(known)


def has_lost_digits(cells: Iterable[object]) -> bool:
    """Return whether the long numbers of a column, which are text, were quantities before: all end in 0."""
    long = [cell for cell in cells if isinstance(cell, str) and len(cell) > _KEPT_DIGITS and cell.isdecimal()]
    return len(long) >= _FEW and all(cell.endswith("0") for cell in long)


def _digits(text: str) -> str:
    return _SEPARATORS.sub("", text)


def _significant(text: str) -> str:
    return _digits(text).lstrip("0")


def _cut(known: str) -> set[str]:
    """What programs make of a long number: its last digits cut off, rounded, or those of a float."""
    if not (known.isascii() and known.isdecimal() and int(known) >= _TOO_LARGE):
        return set()
    number = int(known)
    unit = 10 ** (len(str(number)) - _KEPT_DIGITS)
    return {
        str(number // unit * unit),
        str((number + unit // 2) // unit * unit),
        f"{float(number):.0f}",
    }
