"""Candidates: the live pupils of all schools that a KIP list may mean, to be looked up for each of its lines.

Each line costs the same, however many pupils are alike.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sync.wire.shapes import Plain

from .sk_line import KEYS, SkLine

NUMBERS = ("nisn", "nik")


@dataclass(frozen=True)
class Pupil:
    """A pupil as its school sent it."""

    sekolah_id: UUID
    record_id: UUID
    values: Mapping[str, Plain]

    @property
    def pk(self) -> tuple[UUID, UUID]:
        """What tells it from every other: two schools may use the same id."""
        return self.sekolah_id, self.record_id


class Candidates:
    """Pupils that were read for a list, to be looked up by id, or by what a line says of them."""

    def __init__(self, pupils: Iterable[Pupil]) -> None:
        self._pupils = list(pupils)
        self._of_id: defaultdict[UUID, list[Pupil]] = defaultdict(list)
        self._of_number: dict[tuple[str, str], Pupil] = {}
        # {columns: {their values: pupils}}, for the columns that lines give.
        self._exact: dict[tuple[str, ...], dict[tuple[str, ...], list[Pupil]]] = {}
        for pupil in self._pupils:
            self._of_id[pupil.record_id].append(pupil)
            for key in NUMBERS:
                self._of_number.setdefault((key, folded(pupil.values.get(key))), pupil)

    def of_id(self, record_id: UUID) -> list[Pupil]:
        """The pupils with this id: a single one, unless two schools use the same id."""
        return self._of_id.get(record_id, [])

    def exact(self, line: SkLine) -> list[Pupil]:
        """The pupils who have the line's NISN or NIK, and with whom all that it says agrees."""
        given = {key: text for key in KEYS if (text := folded(line.keys.get(key)))}
        if not given.keys() & set(NUMBERS):
            return []
        columns = tuple(given)
        if columns not in self._exact:
            self._exact[columns] = self._by(columns)
        return self._exact[columns].get(tuple(given.values()), [])

    def nearest(self, line: SkLine) -> Pupil | None:
        """A pupil who has the line's NISN, or else its NIK."""
        numbers = ((key, folded(line.keys.get(key))) for key in NUMBERS)
        near = (self._of_number.get(number) for number in numbers if number[1])
        return next((pupil for pupil in near if pupil), None)

    def _by(self, columns: tuple[str, ...]) -> dict[tuple[str, ...], list[Pupil]]:
        pupils: dict[tuple[str, ...], list[Pupil]] = {}
        for pupil in self._pupils:
            values = tuple(folded(pupil.values.get(column)) for column in columns)
            pupils.setdefault(values, []).append(pupil)
        return pupils


def is_same_child(pupil: Pupil, other: Pupil) -> bool:
    """True for two records of one child, who is or was at two schools: a number of his is the same."""
    if pupil.sekolah_id == other.sekolah_id:
        return pupil.record_id == other.record_id
    numbers = [(folded(pupil.values.get(key)), folded(other.values.get(key))) for key in NUMBERS]
    return any(own and own == theirs for own, theirs in numbers)


def folded(value: object) -> str:
    """Write a value so that two can be compared without regard to capitals and blanks; "" where there is
    none."""
    return " ".join(str(value or "").split()).casefold()
