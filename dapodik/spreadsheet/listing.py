"""A plain list as an xlsx: headers in the first row, one line a row, all of it text."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import IO

from . import xlsx
from .xlsx import Cell, Line, Look, Tab

_WIDEST = 70


def write_list(
    target: IO[bytes], title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a workbook of one sheet to `target`. `columns`: (header, width in letters)."""
    header = Line([header for header, _ in columns], Look.HEADER)
    widths = [min(width, _WIDEST) for _, width in columns]
    xlsx.write(target, title, [Tab(title, widths, chain([header], map(Line, rows)))])
