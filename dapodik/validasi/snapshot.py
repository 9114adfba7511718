"""The school as set rules see it: who is here, in which class, and what only one may have.

Each list is one query, made when the first rule of a run asks for it: however large the school and
however many rules, the number of statements stays the same.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from django.db.models import FloatField, Q
from django.db.models.functions import Cast

from dapodik.pokok import present
from dapodik.pokok.models import KINDS, Nilai, PesertaDidik, RegistrasiPesertaDidik, Sekolah
from dapodik.referensi.semester import Semester

from .limits import SchoolLimits
from .rows import Context, Row


class Pupil(NamedTuple):
    """A pupil who is here."""

    id: UUID
    nama: str
    nisn: str
    nik: str
    nomor_kip: str
    no_kk: str
    tanggal_lahir: date | None
    nama_ibu_kandung: str
    alamat_jalan: str
    rt: str
    rw: str


class Staff(NamedTuple):
    """A PTK who is here."""

    id: UUID
    nama: str
    nik: str
    nuptk: str
    nip: str
    email: str
    jenis_ptk_id: str
    tugas_tambahan: str


class Class(NamedTuple):
    """A class of the active semester."""

    id: UUID
    nama: str
    tingkat: str
    ptk: UUID | None
    ruang: str


class Place(NamedTuple):
    """A pupil's place in a class of the active semester."""

    pupil: UUID
    rombel: UUID
    nama: str
    tingkat: str
    jenis_pendaftaran_id: str


_PLACE = (
    "peserta_didik_id",
    "rombongan_belajar_id",
    "rombongan_belajar__nama",
    "rombongan_belajar__tingkat_pendidikan_id",
    "jenis_pendaftaran_id",
)
_MARK = (
    "matev_rapor__rombongan_belajar_id",
    "nilai_kognitif_angka",
    "matev_rapor__nm_mata_evaluasi",
    "anggota_rombel__peserta_didik__nama",
)
_CLASS = ("pk", "nama", "tingkat_pendidikan_id", "ptk_id", "id_ruang_str")


class Snapshot:
    """One run's view of the school; loaded piece by piece and never changed."""

    def __init__(self, context: Context) -> None:
        self.limits: SchoolLimits | None = context.batas
        self._added: list[Pupil] = []
        self._names: dict[str, dict[UUID, str]] = {}

    @cached_property
    def sekolah(self) -> Sekolah | None:
        """The school."""
        sekolah: Sekolah | None = Sekolah.live.first()
        return sekolah

    @property
    def is_ganjil(self) -> bool:
        """True where the active semester is the first of its school year."""
        semester = self.sekolah.semester_id if self.sekolah else ""
        return bool(semester) and Semester(semester).is_ganjil

    def add_pupils(self, rows: Iterable[Row]) -> None:
        """Take over pupils that a full run reads anyway; it must add all of them."""
        self._added += [Pupil(*pupil) for pupil in map(itemgetter(*Pupil._fields), rows)]

    @cached_property
    def pupils(self) -> list[Pupil]:
        """By name."""
        loaded = self._added or [Pupil(*row) for row in present.pupils().values_list(*Pupil._fields)]
        return sorted(loaded, key=lambda pupil: (pupil.nama, pupil.id))

    @cached_property
    def pupil_names(self) -> dict[UUID, str]:
        """{id: name} of the pupils."""
        return {pupil.id: pupil.nama for pupil in self.pupils}

    def name_of(self, kind: str, record_id: UUID) -> str:
        """The name that a finding of this record shows, those of deleted ones too; a registrasi's is its
        pupil's. "" where there is none."""
        if kind == PesertaDidik.kind():
            return self.pupil_names[record_id]
        if kind not in self._names:
            label = "peserta_didik__nama" if kind == RegistrasiPesertaDidik.kind() else "nama"
            self._names[kind] = dict(KINDS[kind].objects.values_list("pk", label))
        return self._names[kind].get(record_id, "")

    @cached_property
    def nipd(self) -> list[tuple[UUID, str]]:
        """(pupil, NIPD) of the open registrasi."""
        rows = present.open_registrasi().values_list("peserta_didik_id", "nipd")
        return [(pupil, nipd) for pupil, nipd in rows if pupil in self.pupil_names]

    @cached_property
    def left(self) -> list[tuple[UUID, UUID]]:
        """(registrasi, pupil) of those who have left and are not back."""
        rows = present.leavers().values_list("pk", "peserta_didik_id")
        return [(pk, pupil) for pk, pupil in rows if pupil not in self.pupil_names]

    @cached_property
    def marks_out_of_range(self) -> list[tuple[UUID, str, str, str]]:
        """(class or group, mark, mata evaluasi, pupil) of the marks of this semester below 0 or above 100."""
        semester = self.sekolah.semester_id if self.sekolah else ""
        marks = Nilai.live.filter(
            matev_rapor__soft_delete=False,
            matev_rapor__rombongan_belajar__soft_delete=False,
            matev_rapor__rombongan_belajar__semester_id=semester,
        ).annotate(number=Cast("nilai_kognitif_angka", FloatField()))
        wrong = marks.filter(Q(number__lt=0) | Q(number__gt=100))
        return list(wrong.order_by("create_date", "pk").values_list(*_MARK))

    @cached_property
    def staff(self) -> list[Staff]:
        """By name."""
        fields = ("pk", *Staff._fields[1:])
        return [Staff(*row) for row in present.staff().order_by("nama", "pk").values_list(*fields)]

    @cached_property
    def classes(self) -> list[Class]:
        """By name."""
        return [Class(*row) for row in present.classes().order_by("nama", "pk").values_list(*_CLASS)]

    @cached_property
    def clubs(self) -> list[Class]:
        """The extracurricular groups."""
        return [Class(*row) for row in present.clubs().order_by("nama", "pk").values_list(*_CLASS)]

    @cached_property
    def every_place(self) -> list[Place]:
        """All places in classes, those of leavers too; by the class's name."""
        rows = present.class_places().order_by("rombongan_belajar__nama", "pk")
        return [Place(*row) for row in rows.values_list(*_PLACE)]

    @cached_property
    def places(self) -> list[Place]:
        """The places of those who are here."""
        return [place for place in self.every_place if place.pupil in self.pupil_names]

    @cached_property
    def members(self) -> Counter[UUID]:
        """How many pupils each class has."""
        return Counter(rombel for rombel, _ in {(place.rombel, place.pupil) for place in self.places})

    @cached_property
    def club_members(self) -> Counter[UUID]:
        """How many pupils each club has."""
        pairs = present.club_places().values_list("rombongan_belajar_id", "peserta_didik_id")
        return Counter(rombel for rombel, pupil in set(pairs) if pupil in self.pupil_names)

    @cached_property
    def grade_before(self) -> dict[UUID, str]:
        """{pupil: grade} of the semester before."""
        names = {"tingkat": "rombongan_belajar__tingkat_pendidikan_id"}
        places = present.by_pupil(present.previous_places(), names)
        return {pupil: place["tingkat"] for pupil, place in places.items()}
