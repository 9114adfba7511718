"""The plan of an import: what it would do, row by row, in words for the operator."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from dapodik.pokok.display import FieldChange
from dapodik.pokok.models import Act
from dapodik.pokok.write import Edit

from ..limits import dotted

# So many names stand for all of a list.
NAMED = 5


class Reason(StrEnum):
    """Why a cell that can be read is not imported, as the end of a sentence for the operator."""

    GIVEN = "diberikan SK atau pusat"
    CHANGED = "diubah di sini setelah lembar ini diunduh"
    LATER = "sudah datang dari lembar yang lebih baru"


@dataclass(frozen=True)
class ImportQuestion:
    """A question that the sheet leaves open. `choices`: (value, label); the answer is one of the values."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]


Answers = Mapping[str, str]


@dataclass(frozen=True)
class SheetPerson:
    """The person of one row; `row` 0: a person who is not in the sheet."""

    row: int
    nama: str
    nisn: str = ""
    rombel: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Unclear:
    """A row that is not imported, and the reason."""

    row: int
    nama: str
    reason: str


@dataclass(frozen=True)
class Pattern:
    """What happened to many cells of one column.

    `text`: in words for the operator; `applied`: whether the cells are imported all the same; `zeros`: how
    many got zeros back in front; `rows`: a few of them, as examples.
    """

    header: str
    cells: int
    text: str
    applied: bool
    zeros: int
    rows: list[int]

    def __str__(self) -> str:
        sentence = f"{dotted(self.cells)} sel {self.header} {self.text}."
        if self.zeros:
            sentence += f" Nol di depannya dikembalikan pada {dotted(self.zeros)} sel."
        if not self.applied:
            sentence += " Sel itu tidak diimpor; isi yang sudah ada di sini tetap."
        return sentence


@dataclass(frozen=True)
class RestoredCell:
    """A number cell whose zeros in front were put back."""

    row: int
    nama: str
    header: str
    in_sheet: str
    value: str


@dataclass(frozen=True)
class LeftOut:
    """A row that is no person, or the same as another one: `like` is the number of that row, else 0."""

    row: int
    nama: str
    reason: str
    like: int = 0


@dataclass(frozen=True)
class LeftOutGroup:
    """The rows that were left out for one reason."""

    reason: str
    rows: list[LeftOut]

    @property
    def names(self) -> str:
        """The first rows by number and name, and how many more there are."""
        like = {row: f", sama dengan baris {row.like}" if row.like else "" for row in self.rows}
        return named([f"baris {row.row} {row.nama}{like[row]}" for row in self.rows])


@dataclass(frozen=True)
class UnreadCell:
    """A cell that means nothing in its column. `column` is a letter; `damaged`: a pattern tells of it.

    Its text is stored with the record, but for a damaged one where the record has a good value."""

    row: int
    column: str
    header: str
    nama: str
    text: str
    reason: str
    damaged: bool = False


@dataclass(frozen=True)
class UnappliedCell:
    """A cell that is not imported although it can be read, and the reason."""

    row: int
    nama: str
    label: str
    current: str
    in_sheet: str
    reason: Reason


@dataclass(frozen=True)
class UnappliedGroup:
    """The cells of one field that are not imported for one reason; `names`: the first few of the persons."""

    reason: Reason
    label: str
    cells: list[UnappliedCell]

    @property
    def names(self) -> str:
        """The first persons by name, and how many more there are."""
        return named([cell.nama for cell in self.cells])


@dataclass
class ImportPlan:
    """What an import would do. `edits` carry it out; all other fields are shown to the operator.

    `stamp`: Tanggal Unduh, None where it is not known; `notes`: sentences about the whole sheet; `persons`:
    those whom the sheet brings; `matched`: those who are in it, unclear ones too; `act`: what can be taken
    back, once it was done.
    """

    nama_sekolah: str
    semester: str = ""
    stamp: datetime | None = None
    notes: list[str] = field(default_factory=list)
    questions: list[ImportQuestion] = field(default_factory=list)
    new_rombel: list[str] = field(default_factory=list)
    sekolah_changes: list[FieldChange] = field(default_factory=list)
    added: list[SheetPerson] = field(default_factory=list)
    changed: list[SheetPerson] = field(default_factory=list)
    unchanged: int = 0
    unclear: list[Unclear] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unreadable: list[UnreadCell] = field(default_factory=list)
    patterns: list[Pattern] = field(default_factory=list)
    restored: list[RestoredCell] = field(default_factory=list)
    unapplied: list[UnappliedCell] = field(default_factory=list)
    absent: list[SheetPerson] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    matched: set[UUID] = field(default_factory=set)
    persons: list[UUID] = field(default_factory=list)
    act: Act | None = None

    def counts(self) -> dict[str, int]:
        """The number of rows under each heading; of cells for `unreadable` and `held` (unapplied)."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "unclear": len(self.unclear),
            "left_out": len(self.left_out),
            "unreadable": len(self.unreadable),
            "held": len(self.unapplied),
            "absent": len(self.absent),
        }

    def strange(self) -> list[UnreadCell]:
        """The unreadable cells of which no pattern tells."""
        return [cell for cell in self.unreadable if not cell.damaged]

    def ask(self, question: ImportQuestion, answers: Answers) -> str:
        """The answer to a question, or "" after noting it."""
        answer = answers.get(question.key, "")
        if answer in {value for value, _ in question.choices}:
            return answer
        self.questions.append(question)
        return ""

    def left_out_groups(self) -> list[LeftOutGroup]:
        """The rows that were left out, by reason."""
        reasons = dict.fromkeys(row.reason for row in self.left_out)
        rows = self.left_out
        return [LeftOutGroup(reason, [row for row in rows if row.reason == reason]) for reason in reasons]

    def unapplied_groups(self) -> list[UnappliedGroup]:
        """The unapplied cells by reason and field, in the order in which they come."""
        groups: dict[tuple[Reason, str], list[UnappliedCell]] = {}
        for cell in self.unapplied:
            groups.setdefault((cell.reason, cell.label), []).append(cell)
        return [UnappliedGroup(reason, label, cells) for (reason, label), cells in groups.items()]

    def fingerprint(self) -> str:
        """Return a hash of what the plan tells, so that what was confirmed is what is done."""
        content = (
            self.questions,
            self.new_rombel,
            self.sekolah_changes,
            self.added,
            self.changed,
            self.unchanged,
            self.unclear,
            self.left_out,
            self.notes,
            self.unreadable,
            self.patterns,
            self.restored,
            self.unapplied,
            self.absent,
        )
        return hashlib.sha256(repr(content).encode()).hexdigest()


def named(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are: `Ani, Budi, dan 3 lagi`."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f", dan {more} lagi" if more > 0 else "")
