"""The days of a whole column: how a program or a person wrote them is settled once, before rows are read.

`05/03/2014` is 5 March or 3 May. A day above 12 anywhere in the column decides; else the days that are known
here; else the operator is asked, once.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format

from dapodik.pokok.identity import folded

from .. import days
from ..columns import Day
from ..layout import FileColumn
from ..reader import SheetContent, SheetRow
from .report import Answers, ImportPlan, ImportQuestion

# Known days of the column, by the folded names of the people.
KnownDays = Mapping[str, Collection[str]]
_DAY_FIRST, _MONTH_FIRST = "hari", "bulan"
_AS_STORED, _SWAPPED = "tetap", "tertukar"
# Fewer date cells with a day of at most 12 may be chance.
_FEW = 3


@dataclass(frozen=True)
class _Reading:
    """Two days that a cell may mean, and whose it is."""

    cell: Any
    nama: str
    first: date
    second: date


def settled(
    sheet: SheetContent,
    rows: Iterable[SheetRow],
    known: Mapping[str, KnownDays],
    answers: Answers,
    plan: ImportPlan,
) -> Sequence[SheetRow]:
    """The rows of the sheet with the cells of days as days, where it is settled what they mean.

    `known`: by the field of the column, what its people's days are here.
    """
    rows = list(rows)
    names = [_name(sheet, row) for row in rows]
    for place, column in enumerate(sheet.layout.columns):
        if isinstance(column.column.codec, Day):
            cells = [row.cells[place] for row in rows]
            meanings = dict(_meanings(cells, names, column, known, answers, plan))
            for index, row in enumerate(rows):
                moved = meanings.get(row.cells[place]) or _serial(row.cells[place], sheet)
                if moved:
                    cells_of_row = (*row.cells[:place], moved.isoformat(), *row.cells[place + 1 :])
                    rows[index] = replace(row, cells=cells_of_row)
    return rows


def _name(sheet: SheetContent, row: SheetRow) -> str:
    place = next((i for i, column in enumerate(sheet.layout.columns) if column.column.field == "nama"), None)
    return folded(str(row.cells[place] or "")) if place is not None else ""


def _serial(cell: Any, sheet: SheetContent) -> date | None:
    return days.of_serial(cell, sheet.epoch_1904) if isinstance(cell, str | int | float) else None


def _meanings(
    cells: Sequence[Any],
    names: Sequence[str],
    column: FileColumn,
    known: Mapping[str, KnownDays],
    answers: Answers,
    plan: ImportPlan,
) -> Iterator[tuple[Any, date]]:
    """What the cells that may mean two days do mean, as far as it is settled."""
    texts = [parts for cell in cells if isinstance(cell, str) and (parts := days.numbers(cell))]
    day_first = any(first > days.MONTHS_IN_A_YEAR for first, _, _ in texts)
    month_first = any(second > days.MONTHS_IN_A_YEAR for _, second, _ in texts)
    here = known.get(column.column.field, {})
    title = column.column.title
    open_texts = list(_open_texts(cells, names))
    if open_texts:
        order = _decided(day_first, month_first) or _known(open_texts, here)
        yield from _settle(open_texts, order, _order_question(title, open_texts[0]), answers, plan)
    stored = list(_stored(cells, names)) if day_first else []
    if stored:
        order = _known(stored, here)
        yield from _settle(stored, order, _swap_question(title, stored[0]), answers, plan)


def _open_texts(cells: Sequence[Any], names: Sequence[str]) -> Iterator[_Reading]:
    """The texts of numbers that may be read both ways."""
    for cell, nama in zip(cells, names, strict=True):
        parts = days.numbers(cell) if isinstance(cell, str) else None
        if parts and not days.read(cell):
            left, right, year = parts
            first, second = days.day(year, right, left), days.day(year, left, right)
            if first and second:
                yield _Reading(cell, nama, first, second)


def _stored(cells: Sequence[Any], names: Sequence[str]) -> Iterator[_Reading]:
    """Date cells beside texts of days above 12: a program may have taken the days of these for months."""
    moments = [cell for cell in cells if isinstance(cell, datetime)]
    if len(moments) < _FEW or any(moment.day > days.MONTHS_IN_A_YEAR for moment in moments):
        return
    for cell, nama in zip(cells, names, strict=True):
        other = days.swapped(cell) if isinstance(cell, datetime) else None
        if other and other != cell.date():
            yield _Reading(cell, nama, cell.date(), other)


def _decided(first: bool, second: bool) -> str:
    """Which of two readings the column itself shows, "" where it shows none or both."""
    return "" if first is second else "first" if first else "second"


def _known(readings: Sequence[_Reading], here: KnownDays) -> str:
    """Which of two readings gives days that are known here."""
    return _decided(
        any(reading.first.isoformat() in here.get(reading.nama, ()) for reading in readings),
        any(reading.second.isoformat() in here.get(reading.nama, ()) for reading in readings),
    )


def _settle(
    readings: Sequence[_Reading], order: str, question: ImportQuestion, answers: Answers, plan: ImportPlan
) -> Iterator[tuple[Any, date]]:
    if not order:
        answer = plan.ask(question, answers)
        order = {question.choices[0][0]: "first", question.choices[1][0]: "second"}.get(answer, "")
    for reading in readings:
        if order:
            yield reading.cell, reading.first if order == "first" else reading.second


def _order_question(title: str, example: _Reading) -> ImportQuestion:
    return ImportQuestion(
        f"tanggal:{title}",
        f"Kolom “{title}” berisi tanggal seperti {example.cell}. Mana harinya?",
        (
            (_DAY_FIRST, f"Hari lebih dahulu: {_written(example.first)}"),
            (_MONTH_FIRST, f"Bulan lebih dahulu: {_written(example.second)}"),
        ),
    )


def _swap_question(title: str, example: _Reading) -> ImportQuestion:
    return ImportQuestion(
        f"tertukar:{title}",
        f"Kolom “{title}” sebagian teks dan sebagian tanggal: hari dan bulannya mungkin tertukar oleh "
        f"program. Tanggal mana yang benar, misalnya untuk {_written(example.first)}?",
        (
            (_AS_STORED, f"Tidak tertukar: {_written(example.first)}"),
            (_SWAPPED, f"Tertukar, seharusnya {_written(example.second)}"),
        ),
    )


def _written(moment: date) -> str:
    return date_format(moment, "j F Y")
