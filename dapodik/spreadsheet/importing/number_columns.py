"""Numbers that are text in the file, though a program had them as numbers before: they count as numbers.

In a CSV all is text, so it is the column that tells.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..columns import Identifier
from ..identifiers import Form, has_lost_digits
from ..layout import Layout
from ..reader import SheetRow


def as_numbers(rows: Sequence[SheetRow], layout: Layout, is_csv: bool) -> Sequence[SheetRow]:
    """The rows with those texts as the numbers that they were."""
    changed = [list(row.cells) for row in rows]
    for place, column in enumerate(layout.columns):
        codec = column.column.codec
        if not isinstance(codec, Identifier):
            continue
        lost = has_lost_digits([cells[place] for cells in changed])
        for cells in changed if lost or is_csv else ():
            if _was_number(cells[place], codec.form, lost):
                cells[place] = int(cells[place])
    return [
        row if row.cells == tuple(cells) else replace(row, cells=tuple(cells))
        for row, cells in zip(rows, changed, strict=True)
    ]


def _was_number(cell: Any, form: Form, lost: bool) -> bool:
    if not (isinstance(cell, str) and cell.isascii() and cell.isdecimal()) or cell.startswith("0"):
        return False
    return lost or form.restored(cell) != cell
