"""What a report is: a workbook of several tabs, made from what the school has now."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dapodik.pokok.models import Sekolah

from ..xlsx import Line, Look, Tab

# Excel allows these in no tab's name, nor more letters.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


@dataclass(frozen=True)
class Head:
    """What stands above a report: `when` is a local time, `pengunduh` is `NAME (e-mail)`."""

    sekolah: Sekolah
    when: datetime
    pengunduh: str


@dataclass(frozen=True)
class Report:
    """A workbook. `file_word`: how the names of its files begin; `count` and `counted` as those of a sheet;
    `tabs` yields its tabs and how many rows with data they have."""

    title: str
    file_word: str
    tabs: Callable[[Head], Sequence[Tab]]
    count: Callable[[], int]
    counted: str


def titled(text: str, *rest: Sequence[str]) -> list[Line]:
    """The lines above a table: the title and what follows."""
    return [Line([text], Look.TITLE), *(Line(cells, Look.PLAIN) for cells in rest)]


def tab_names(names: Iterable[str]) -> list[str]:
    """The names as tabs may have them: without forbidden signs, not too long, no two the same."""
    taken: set[str] = set()
    free = []
    for name in names:
        wanted = _FORBIDDEN.sub(" ", name).strip(" '")[:_LONGEST_NAME] or "Rombel"
        number, candidate = 1, wanted
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{wanted[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
        taken.add(candidate.casefold())
        free.append(candidate)
    return free
