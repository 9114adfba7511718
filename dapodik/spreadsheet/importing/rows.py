"""One row of a file as values of the records it is about."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from dapodik.pokok.models import Plain, Record

from ..columns import DamagedCell, SilentCell, SpoiledCell, UnreadableCell
from ..layout import FileColumn, Layout
from ..merged_cells import COVERED
from ..reader import Broken, SheetRow
from .report import RestoredCell, UnreadCell

# A raw text is stored to be shown and mended, not archived.
_RAW_MAX = 200


@dataclass(frozen=True)
class Sign:
    """What happened to a cell, in words; `applied`: whether it is imported all the same."""

    header: str
    text: str
    applied: bool


@dataclass
class ParsedRow:
    """A row: per model the readable values and the raw texts of unreadable cells.

    `person` is the model that the row's name belongs to; `computed` the texts of columns that belong to no
    model ({field: text}). A column that the file has not, or a cell that cannot be read, is in neither.
    `damaged` and `silent`: fields whose cells are spoiled, or say nothing; `signs`: what happened to cells.
    """

    row: SheetRow
    layout: Layout
    person: type[Record]
    values: defaultdict[type[Record], dict[str, Plain]] = field(default_factory=lambda: defaultdict(dict))
    unread: defaultdict[type[Record], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    computed: dict[str, str] = field(default_factory=dict)
    cells: list[UnreadCell] = field(default_factory=list)
    damaged: set[tuple[type[Record], str]] = field(default_factory=set)
    silent: set[tuple[type[Record], str]] = field(default_factory=set)
    signs: list[Sign] = field(default_factory=list)
    restored: list[RestoredCell] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The row's number in the file."""
        return self.row.number

    @property
    def nama(self) -> str:
        """The person's name, for messages."""
        return self.text("nama") or "(tanpa nama)"

    def text(self, name: str) -> str:
        """A text value of the person; "" where empty, unreadable or not in the file."""
        return str(self.values[self.person].get(name) or "")

    def leaves(self, record: Record, name: str) -> bool:
        """Return whether the field stays as it is: its cell says nothing, or is the same value, or it is
        damaged and the record has a good one."""
        field_of = (type(record), name)
        known = record.plain(name)
        if field_of in self.silent:
            return True
        if field_of in self.damaged:
            return known not in ("", None)
        place = self.layout.place_of.get(field_of)
        if place is None or name not in self.values[type(record)]:
            return False
        return self.layout.columns[place].column.codec.means(self.row.cells[place], known)

    def content(self) -> str:
        """All that the row holds, to be compared with other rows of its file."""
        return repr((dict(self.values), dict(self.unread), self.computed))


def parse(row: SheetRow, layout: Layout, person: type[Record]) -> ParsedRow:
    """Read a row's cells by their columns."""
    parsed = ParsedRow(row, layout, person)
    for place, column in layout.speaking:
        _read_cell(parsed, column, row.cells[place])
    return parsed


def _read_cell(parsed: ParsedRow, column: FileColumn, cell: Any) -> None:
    model, name = column.column.model, column.column.field
    codec = column.column.codec
    try:
        if cell is COVERED:
            raise SilentCell
        if isinstance(cell, Broken):
            raise DamagedCell(cell.reason)
        value = codec.empty if cell is None else codec.read(cell)
    except SilentCell:
        parsed.silent.add((model or parsed.person, name))
        return
    except UnreadableCell as error:
        text = _raw(cell)
        parsed.unread[model or parsed.person][name] = text
        if isinstance(error, DamagedCell):
            parsed.damaged.add((model or parsed.person, name))
        if isinstance(error, SpoiledCell):
            parsed.signs.append(Sign(column.column.title, str(error), applied=False))
        nama = parsed.nama if name != "nama" else "(nama tak terbaca)"
        parsed.cells.append(
            UnreadCell(
                parsed.number,
                column.header.letter,
                column.column.title,
                nama,
                text,
                str(error),
                isinstance(error, SpoiledCell),
            )
        )
        return
    if value != cell:
        _note_repair(parsed, column, cell, value)
    if model:
        parsed.values[model][name] = value
    else:
        parsed.computed[name] = str(value or "").strip()


def _note_repair(parsed: ParsedRow, column: FileColumn, cell: Any, value: Plain) -> None:
    sign = column.column.codec.sign(cell)
    if not sign:
        return
    parsed.signs.append(Sign(column.column.title, sign, applied=True))
    zeros = not isinstance(cell, str) and str(value).startswith("0")
    if zeros:
        cells = (parsed.number, parsed.nama, column.column.title, _raw(cell), str(value))
        parsed.restored.append(RestoredCell(*cells))


def _raw(cell: Any) -> str:
    text = cell.text if isinstance(cell, Broken) else str(cell)
    return "".join(sign if sign.isprintable() else "�" for sign in text)[:_RAW_MAX]
