"""Days as people and programs write them."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

_MONTHS: Mapping[str, int] = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "januari january jan",
                "februari pebruari february feb peb",
                "maret march mar mrt",
                "april apr",
                "mei may",
                "juni june jun",
                "juli july jul",
                "agustus august agu agt ags agust aug",
                "september sept sep",
                "oktober october okt oct",
                "november nopember nov nop",
                "desember december des dec",
            ),
            start=1,
        )
        for name in names.split()
    }
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ][\d:.]+z?)?")
_WITH_MONTH = re.compile(r"(\d{1,2})[\s\-/.]*([a-z]+)[\s\-/.,]*(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)[\s\-/.]*(\d{1,2})[\s\-/.,]+(\d{4})")
_NUMBERS = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})(?:\s+[\d:.]+)?")
_WEEKDAY = re.compile(r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\s*,\s*")
# Serial numbers of days between 1910 and 2100; others are no days of anybody at a school.
_SERIALS = range(3_654, 73_415)
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
MONTHS_IN_A_YEAR = 12


def read(text: str) -> date | None:
    """The day of a text that can mean only one; None where it means none, or may mean two."""
    text = _WEEKDAY.sub("", text.strip().lstrip("'").casefold())
    iso, named, english = _ISO.fullmatch(text), _WITH_MONTH.fullmatch(text), _MONTH_FIRST.fullmatch(text)
    if iso:
        return day(*map(int, iso.groups()))
    if named and named[2] in _MONTHS:
        return day(int(named[3]), _MONTHS[named[2]], int(named[1]))
    if english and english[1] in _MONTHS:
        return day(int(english[3]), _MONTHS[english[1]], int(english[2]))
    parts = numbers(text)
    if parts and (max(parts[:2]) > MONTHS_IN_A_YEAR or parts[0] == parts[1]):
        month, number = sorted(parts[:2])
        return day(parts[2], month, number)
    return None


def numbers(text: str) -> tuple[int, int, int] | None:
    """First, second and year of `05/03/2014`: of day and month either may stand first."""
    match = _NUMBERS.fullmatch(text.strip().lstrip("'"))
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def of_serial(cell: object, epoch_1904: bool) -> date | None:
    """The day of a bare serial number, a number or its text; None where it is none."""
    if isinstance(cell, str) and cell.strip().isdecimal():
        cell = int(cell)
    if not isinstance(cell, int | float) or isinstance(cell, bool) or int(cell) not in _SERIALS:
        return None
    return (_EPOCH_1904 if epoch_1904 else _EPOCH_1900) + timedelta(days=int(cell))


def swapped(moment: datetime) -> date | None:
    """The day after a program took its month for the day; None where that cannot be."""
    return day(moment.year, moment.day, moment.month)
