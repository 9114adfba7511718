"""Merged cells as a person sees them: what stands in the first row of the area stands in all of them.

A file has the content in one cell alone. The others are no empty cells: taken for such, they would clear what
is known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

# First column, first row, last column, last row.
Area = tuple[int, int, int, int]
Row = tuple[int, Mapping[int, Any]]


class Covered:
    """A cell that another one is drawn over; it says nothing."""

    def __str__(self) -> str:
        return ""


COVERED = Covered()


def spread(rows: Iterable[Row], areas: Sequence[Area], columns: int) -> Iterator[Row]:
    """The rows, in their order, with the cells of these areas filled: downwards with the content, to the
    right with COVERED. `columns`: those beyond are left out."""
    if not areas:
        yield from rows
        return
    coming = sorted(areas, key=lambda area: area[1], reverse=True)
    # By column: until which row, and what is drawn there.
    active: dict[int, tuple[int, Any]] = {}
    for number, cells in rows:
        while coming and coming[-1][1] <= number:
            first, _, last, end = coming.pop()
            active |= dict.fromkeys(range(first + 1, min(last + 1, columns)), (end, COVERED))
            active[first] = (end, cells.get(first, COVERED))
        active = {column: drawn for column, drawn in active.items() if drawn[0] >= number}
        yield number, {**{column: content for column, (_, content) in active.items()}, **cells}
