"""A school that clients stumble over: apostrophes, no wali, no NISN, letters of other scripts, no registrasi,
two kinds of rombel, an earlier semester, a head and the head of the library."""

import json
import sys
from datetime import date
from typing import Any
from uuid import UUID

from dapodik.akun.models import Pengguna
from dapodik.pokok import write
from dapodik.pokok.models import (
    EKSKUL,
    AnggotaRombel,
    Pembelajaran,
    PesertaDidik,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    RwyKepangkatan,
    RwyPendFormal,
    Sekolah,
)
from dapodik.pokok.write import Edit
from dapodik.program.start.network import addresses
from dapodik.referensi.semester import Semester
from dapodik.webservice import applications
from dapodik.webservice.endpoint import DATA
from tests.school import AUTHOR, School, make_school

NAMES = ("Ma'ruf Nur’aini", "Ñoño Ćirić", "Siti Aisyah 王", 'Budi "Bo" <i>', "D'Arcy Müller")


def make() -> School:
    """Make it: seven classes, five pupils of NAMES in the first class, others, and one without a class."""
    school = make_school("SD", 12)
    semester = Sekolah.live.get().semester_id
    club, earlier = write.new_id(), write.new_id()
    library, first = school.ptk[2], school.rombel[0]
    edits = [Edit(PesertaDidik, {"nama": name}, pk) for name, pk in zip(NAMES, school.pupils, strict=False)]
    edits += [
        Edit(PesertaDidik, {"nisn": "", "alamat_jalan": "", "tanggal_lahir": None}, school.pupils[5]),
        # Nothing is known of how this pupil came here, nor where the other came from.
        Edit(RegistrasiPesertaDidik, {"soft_delete": True}, school.registrasi[6]),
        Edit(
            RegistrasiPesertaDidik,
            {"tanggal_masuk_sekolah": None, "jenis_pendaftaran_id": "", "sekolah_asal": ""},
            school.registrasi[7],
        ),
        Edit(AnggotaRombel, {"soft_delete": True}, school.places[8]),
        Edit(
            RegistrasiPesertaDidik,
            {"jenis_keluar_id": "2", "tanggal_keluar": date(2026, 1, 2)},
            school.registrasi[9],
        ),
        Edit(RombonganBelajar, {"ptk_id": None, "id_ruang_str": "", "kurikulum_id_str": ""}, first),
        Edit(
            RombonganBelajar,
            {"semester_id": semester, "nama": "Pramuka", "jenis_rombel": EKSKUL, "ptk_id": school.ptk[1]},
            club,
        ),
        Edit(AnggotaRombel, {"rombongan_belajar_id": club, "peserta_didik_id": school.pupils[0]}),
        Edit(
            RombonganBelajar,
            {"semester_id": Semester(semester).before.id, "nama": "Lama", "tingkat_pendidikan_id": "1"},
            earlier,
        ),
        # The second is in the grade of the earlier class still.
        Edit(AnggotaRombel, {"rombongan_belajar_id": earlier, "peserta_didik_id": school.pupils[6]}),
        Edit(
            Pembelajaran,
            {"rombongan_belajar_id": first, "nama_mata_pelajaran": "Seni & Budaya", "ptk_id": None},
        ),
        Edit(Ptk, {"jabatan_ptk_id_str": "Kepala Perpustakaan", "email": "-", "ptk_induk": False}, library),
        Edit(Ptk, {"jabatan_ptk_id_str": "", "nuptk": "1234567890123456", "email": ""}, school.ptk[0]),
        Edit(RwyPendFormal, {"ptk_id": library, "bidang_studi_id_str": "PGSD", "tahun_lulus": "2010"}),
        Edit(RwyKepangkatan, {"ptk_id": library, "pangkat_golongan_id": "9", "nomor_sk": "1/SK"}),
    ]
    write.save(edits, AUTHOR)
    Pengguna.objects.create_user("siti", "op@contoh.example", "rahasia-sekali", nama="Siti O'Brien")
    return school


def application(**values: Any) -> str:
    """Make an application that may have everything; its token."""
    usual = {"nama": "e-Rapor", "alamat": "localhost", "profil": "2026", "izin": list(DATA)}
    user = Pengguna.objects.first() or Pengguna.objects.create_user("siti", nama="Siti O'Brien")
    _, token = applications.add({**usual, **values}, user)
    return token


def fill() -> None:
    """Make the school and an application of each profile; print what a client needs, as JSON."""
    school = make()
    sekolah = Sekolah.live.get()
    made = {
        "npsn": sekolah.npsn,
        "semester": sekolah.semester_id,
        "pupils": [str(pk) for pk in school.pupils],
        "2021": application(nama="Lama", profil="2021"),
        "2026": application(nama="Baru"),
        # This computer, called by its address on the network.
        "network": application(nama="Jaringan", alamat=next(iter(addresses()), "192.168.7.8")),
        "elsewhere": application(nama="Jauh", alamat="192.168.7.7"),
    }
    sys.stdout.write(json.dumps(made))


def is_uuid(text: object) -> bool:
    return isinstance(text, str) and str(UUID(text)) == text
