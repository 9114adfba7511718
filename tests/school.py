"""A school without a single mistake, of any form and size, for tests of rules and pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from dapodik.pokok import write
from dapodik.pokok.models import (
    KELAS,
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
from dapodik.referensi.bentuk_pendidikan import BENTUK
from dapodik.referensi.semester import Semester
from dapodik.validasi.limits import of_school

AUTHOR = Author("Penguji", Origin.FORM)
KODE = {bentuk.nama: bentuk.kode for bentuk in BENTUK.values()}
MEASURES = {
    "tinggi_badan": "120",
    "berat_badan": "25",
    "lingkar_kepala": "50",
    "anak_keberapa": "1",
    "jumlah_saudara_kandung": "1",
    "jarak_rumah_ke_sekolah_km": "1",
}


@dataclass(frozen=True)
class School:
    """Ids of what was made."""

    sekolah: UUID
    pupils: list[UUID]
    registrasi: list[UUID]
    places: list[UUID]
    rombel: list[UUID]
    ptk: list[UUID]


def make_school(bentuk: str = "SD", pupils: int = 12) -> School:
    """Make it: as many classes as the pupils need, at least one a grade; a wali for each class, a head,
    keaktifan up to last month. Pupil 0 is in class 0, pupil 1 in class 1, and so on, round and round."""
    grades = list(BENTUK[KODE[bentuk]].tingkat)
    semester = Semester.on(timezone.localdate())
    limits = of_school(KODE[bentuk], semester.tahun_ajaran)
    assert limits
    classes = len(grades) * -(-pupils // (len(grades) * limits.kapasitas))
    school = School(
        write.new_id(), _ids(pupils), _ids(pupils), _ids(pupils), _ids(classes), _ids(classes + 1)
    )
    edits = [_sekolah(school, bentuk, semester)]
    edits += [edit for number in range(classes + 1) for edit in _staff(school, number, semester)]
    edits += [_rombel(school, number, grades, semester) for number in range(classes)]
    edits += [edit for number in range(pupils) for edit in _pupil(school, number, grades, semester)]
    write.save(edits, AUTHOR)
    return school


def letters(number: int) -> str:
    """A number in two or more letters: names have no digits."""
    text = ""
    while number or len(text) < 2:
        number, rest = divmod(number, 26)
        text = chr(ord("a") + rest) + text
    return text.capitalize()


def _ids(count: int) -> list[UUID]:
    return [write.new_id() for _ in range(count)]


def _sekolah(school: School, bentuk: str, semester: Semester) -> Edit:
    values = {
        "nama": f"{bentuk} UJI COBA",
        "npsn": "69999998",
        "bentuk_pendidikan_id": KODE[bentuk],
        "status_sekolah": "1",
        "alamat_jalan": "Jalan Raya",
        "lintang": "-7.2",
        "bujur": "107.9",
        "semester_id": semester.id,
        "kode_wilayah": "320501",
    }
    return Edit(Sekolah, values, school.sekolah)


def _staff(school: School, number: int, semester: Semester) -> Iterator[Edit]:
    born = date(1980, 1, 1) + timedelta(days=number)
    values: dict[str, Any] = {
        "sekolah_id": school.sekolah,
        "nama": f"Guru {letters(number)}",
        "jenis_kelamin": "P",
        "tanggal_lahir": born,
        "nik": f"320501{born.day + 40:02d}{born:%m%y}{number + 1:04d}",
        "nama_ibu_kandung": "Ibu Sari",
        "jenis_ptk_id": "92" if number else "91",
        "status_kepegawaian_id": "8",
        "ptk_induk": True,
        "nomor_surat_tugas": "1/ST",
        "tanggal_surat_tugas": semester.entry_day - timedelta(days=365),
        "tmt_tugas": semester.entry_day - timedelta(days=365),
        "sk_pengangkatan": "1/SK",
        "tmt_pengangkatan": semester.entry_day - timedelta(days=365),
        "pendidikan_terakhir": "30",
        "jabatan_ptk_id_str": "Guru Kelas",
        "alamat_jalan": "Jalan Melati",
        "lembaga_pengangkat_id": "1",
        "sumber_gaji_id": "1",
        "email": f"guru{number}@contoh.example",
    }
    yield Edit(Ptk, values, school.ptk[number])
    today = timezone.localdate()
    month = (today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    yield Edit(KeaktifanPtk, {"ptk_id": school.ptk[number], "bulan": month, "aktif": True})


def _rombel(school: School, number: int, grades: list[int], semester: Semester) -> Edit:
    values = {
        "sekolah_id": school.sekolah,
        "semester_id": semester.id,
        "nama": f"Kelas {letters(number)}",
        "tingkat_pendidikan_id": str(grades[number % len(grades)]),
        "jenis_rombel": KELAS,
        "ptk_id": school.ptk[number + 1],
        "kurikulum_id_str": "Kurikulum Merdeka",
        "jurusan_id_str": "Teknik Otomotif",
        "id_ruang_str": f"Ruang {letters(number)}",
    }
    return Edit(RombonganBelajar, values, school.rombel[number])


def _pupil(school: School, number: int, grades: list[int], semester: Semester) -> Iterator[Edit]:
    place = number % len(school.rombel)
    tingkat = grades[place % len(grades)]
    # As many pupils on one day as a NIK has serials.
    born = semester.entry_day - timedelta(days=365 * (tingkat + 7) + number // 9999)
    values: dict[str, Any] = {
        "nama": f"Anak {letters(number)}",
        "jenis_kelamin": "L",
        "nisn": f"{born:%Y}"[1:] + f"{number:07d}",
        "nik": f"320501{born:%d%m%y}{number % 9999 + 1:04d}",
        "no_kk": "3205011205100001",
        "tempat_lahir": "Garut",
        "tanggal_lahir": born,
        "agama_id": "1",
        "kebutuhan_khusus_id": "0",
        "alamat_jalan": "Kp. Kaler",
        "rt": "1",
        "rw": "2",
        "desa_kelurahan": "Sukamaju",
        "kecamatan": "Kec. Garut Kota",
        "kode_pos": "44151",
        "jenis_tinggal_id": "1",
        "alat_transportasi_id": "1",
        "nama_ibu_kandung": f"Rina {letters(number)}",
        "pekerjaan_ibu_id": "3",
        "jenjang_pendidikan_ibu_id": "6",
        **MEASURES,
    }
    pk = school.pupils[number]
    yield Edit(PesertaDidik, values, pk)
    registrasi = {
        "peserta_didik_id": pk,
        "sekolah_id": school.sekolah,
        "nipd": f"N{number}",
        "jenis_pendaftaran_id": "1",
        "tanggal_masuk_sekolah": date(semester.tahun_ajaran - (tingkat - grades[0]), 7, 1),
        "sekolah_asal": "TK TUNAS CERIA",
    }
    yield Edit(RegistrasiPesertaDidik, registrasi, school.registrasi[number])
    member = {"peserta_didik_id": pk, "rombongan_belajar_id": school.rombel[place]}
    yield Edit(AnggotaRombel, member, school.places[number])
