"""One row of a file as values of the records it is about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dapodik.pokok.models import Plain, Record

from ..columns import UnreadableCell
from ..layout import FileColumn, Layout
from ..reader import Broken, SheetRow
from ..sheet import NUMBER
from .report import UnreadCell

# A raw text is stored to be shown and mended, not archived.
_RAW_MAX = 200


@dataclass
class ParsedRow:
    """A row: per model the readable values and the raw texts of unreadable cells.

    `person` is the model that the row's name belongs to; `computed` the texts of columns that belong to no
    model ({field: text}). A column that the file has not, or a cell that cannot be read, is in neither.
    """

    number: int
    person: type[Record]
    values: defaultdict[type[Record], dict[str, Plain]] = field(default_factory=lambda: defaultdict(dict))
    unread: defaultdict[type[Record], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    computed: dict[str, str] = field(default_factory=dict)
    cells: list[UnreadCell] = field(default_factory=list)

    @property
    def nama(self) -> str:
        """The person's name, for messages."""
        return self.text("nama") or "(tanpa nama)"

    def text(self, name: str) -> str:
        """A text value of the person; "" where empty, unreadable or not in the file."""
        return str(self.values[self.person].get(name) or "")


def parse(row: SheetRow, layout: Layout, person: type[Record]) -> ParsedRow:
    """Read a row's cells by their columns."""
    parsed = ParsedRow(row.number, person)
    for column, cell in _name_first(zip(layout.columns, row.cells, strict=True)):
        if column.column.field != NUMBER:
            _read_cell(parsed, column, cell)
    return parsed


def _name_first(cells: Iterable[tuple[FileColumn, Any]]) -> list[tuple[FileColumn, Any]]:
    """Sort the name before all other cells: messages about those name the person."""
    return sorted(cells, key=lambda pair: pair[0].column.field != "nama")


def _read_cell(parsed: ParsedRow, column: FileColumn, cell: Any) -> None:
    model, name = column.column.model, column.column.field
    try:
        if isinstance(cell, Broken):
            raise UnreadableCell(cell.reason)
        value = column.column.codec.read(cell)
    except UnreadableCell as error:
        text = _raw(cell)
        parsed.unread[model or parsed.person][name] = text
        nama = parsed.nama if name != "nama" else "(nama tak terbaca)"
        parsed.cells.append(
            UnreadCell(parsed.number, column.header.letter, column.column.title, nama, text, str(error))
        )
        return
    if model:
        parsed.values[model][name] = value
    else:
        parsed.computed[name] = str(value or "").strip()


def _raw(cell: Any) -> str:
    text = cell.text if isinstance(cell, Broken) else str(cell)
    return "".join(sign if sign.isprintable() else "�" for sign in text)[:_RAW_MAX]
