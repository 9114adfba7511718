"""Which columns of a sheet a file has: known by their headers, wherever they stand.

A newer or older version of Dapodik may have a column more or fewer, in another place, or under another name.
Such a file is read all the same; the operator is told what differs.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from openpyxl.utils import get_column_letter

from dapodik.pokok.models import Record

from .columns import Column
from .sheet import HEADER_ROW, NUMBER, Sheet, SheetError

_LONGEST_QUOTE = 40


@dataclass(frozen=True)
class FileHeader:
    """The header of one column of a file: `index` counts from 0, `group` is "" outside a group of columns."""

    index: int
    group: str
    text: str

    @property
    def letter(self) -> str:
        """The letter of the column."""
        return get_column_letter(self.index + 1)

    @property
    def title(self) -> str:
        """Group and header in one line, cut where that is very long."""
        return " ".join(f"{self.group} {self.text}".split())[:_LONGEST_QUOTE]


@dataclass(frozen=True)
class FileColumn:
    """A column of the sheet, and under which header a file has it."""

    column: Column
    header: FileHeader


@dataclass(frozen=True)
class Layout:
    """The columns of a file.

    `columns`: those that are read, in the file's order; `missing`: those of the sheet that the file has not;
    `unknown`: headers of the file that the sheet does not know; `moved`: of `columns` those that stand out of
    the sheet's order.
    """

    columns: Sequence[FileColumn]
    missing: Sequence[Column]
    unknown: Sequence[FileHeader]
    moved: Sequence[FileColumn]

    @cached_property
    def place_of(self) -> Mapping[tuple[type[Record] | None, str], int]:
        """The place of a field's column among `columns`."""
        return {
            (column.column.model, column.column.field): place for place, column in enumerate(self.columns)
        }

    @cached_property
    def speaking(self) -> list[tuple[int, FileColumn]]:
        """The columns with their places, all but the running number; the name first, for messages tell it."""
        columns = [pair for pair in enumerate(self.columns) if pair[1].column.field != NUMBER]
        return sorted(columns, key=lambda pair: pair[1].column.field != "nama")

    @cached_property
    def renamed(self) -> list[FileColumn]:
        """The columns that are read under another header than the sheet's own."""
        return [
            column
            for column in self.columns
            if column.header.title.casefold() != column.column.title[:_LONGEST_QUOTE].casefold()
        ]

    @property
    def differs(self) -> bool:
        """Return whether the file has other columns than the sheet, or has them in another order."""
        return bool(self.missing or self.unknown or self.moved or self.renamed)

    def differences(self) -> Iterator[str]:
        """The differences in words for the operator, a sentence each."""
        for column in self.missing:
            yield f"Kolom “{column.title}” tidak ada di lembar ini. Isinya di sini tidak diubah."
        for header in self.unknown:
            yield f"Kolom {header.letter} “{header.title}” tidak dikenal dan tidak dibaca."
        for moved in self.renamed:
            yield f"Kolom {moved.header.letter} “{moved.header.title}” dibaca sebagai “{moved.column.title}”."
        for moved in self.moved:
            yield f"Kolom {moved.header.letter} “{moved.header.title}” berpindah tempat."


def layout_of(upper: Sequence[Any], lower: Sequence[Any], sheet: Sheet) -> Layout:
    """Find the sheet's columns in the two header rows of a file.

    Raises SheetError where a column stands there twice, or where records cannot be recognised without the
    columns that are missing.
    """
    known = {_key(*names): column for column in sheet.columns for names in column.headers}
    placed: dict[Column, FileHeader] = {}
    unknown = []
    for header in _headers(upper, lower, known.keys()):
        column = known.get(_key(header.group, header.text))
        if column is None:
            unknown.append(header)
        elif column in placed:
            raise SheetError(
                f"Kolom “{column.title}” ada dua kali di lembar ini: {placed[column].letter} dan "
                f"{header.letter}. Hapus salah satunya, lalu pilih lagi berkasnya."
            )
        else:
            placed[column] = header
    missing = [column for column in sheet.columns if column not in placed]
    _refuse_unrecognisable(missing, upper, sheet)
    columns = [FileColumn(column, header) for column, header in placed.items()]
    return Layout(columns, missing, unknown, _moved(columns, sheet))


def _refuse_unrecognisable(missing: Sequence[Column], upper: Sequence[Any], sheet: Sheet) -> None:
    absent = {column.field for column in missing}
    if any(absent.isdisjoint(fields) for fields in sheet.identity):
        return
    index, column = next(
        (index, column)
        for index, column in enumerate(sheet.columns)
        if column in missing and column.field in sheet.identity[0]
    )
    header = FileHeader(index, "", str(upper[index] or "kosong"))
    raise SheetError(
        f"Susunan kolom lembar ini lain: sel {header.letter}{HEADER_ROW} berisi “{header.title}”, seharusnya "
        f"“{column.title}”. Tanpa kolom itu isi lembar tidak dapat dikenali. {sheet.way_out}"
    )


def _headers(
    upper: Sequence[Any], lower: Sequence[Any], known: Container[tuple[str, str]]
) -> Iterator[FileHeader]:
    """The headers that are not empty. Over a group's columns only the first upper cell is filled; a remark
    under a known header makes no group of it."""
    group = ""
    for index, (top, bottom) in enumerate(zip(upper, lower, strict=True)):
        text, sub = str(top or "").strip(), str(bottom or "").strip()
        is_remark = _key("", text) in known and _key(text, sub) not in known
        if sub and not is_remark:
            group = text or group
            yield FileHeader(index, group, sub)
        elif text:
            yield FileHeader(index, "", text)


def _key(group: str, text: str) -> tuple[str, str]:
    """The form in which headers are compared: capitals, blanks and punctuation do not count."""
    return _letters(group), _letters(text)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _moved(columns: Sequence[FileColumn], sheet: Sheet) -> list[FileColumn]:
    position = {column: index for index, column in enumerate(sheet.columns)}
    order = [position[column.column] for column in columns]
    blocks = SequenceMatcher(None, order, sorted(order), autojunk=False).get_matching_blocks()
    in_order = {index for block in blocks for index in range(block.a, block.a + block.size)}
    return [column for index, column in enumerate(columns) if index not in in_order]
