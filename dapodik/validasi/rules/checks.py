"""Small questions about one value that several rules ask."""

import re
from datetime import date
from math import asin, cos, radians, sin, sqrt

_EARTH_KM = 6371.0
_DIGIT = re.compile(r"\d")
_BEFORE = re.compile(r"(drs|dra|ir|prof|dr)\.?\s", re.IGNORECASE)
_AFTER = re.compile(r"\b([sm]\.?\s?(pd|ag|kom|si|sos|h|e|t|kes|hum|m|ap|ip)|a\.?\s?ma)\b", re.IGNORECASE)
_GLUED = re.compile(
    r"\s([sm]\.pd|[sm]\.ag|[sm]\.kom|[sm]\.si|[sm]\.sos|s\.h|s\.e|s\.t|m\.m)\b", re.IGNORECASE
)


def has_digits(text: str, count: int) -> bool:
    """True for a text of exactly `count` digits 0 to 9, and nothing else."""
    return len(text) == count and text.isascii() and text.isdigit()


def number(text: str) -> float | None:
    """The number that a text is written for (with decimal point or comma); None where it is not one."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None


def is_abroad(text: str, limits: tuple[float, float]) -> bool:
    """True for a latitude or longitude outside its limits, and for a text that is no number.

    0 is not abroad: it means that nobody has measured.
    """
    value, (lowest, highest) = number(text), limits
    return value != 0 and (value is None or not lowest <= value <= highest)


def has_digit(text: str) -> bool:
    """True for a text with a digit in it."""
    return bool(_DIGIT.search(text))


def age_on(day: date, born: date) -> int:
    """Full years from the day of birth to this day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def without_blanks(text: str) -> str:
    """The text without blanks at its ends, and with single blanks inside."""
    return " ".join(text.split())


def has_title(name: str) -> bool:
    """True for a name with an academic title after it (`Asep, S.Pd.`) or before it (`Drs. Asep`)."""
    head, _, tail = name.partition(",")
    return bool(_BEFORE.match(head.strip()) or _AFTER.search(tail) or _GLUED.search(head))


def distance_km(start: tuple[str, str], end: tuple[str, str]) -> float | None:
    """Kilometres between two points (latitude, longitude as written); None where one of them is unknown."""
    numbers = [number(text) if text else None for text in (*start, *end)]
    if not all(numbers):
        return None
    lat1, lon1, lat2, lon2 = (radians(value or 0) for value in numbers)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
