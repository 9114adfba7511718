"""What a cell of a KIP list means: lists come through Excel, which spoils numbers and dates.

Only what has one meaning is read; the note says how it was read.
"""

import re
from datetime import date

_SIGNS = re.compile(r"[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_QUOTES = "'`\u2018\u2019\u00b4"
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T]00:00(?::00)?)?")
_IN_WORDS = re.compile(r"(\d{1,2})\s+([a-z]+)\.?\s+(\d{4})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_NISN_LENGTH, _NISN_LEAST = 10, 7


class Unusable(Exception):
    """A cell that has lost what it meant; the message says how (Indonesian)."""


def nisn(text: str) -> tuple[str, str]:
    """The NISN, with the zeros in front that Excel drops, and a note about what was done to it, else "".

    Raises Unusable.
    """
    number, note = _number(text, "NISN")
    if number.isdecimal() and _NISN_LEAST <= len(number) < _NISN_LENGTH:
        number = number.zfill(_NISN_LENGTH)
        return number, f"NISN “{text}” dibaca {number}: nol di depannya hilang."
    return number, note


def nik(text: str) -> tuple[str, str]:
    """The NIK, and a note about what was done to it, else "". Raises Unusable."""
    return _number(text, "NIK")


def birth_date(text: str) -> tuple[str, str]:
    """The date as YYYY-MM-DD, and a note where it was written otherwise, else "".

    A date in figures is day, month, year, as Indonesia writes it. Raises Unusable.
    """
    if not text:
        return "", ""
    try:
        read = _date(text)
    except ValueError as error:
        raise Unusable(f"Tanggal lahir “{text}” bukan tanggal berbentuk TTTT-BB-HH.") from error
    return read, "" if read == text else f"Tanggal lahir “{text}” dibaca {read}."


def _number(text: str, label: str) -> tuple[str, str]:
    bare = _SIGNS.sub("", text).strip(_QUOTES).removesuffix(".0").removesuffix(",0")
    if _SCIENTIFIC.fullmatch(bare):
        raise Unusable(f"{label} tersimpan sebagai angka “{text}”; digit akhirnya sudah hilang.")
    return bare, "" if bare == text else f"{label} “{text}” dibaca {bare}: spasi atau tanda petik dibuang."


def _date(text: str) -> str:
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _IN_WORDS.fullmatch(text):
        day, month, year = int(match[1]), _MONTHS.index(match[2][:3].casefold()) + 1, int(match[3])
    else:
        raise ValueError(text)
    return date(year, month, day).isoformat()
