"""The school at the end of a semester, read in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from dapodik.referensi.semester import Semester

from .. import present
from ..identity import folded
from ..models import (
    KELAS,
    AnggotaRombel,
    Pembelajaran,
    RombonganBelajar,
    Sekolah,
)

Key = tuple[str, str]


@dataclass(frozen=True)
class Member:
    """A pupil who is here, with the open registrasi: none, one, or by mistake several."""

    id: UUID
    nama: str
    registrasi: tuple[UUID, ...]


def key_of(rombel: RombonganBelajar) -> Key:
    """By what a class is known within a semester: its kind and its name."""
    return rombel.jenis_rombel, folded(rombel.nama)


class SchoolState:
    """The active semester and what there is of the next one already.

    `classes` are the classes proper, lowest grade first; `groups` all others. `members` of either;
    `without` are the pupils in no class.
    """

    def __init__(self, sekolah: Sekolah) -> None:
        self.sekolah = sekolah
        self.now = Semester(sekolah.semester_id)
        self.next = self.now.after
        self.here = _here()
        rombel = _rombel(self.now)
        self.classes = [row for row in rombel if row.jenis_rombel == KELAS]
        self.groups = [row for row in rombel if row.jenis_rombel != KELAS]
        self.members = self._members(rombel)
        placed = {member.id for row in self.classes for member in self.members[row.pk]}
        self.without = sorted((m for m in self.here.values() if m.id not in placed), key=lambda m: m.nama)
        self.lessons = _lessons(rombel)
        self.opened = {key_of(row): row for row in _rombel(self.next)}
        self.opened_members = {
            pk: {member.id for member in members}
            for pk, members in self._members(self.opened.values()).items()
        }

    @property
    def is_new_year(self) -> bool:
        """True where the next semester begins a school year: then pupils move up and graduate."""
        return self.next.is_ganjil

    def _members(self, rombel: Iterable[RombonganBelajar]) -> dict[UUID, list[Member]]:
        by_rombel: dict[UUID, list[Member]] = {row.pk: [] for row in rombel}
        places = AnggotaRombel.live.filter(rombongan_belajar__semester_id__in=(self.now.id, self.next.id))
        pairs = places.values_list("rombongan_belajar_id", "peserta_didik_id").distinct()
        for pk, pupil in pairs:
            if pk in by_rombel and pupil in self.here:
                by_rombel[pk].append(self.here[pupil])
        for members in by_rombel.values():
            members.sort(key=lambda member: (member.nama.casefold(), member.id))
        return by_rombel


def _here() -> dict[UUID, Member]:
    opened: dict[UUID, list[UUID]] = {}
    for pupil, pk in present.open_registrasi().values_list("peserta_didik_id", "pk"):
        opened.setdefault(pupil, []).append(pk)
    pupils = present.pupils().values_list("pk", "nama")
    return {pk: Member(pk, nama, tuple(opened.get(pk, ()))) for pk, nama in pupils}


def _rombel(semester: Semester) -> list[RombonganBelajar]:
    rows = RombonganBelajar.live.filter(semester_id=semester.id).select_related("ptk")
    return sorted(rows, key=lambda row: (len(row.tingkat_pendidikan_id), row.tingkat_pendidikan_id, row.nama))


def _lessons(rombel: Iterable[RombonganBelajar]) -> dict[UUID, list[Pembelajaran]]:
    lessons: dict[UUID, list[Pembelajaran]] = {row.pk: [] for row in rombel}
    semesters = {row.semester_id for row in rombel}
    for lesson in Pembelajaran.live.filter(rombongan_belajar__semester_id__in=semesters):
        if lesson.rombongan_belajar_id in lessons:
            lessons[lesson.rombongan_belajar_id].append(lesson)
    return lessons
