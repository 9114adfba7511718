"""Months as keaktifan names them: `YYYY-MM`."""

from datetime import date

from django.utils.formats import date_format


def beside(bulan: str, by: int) -> str:
    """The month so many months after this one (before it where negative)."""
    count = int(bulan[:4]) * 12 + int(bulan[5:7]) - 1 + by
    return f"{count // 12}-{count % 12 + 1:02d}"


def in_words(bulan: str) -> str:
    """`2026-10` as it is read: Oktober 2026. What is no month stays as it is."""
    try:
        return date_format(date.fromisoformat(f"{bulan}-01"), "F Y")
    except ValueError:
        return bulan
