"""Which person each row of a sheet means."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from dapodik.pokok.chunks import chunks
from dapodik.pokok.identity import Keys, PersonIndex, PersonMatch
from dapodik.pokok.models import Journal, Origin

from .report import ImportPlan, Unclear
from .rows import ParsedRow

# The rows that can be imported, each with the person it means, None for a new one.
Recognised = list[tuple[ParsedRow, UUID | None]]


@dataclass(frozen=True)
class People:
    """The persons whom the school has, and by what a row means one of them.

    `live` and `deleted`: indexes of those who are not deleted, and of those who are; `has_left`: whether one
    of the live ones has left; `keyless`: the reason to leave out a row that has nothing to recognise anybody
    by.
    """

    live: PersonIndex
    deleted: PersonIndex
    keys_of: Callable[[ParsedRow], Keys]
    has_left: Callable[[UUID], bool]
    keyless: str


def recognise(rows: Iterable[ParsedRow], people: People, plan: ImportPlan) -> Recognised:
    """Return the rows that can be imported, each with the person it means.

    Rows that are unclear, and the persons who are in the sheet, are noted in the plan.
    """
    matches = [(row, people.live.match(people.keys_of(row))) for row in rows]
    rivals = _Rivals.of(matches, people)
    recognised: Recognised = []
    for row, match in matches:
        reason = _unclear(row, match, people, rivals)
        if reason:
            plan.unclear.append(Unclear(row.number, row.nama, reason))
        else:
            recognised.append((row, match.id))
    plan.matched = set(rivals.known).union(*(match.candidates for _, match in matches))
    return recognised


def meant_to_go(deleted: Collection[UUID]) -> set[UUID]:
    """Those of the deleted persons whom somebody has deleted. Who went because an import was taken back was
    never meant to go: the next sheet brings such a person again."""
    last: dict[UUID, str] = {}
    for ids in chunks(deleted):
        rows = Journal.objects.filter(record_id__in=ids, changes__has_key="soft_delete").order_by("pk")
        last |= dict(rows.values_list("record_id", "origin"))
    return {pk for pk in deleted if last.get(pk) != Origin.UNDO}


@dataclass(frozen=True)
class _Rivals:
    """Rows that mean one person: of each known one the rows that mean them; of new ones, an index of rows."""

    known: dict[UUID, list[ParsedRow]]
    new: PersonIndex
    numbers: dict[UUID, int]

    @classmethod
    def of(cls, matches: Iterable[tuple[ParsedRow, PersonMatch]], people: People) -> "_Rivals":
        known: dict[UUID, list[ParsedRow]] = {}
        new: dict[UUID, ParsedRow] = {}
        for row, match in matches:
            if match.id:
                known.setdefault(match.id, []).append(row)
            elif not match.unclear:
                new[uuid4()] = row
        index = PersonIndex((key, people.keys_of(row)) for key, row in new.items())
        return cls(known, index, {key: row.number for key, row in new.items()})

    def of_row(self, row: ParsedRow, match: PersonMatch, keys: Keys) -> list[int]:
        """The numbers of the other rows that mean the person of a row."""
        if match.id:
            numbers = {other.number for other in self.known[match.id]}
        else:
            numbers = {self.numbers[key] for key in self.new.match(keys).candidates}
        return sorted(numbers - {row.number})


def _unclear(row: ParsedRow, match: PersonMatch, people: People, rivals: _Rivals) -> str:
    keys = people.keys_of(row)
    if match.unclear:
        return match.unclear
    if not keys.usable():
        return people.keyless
    if match.id is None and people.deleted.match(keys).id:
        return f"Sudah dihapus di sini. Pulihkan dahulu bila memang masih {keys.still_here}."
    others = ", ".join(map(str, rivals.of_row(row, match, keys)))
    if others:
        return f"Menunjuk {keys.persons} yang sama dengan baris {others}."
    if match.id and people.has_left(match.id):
        return "Sudah dicatat keluar di sini."
    return ""
