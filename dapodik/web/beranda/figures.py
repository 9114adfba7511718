"""The school in numbers: one look at its pupils."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dapodik.pokok import present

from ..peserta_didik import umur

SEXES = ("L", "P")
# {card: field of the pupil}; the cards' names are those of the list's filters too.
CARDS = {"kip": "penerima_kip", "kps": "penerima_kps", "pip": "layak_pip"}
# What stands in place of a grade: of those in no class, and of those in a class that has none yet.
NO_CLASS, NO_GRADE = "tanpa", ""

Counts = Counter[tuple[str, str]]


@dataclass
class Figures:
    """Pupils of one semester: all, by (grade, sex), by (age group, sex), by card, and without NISN.

    Sex "" stands for those of whom it is not known.
    """

    total: int = 0
    grades: Counts = field(default_factory=Counter)
    ages: Counts = field(default_factory=Counter)
    cards: Counter[str] = field(default_factory=Counter)
    without_nisn: int = 0

    @property
    def without_class(self) -> int:
        """The number of pupils in no class."""
        return sum(count for (grade, _), count in self.grades.items() if grade == NO_CLASS)


def figures(semester: str) -> Figures:
    """Count the pupils who are present, or who were in a class of a past semester. One query."""
    day = umur.counted_on(semester)
    figures = Figures()
    for rombel, tingkat, sex, born, nisn, *cards in (
        present.here_in(semester)
        .order_by()
        .values_list("rombel_id", "tingkat", "jenis_kelamin", "tanggal_lahir", "nisn", *CARDS.values())
    ):
        figures.total += 1
        figures.grades[tingkat if rombel else NO_CLASS, sex] += 1
        figures.ages[umur.group_of(born, day), sex] += 1
        figures.without_nisn += not nisn
        figures.cards.update(card for card, has in zip(CARDS, cards, strict=True) if has)
    return figures


def in_order(counts: Mapping[tuple[str, str], int]) -> list[str]:
    """The grades that are counted, 10 after 9."""
    grades = {grade for grade, _ in counts} - {NO_CLASS, NO_GRADE}
    return sorted(grades, key=lambda grade: (len(grade), grade))


def every_age(counts: Mapping[tuple[str, str], int]) -> list[str]:
    """All ages from the lowest to the highest that is counted, also those between that nobody has."""
    known = [int(age) for age, _ in counts if age.isdigit()]
    return [str(age) for age in range(min(known), max(known) + 1)] if known else []


def of_each_sex(
    counts: Mapping[tuple[str, str], int], groups: Iterable[str]
) -> list[tuple[str, int, int, int]]:
    """(group, boys, girls, all) of each group."""
    totals: Counter[str] = Counter()
    for (group, _), count in counts.items():
        totals[group] += count
    return [
        (group, counts.get((group, "L"), 0), counts.get((group, "P"), 0), totals[group]) for group in groups
    ]
