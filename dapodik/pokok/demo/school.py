"""Make the demonstration school in one act."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db import transaction

from dapodik.pokok import write
from dapodik.pokok.models import (
    AnggotaRombel,
    KeaktifanPtk,
    Origin,
    PesertaDidik,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit
from dapodik.referensi.semester import Semester

from .mistakes import plant
from .people import BUJUR, KECAMATAN, LINTANG, People, school_region
from .pupils import SISWA_BARU, DemoPupil, make_pupils
from .staff import CLASS_TEACHERS, finished_months, make_staff

NPSN, NAMA = "69999999", "SD CONTOH HARAPAN"
AUTHOR = Author("Sekolah contoh", Origin.DEMO)
NAIK_KELAS, LANJUTAN_SEMESTER = "3", "6"

Classes = dict[tuple[int, int], UUID]


class SchoolExists(Exception):
    """The data folder holds a school; the message says which and what to do (Indonesian)."""


@transaction.atomic
def make(today: date) -> None:
    """Make the school as it would be on that day. Raises SchoolExists."""
    existing = Sekolah.objects.first()
    if existing:
        raise SchoolExists(
            f"Sudah ada data sekolah di sini: {existing.nama or existing.npsn}. "
            "Sekolah contoh hanya dibuat di folder data yang masih kosong."
        )
    semester = Semester.on(today)
    people = People()
    pupils = make_pupils(people, semester.entry_day)
    plant(pupils)
    write.save(list(_everything(people, pupils, semester, today)), AUTHOR)


def _everything(people: People, pupils: list[DemoPupil], semester: Semester, today: date) -> Iterator[Edit]:
    school = _school(semester)
    yield school
    staff = [
        Edit(Ptk, {**values, "sekolah_id": school.id}, write.new_id())
        for values in make_staff(people, semester.entry_day)
    ]
    yield from staff
    for month in finished_months(semester.entry_day, today):
        yield from (Edit(KeaktifanPtk, {"ptk_id": ptk.id, "bulan": month, "aktif": True}) for ptk in staff)
    classes: Classes = {}
    for number, teacher in enumerate(CLASS_TEACHERS):
        rombel = _class(number // 2 + 1, number % 2, staff[teacher], school, semester)
        classes[number // 2 + 1, number % 2] = _id(rombel)
        yield rombel
    for pupil in pupils:
        yield from _pupil(pupil, classes, school, semester)


def _school(semester: Semester) -> Edit:
    region = school_region()
    values = {
        "npsn": NPSN,
        "nama": NAMA,
        "bentuk_pendidikan_id": "5",
        "status_sekolah": "1",
        "nss": "101021121999",
        "alamat_jalan": "Jl. Pelita No. 1",
        "rt": "1",
        "rw": "3",
        "nama_dusun": "Dusun 1",
        "desa_kelurahan": "Sukamekar",
        "kecamatan": region.kecamatan,
        "kabupaten_kota": region.kabupaten_kota,
        "provinsi": region.provinsi,
        "kode_wilayah": KECAMATAN,
        "kode_pos": "44183",
        "email": "sd@contoh.example",
        "lintang": str(LINTANG),
        "bujur": str(BUJUR),
        "semester_id": semester.id,
    }
    return Edit(Sekolah, values, write.new_id())


def _class(tingkat: int, kelas: int, teacher: Edit, school: Edit, semester: Semester) -> Edit:
    values = {
        "sekolah_id": school.id,
        "semester_id": semester.id,
        "nama": f"Kelas {tingkat}{'AB'[kelas]}",
        "tingkat_pendidikan_id": str(tingkat),
        "ptk_id": teacher.id,
        "kurikulum_id_str": "Kurikulum Merdeka",
        "id_ruang_str": f"Ruang {tingkat}{'AB'[kelas]}",
    }
    return Edit(RombonganBelajar, values, write.new_id())


def _pupil(pupil: DemoPupil, classes: Classes, school: Edit, semester: Semester) -> Iterator[Edit]:
    own_id = write.new_id()
    yield Edit(PesertaDidik, pupil.values, own_id)
    own = {"peserta_didik_id": own_id}
    yield Edit(RegistrasiPesertaDidik, {**pupil.registrasi, **own, "sekolah_id": school.id})
    if pupil.kelas is None:
        return
    how = (SISWA_BARU if pupil.tingkat == 1 else NAIK_KELAS) if semester.is_ganjil else LANJUTAN_SEMESTER
    rombel = classes[pupil.tingkat, pupil.kelas]
    yield Edit(AnggotaRombel, {**own, "rombongan_belajar_id": rombel, "jenis_pendaftaran_id": how})


def _id(edit: Edit) -> UUID:
    assert edit.id is not None
    return edit.id
