"""What happened to a whole column of a file, so that it is said once and not of each cell."""

from collections.abc import Iterable

from .report import Pattern
from .rows import ParsedRow

_EXAMPLES = 3


def patterns(rows: Iterable[ParsedRow]) -> list[Pattern]:
    """The patterns of these rows, the most frequent first."""
    places: dict[tuple[str, str, bool], list[int]] = {}
    zeros: dict[str, int] = {}
    for row in rows:
        for sign in row.signs:
            places.setdefault((sign.header, sign.text, sign.applied), []).append(row.number)
        for cell in row.restored:
            zeros[cell.header] = zeros.get(cell.header, 0) + 1
    unsorted = [
        Pattern(
            header, len(numbers), text, applied, zeros.get(header, 0) if applied else 0, numbers[:_EXAMPLES]
        )
        for (header, text, applied), numbers in places.items()
    ]
    return sorted(unsorted, key=lambda pattern: -pattern.cells)
