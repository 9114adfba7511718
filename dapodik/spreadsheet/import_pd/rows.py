"""One row of the sheet as values of the records it speaks of."""

from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from dapodik.pokok.identity import Keys
from dapodik.pokok.models import PesertaDidik, Plain, Record, RegistrasiPesertaDidik

from ..columns import Column, Unreadable
from ..reader import Broken, Row
from ..sheets.peserta_didik import COLUMNS, NUMBER, ROMBEL
from .report import UnreadCell

# A raw text is kept to be shown and mended, not archived.
_RAW_MAX = 200


@dataclass
class Parsed:
    """A row: per model the readable values, the raw texts of unreadable cells, and the class's name.

    `rombel` is None where its cell cannot be read.
    """

    number: int
    values: dict[type[Record], dict[str, Plain]] = field(default_factory=dict)
    unread: dict[type[Record], dict[str, str]] = field(default_factory=dict)
    cells: list[UnreadCell] = field(default_factory=list)
    rombel: str | None = None

    @property
    def nama(self) -> str:
        """The pupil's name, for messages."""
        return self.text("nama") or "(tanpa nama)"

    def text(self, name: str) -> str:
        """A text value of the pupil; "" where empty or unreadable."""
        return str(self.values[PesertaDidik].get(name) or "")

    @property
    def keys(self) -> Keys:
        """What the pupil is recognised by. An unreadable birth date counts as it is written."""
        born = self.text("tanggal_lahir") or self.unread[PesertaDidik].get("tanggal_lahir", "")
        return Keys(self.text("nisn"), self.text("nik"), self.text("nama"), born)


def parse(row: Row) -> Parsed:
    """Read a row's cells by their columns."""
    parsed = Parsed(row.number)
    for model in (PesertaDidik, RegistrasiPesertaDidik):
        parsed.values[model], parsed.unread[model] = {}, {}
    for index, column in enumerate(COLUMNS):
        if column.field != NUMBER:
            _read_cell(parsed, column, index, row.cells[index])
    return parsed


def _read_cell(parsed: Parsed, column: Column, index: int, cell: Any) -> None:
    try:
        if isinstance(cell, Broken):
            raise Unreadable(cell.reason)
        value = column.codec.read(cell)
    except Unreadable as error:
        text = _raw(cell)
        parsed.unread[column.model or PesertaDidik][column.field] = text
        header = " ".join(f"{column.header} {column.sub}".split())
        # The name comes before what can be said of the row's other cells: it is the second column.
        nama = parsed.nama if column.field != "nama" else "(nama tak terbaca)"
        letter = get_column_letter(index + 1)
        parsed.cells.append(UnreadCell(parsed.number, letter, header, nama, text, str(error)))
        return
    if column.field == ROMBEL:
        parsed.rombel = str(value or "").strip()
    elif column.model:
        parsed.values[column.model][column.field] = value


def _raw(cell: Any) -> str:
    text = cell.text if isinstance(cell, Broken) else str(cell)
    return "".join(sign if sign.isprintable() else "�" for sign in text)[:_RAW_MAX]
