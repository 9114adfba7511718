"""The rows of a sheet that are persons, each once."""

from dapodik.pokok.models import Record

from ..reader import SheetContent
from ..sheet import Sheet
from .no_person import why_no_person
from .report import ImportPlan, LeftOut
from .rows import ParsedRow, parse

_REPEATED = "sama persis dengan baris lain, jadi satu orang"


def persons(content: SheetContent, sheet: Sheet, person: type[Record], plan: ImportPlan) -> list[ParsedRow]:
    """Read the rows that are persons; what is none, or the same as an earlier row, is noted in the plan."""
    first: dict[str, ParsedRow] = {}
    for row in content.rows:
        reason = why_no_person(row, content.layout, sheet.identity)
        parsed = parse(row, content.layout, person)
        same = parsed if reason else first.setdefault(parsed.content(), parsed)
        if reason or same is not parsed:
            like = 0 if reason else same.number
            plan.left_out.append(LeftOut(row.number, parsed.nama, reason or _REPEATED, like))
    return list(first.values())
