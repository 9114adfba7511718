"""The plan of the next semester: what opening it would do. Nothing is changed here."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from dapodik.referensi.bentuk_pendidikan import LAST_GRADES, promoted_name

from ..identity import folded
from ..models import EKSKUL, KELAS, RombonganBelajar
from .state import Member, SchoolState

# Codes of jenis_pendaftaran.
MOVES_UP, REPEATS, GOES_ON = "3", "5", "6"


@dataclass(frozen=True)
class SemesterChoices:
    """What the operator decides at the end of a school year.

    `names`: per class the name it goes on under, a grade higher; a class that is not among them graduates.
    `stays`: the pupils who repeat their grade. `left_on`: the day on which the others of the last grade
    leave. `first_grade`: whether empty classes are made for the new pupils.
    """

    names: Mapping[UUID, str]
    stays: frozenset[UUID]
    left_on: date
    first_grade: bool = True

    @classmethod
    def usual(cls, state: SchoolState, today: date) -> "SemesterChoices":
        """The usual choices: everybody moves up, and the pupils of the last grade graduate."""
        names = {
            rombel.pk: promoted_name(rombel.nama, int(rombel.tingkat_pendidikan_id))
            for rombel in state.classes
            if rombel.tingkat_pendidikan_id.isdigit()
            and int(rombel.tingkat_pendidikan_id) < last_grade(state)
        }
        return cls(names, frozenset(), min(today, state.now.last_day))


def last_grade(state: SchoolState) -> int:
    """The grade that graduates: the form's last, of an SMK the highest that has a class (12 or 13)."""
    bentuk = state.sekolah.bentuk
    last = bentuk.tingkat[-1] if bentuk else 13
    grades = [
        int(rombel.tingkat_pendidikan_id)
        for rombel in state.classes
        if rombel.tingkat_pendidikan_id.isdigit()
    ]
    return 12 if last == 13 and 12 in grades and 13 not in grades else last


@dataclass
class Target:
    """A class or group of the next semester.

    `model`: the present one whose wali, curriculum, room and lessons it takes over; `members` with the code
    of their jenis_pendaftaran ("" in groups).
    """

    nama: str
    tingkat: str
    jenis: str
    model: RombonganBelajar
    sources: list[RombonganBelajar] = field(default_factory=list)
    members: list[tuple[Member, str]] = field(default_factory=list)

    @property
    def repeating(self) -> int:
        """The number of members who repeat the grade."""
        return sum(how == REPEATS for _, how in self.members)


@dataclass(frozen=True)
class Obstacle:
    """Why the choices cannot be carried out, in words for the operator; `rombel` is the class it is about."""

    rombel: UUID
    text: str


@dataclass
class SemesterPlan:
    """The classes and groups of the next semester, who graduates, and what stands in the way."""

    state: SchoolState
    left_on: date
    targets: list[Target] = field(default_factory=list)
    graduates: list[Member] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)

    def fingerprint(self) -> str:
        """A SHA-256 in hex that is equal for two plans exactly when they do the same."""
        content = [
            (
                target.jenis,
                target.nama,
                target.tingkat,
                target.model.pk.hex,
                [(m.id.hex, how) for m, how in target.members],
            )
            for target in self.targets
        ]
        left = [member.id.hex for member in self.graduates]
        return hashlib.sha256(repr((self.state.next.id, self.left_on, content, left)).encode()).hexdigest()


def plan(state: SchoolState, choices: SemesterChoices) -> SemesterPlan:
    """Plan the place of each class and pupil. The choices count at the end of a school year only."""
    made = SemesterPlan(state, choices.left_on)
    if state.is_new_year:
        _new_year(made, choices)
    else:
        made.targets = [_same(state, rombel, GOES_ON) for rombel in state.classes]
    left = {member.id for member in made.graduates}
    for group in state.groups:
        # What pupils chose to learn is chosen anew each year.
        if not state.is_new_year or group.jenis_rombel == EKSKUL:
            target = _same(state, group, "")
            target.members = [pair for pair in target.members if pair[0].id not in left]
            made.targets.append(target)
    return made


def _same(state: SchoolState, rombel: RombonganBelajar, how: str) -> Target:
    members = [(member, how) for member in state.members[rombel.pk]]
    return Target(rombel.nama, rombel.tingkat_pendidikan_id, rombel.jenis_rombel, rombel, [rombel], members)


def _new_year(made: SemesterPlan, choices: SemesterChoices) -> None:
    state = made.state
    made.obstacles += _wrong_names(state, choices)
    targets: dict[str, Target] = {}
    for rombel in state.classes:
        going = [member for member in state.members[rombel.pk] if member.id not in choices.stays]
        if rombel.pk not in choices.names:
            made.graduates += [member for member in going if member not in made.graduates]
        elif rombel.tingkat_pendidikan_id.isdigit():
            target = _promoted(targets, state, rombel, choices.names[rombel.pk])
            target.sources.append(rombel)
            target.members += [(member, MOVES_UP) for member in going]
        if choices.first_grade and _is_first(state, rombel):
            # A name that does not say the grade (“Melati”) has gone along with the class.
            nama = rombel.nama if folded(rombel.nama) not in targets else f"{rombel.nama} (tingkat pertama)"
            targets.setdefault(folded(nama), Target(nama, rombel.tingkat_pendidikan_id, KELAS, rombel))
    for rombel in state.classes:
        staying = [member for member in state.members[rombel.pk] if member.id in choices.stays]
        if staying:
            _repeated(targets, rombel).members += [(member, REPEATS) for member in staying]
    made.targets = sorted(
        targets.values(), key=lambda target: (len(target.tingkat), target.tingkat, target.nama)
    )


def _wrong_names(state: SchoolState, choices: SemesterChoices) -> Iterator[Obstacle]:
    bentuk = state.sekolah.bentuk
    last = bentuk.tingkat[-1] if bentuk else 13
    grades: dict[str, str] = {}
    for rombel in state.classes:
        nama, tingkat = choices.names.get(rombel.pk), rombel.tingkat_pendidikan_id
        if not tingkat.isdigit():
            yield Obstacle(rombel.pk, f"{rombel.nama} belum punya tingkat. Isi tingkatnya dahulu di Rombel.")
        elif nama is None:
            if int(tingkat) < last and not _may_graduate(state, int(tingkat)):
                text = f"{rombel.nama} di tingkat {tingkat}, bukan tingkat terakhir, jadi belum dapat lulus."
                yield Obstacle(rombel.pk, f"{text} Pilih Naik kelas.")
        elif int(tingkat) >= last:
            yield Obstacle(
                rombel.pk, f"{rombel.nama} di tingkat terakhir, jadi tidak dapat naik. Pilih Lulus."
            )
        elif not folded(nama):
            yield Obstacle(rombel.pk, f"Isi nama rombel untuk {rombel.nama} di tahun ajaran baru.")
        elif grades.setdefault(folded(nama), tingkat) != tingkat:
            yield Obstacle(rombel.pk, f"Nama “{nama}” dipakai untuk dua tingkat. Pilih nama lain.")


def _may_graduate(state: SchoolState, tingkat: int) -> bool:
    """True for a grade in which pupils may graduate. An SLB has several; an SMK has courses of three and four
    years."""
    bentuk = state.sekolah.bentuk
    return tingkat in LAST_GRADES and (bentuk is None or tingkat in bentuk.tingkat)


def _is_first(state: SchoolState, rombel: RombonganBelajar) -> bool:
    bentuk = state.sekolah.bentuk
    return bool(bentuk) and rombel.tingkat_pendidikan_id == str(bentuk.tingkat[0] if bentuk else "")


def _promoted(targets: dict[str, Target], state: SchoolState, rombel: RombonganBelajar, nama: str) -> Target:
    """The class that this one becomes. It is led and taught as this year's class of that name was."""
    tingkat = str(int(rombel.tingkat_pendidikan_id) + 1)
    if folded(nama) not in targets:
        before = (
            c for c in state.classes if folded(c.nama) == folded(nama) and c.tingkat_pendidikan_id == tingkat
        )
        targets[folded(nama)] = Target(nama.strip(), tingkat, KELAS, next(before, rombel))
    return targets[folded(nama)]


def _repeated(targets: dict[str, Target], rombel: RombonganBelajar) -> Target:
    """The class for those who repeat: of the old name, else the first of the grade, else one more."""
    grade = [target for target in targets.values() if target.tingkat == rombel.tingkat_pendidikan_id]
    same = [target for target in grade if folded(target.nama) == folded(rombel.nama)]
    if same or grade:
        return (same or grade)[0]
    nama = rombel.nama if folded(rombel.nama) not in targets else f"{rombel.nama} (mengulang)"
    return targets.setdefault(folded(nama), Target(nama, rombel.tingkat_pendidikan_id, KELAS, rombel))
