"""Months as keaktifan names them: `YYYY-MM`."""


def beside(bulan: str, by: int) -> str:
    """The month so many months after this one (before it where negative)."""
    count = int(bulan[:4]) * 12 + int(bulan[5:7]) - 1 + by
    return f"{count // 12}-{count % 12 + 1:02d}"
