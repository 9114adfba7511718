"""The rows of a sheet that are persons, each once."""

from collections.abc import Mapping

from dapodik.pokok.models import Record

from ..reader import SheetContent, SheetRow
from ..sheet import Sheet
from .day_columns import KnownDays, settled
from .no_person import why_no_person
from .number_columns import as_numbers
from .report import Answers, ImportPlan, LeftOut
from .rows import ParsedRow, parse

_REPEATED = "sama persis dengan baris lain, jadi satu orang"


def persons(
    content: SheetContent,
    sheet: Sheet,
    person: type[Record],
    known_days: Mapping[str, KnownDays],
    answers: Answers,
    plan: ImportPlan,
) -> list[ParsedRow]:
    """Read the rows that are persons; what is none, or the same as an earlier row, is noted in the plan.

    `known_days`: by the field of a column of days, what is known of it here.
    """
    rows: list[SheetRow] = []
    for row in content.rows:
        if reason := why_no_person(row, content.layout, sheet.identity):
            nama = parse(row, content.layout, person).nama.rstrip(" ,:;")
            plan.left_out.append(LeftOut(row.number, nama, reason, 0))
        else:
            rows.append(row)
    numbered = as_numbers(rows, content.layout, content.is_csv)
    first: dict[str, ParsedRow] = {}
    for row in settled(content, numbered, known_days, answers, plan):
        parsed = parse(row, content.layout, person)
        same = first.setdefault(parsed.content(), parsed)
        if same is not parsed:
            plan.left_out.append(LeftOut(row.number, parsed.nama, _REPEATED, same.number))
    return list(first.values())
