"""What an import would do, row by row, in words for the operator."""

import hashlib
from dataclasses import dataclass, field
from uuid import UUID

from dapodik.pokok.display import FieldChange
from dapodik.pokok.write import Edit


@dataclass(frozen=True)
class Question:
    """What the sheet does not tell. `choices` are (value, label) pairs; the answer is one of the values."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pupil:
    """A pupil of one sheet row (`row` 0: a pupil that the sheet does not hold)."""

    row: int
    nama: str
    nisn: str = ""
    rombel: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Unclear:
    """A row that is not applied, and why."""

    row: int
    nama: str
    reason: str


@dataclass(frozen=True)
class UnreadCell:
    """A cell that means nothing in its column: `column` is its letter. Its text is kept."""

    row: int
    column: str
    header: str
    nama: str
    text: str
    reason: str


@dataclass(frozen=True)
class Held:
    """A cell that is not applied: its field was changed here after the sheet was downloaded."""

    row: int
    nama: str
    label: str
    current: str
    in_sheet: str


@dataclass
class Plan:
    """What an import would do. `edits` do it; everything else says it."""

    nama_sekolah: str
    semester: str = ""
    questions: list[Question] = field(default_factory=list)
    new_rombel: list[str] = field(default_factory=list)
    sekolah_changes: list[FieldChange] = field(default_factory=list)
    added: list[Pupil] = field(default_factory=list)
    changed: list[Pupil] = field(default_factory=list)
    unchanged: int = 0
    unclear: list[Unclear] = field(default_factory=list)
    unreadable: list[UnreadCell] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    absent: list[Pupil] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    matched: set[UUID] = field(default_factory=set)

    def counts(self) -> dict[str, int]:
        """How many rows (cells for unreadable and held) fall under each heading."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "unclear": len(self.unclear),
            "unreadable": len(self.unreadable),
            "held": len(self.held),
            "absent": len(self.absent),
        }

    def fingerprint(self) -> str:
        """The same for two plans that say the same, so that what was confirmed is what is done."""
        said = (
            self.questions,
            self.new_rombel,
            self.sekolah_changes,
            self.added,
            self.changed,
            self.unchanged,
            self.unclear,
            self.unreadable,
            self.held,
            self.absent,
        )
        return hashlib.sha256(repr(said).encode()).hexdigest()
