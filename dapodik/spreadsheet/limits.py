"""How much a spreadsheet file may hold."""

# Excel's own limits.
LAST_ROW, LAST_COLUMN, LONGEST_CELL = 1_048_576, 16_384, 32_767
MAX_CELLS = 2_000_000
MAX_TEXTS = 1_000_000
MAX_STYLES = 100_000
MAX_LETTERS = 20_000_000
# The largest school's sheet unpacks to a tenth of this.
MAX_UNPACKED = 256 * 1024**2


class Refused(Exception):
    """The file holds too much, or nothing; the message says so (Indonesian)."""


class OtherKind(Exception):
    """The file is none that is read here; the message says what it is and the way back (Indonesian)."""


def refuse_above(limit: int, count: int, noun: str) -> None:
    """Raise Refused where there are more than `limit`."""
    if count > limit:
        raise Refused(
            f"Lembar ini memuat lebih dari {dotted(limit)} {noun}, terlalu banyak untuk satu sekolah."
        )


def dotted(number: int) -> str:
    """Write a number as Indonesia does: 2.000.000."""
    return f"{number:,}".replace(",", ".")
