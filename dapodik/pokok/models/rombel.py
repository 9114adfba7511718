"""Classes, who is in them, and who teaches what there."""

from .fields import CodeField, NumberField, Reference, TextField
from .peserta_didik import PesertaDidik
from .ptk import Ptk
from .record import Part, Record
from .sekolah import Sekolah

# Codes of jenis_rombel: a class proper, and an extracurricular group.
KELAS, EKSKUL = "1", "51"


class RombonganBelajar(Record):
    """A class (rombel) of one semester. `jenis_rombel` 1 is a class proper (`KELAS`).

    Curriculum, programme and room are kept by the names that the WebService gives them (`…_id_str`):
    the tables of their codes are not public.
    """

    sekolah = Reference(Sekolah, "sekolah", related_name="+")
    semester_id = CodeField("semester", "semester")
    nama = TextField("nama rombel")
    tingkat_pendidikan_id = CodeField("tingkat", "tingkat_pendidikan")
    jenis_rombel = CodeField("jenis rombel", "jenis_rombel", default=KELAS)
    ptk = Reference(Ptk, "wali kelas", related_name="rombel_wali")
    kurikulum_id_str = TextField("kurikulum")
    jurusan_id_str = TextField("jurusan")
    id_ruang_str = TextField("ruang")

    class Meta:
        db_table = "rombongan_belajar"
        verbose_name = "rombel"
        verbose_name_plural = "rombel"

    def __str__(self) -> str:
        return self.nama


class AnggotaRombel(Part):
    """A pupil's place in a class."""

    rombongan_belajar = Reference(RombonganBelajar, "rombel", related_name="anggota")
    peserta_didik = Reference(PesertaDidik, "peserta didik", related_name="anggota")
    jenis_pendaftaran_id = CodeField("jenis pendaftaran", "jenis_pendaftaran")

    class Meta:
        db_table = "anggota_rombel"
        verbose_name = "anggota rombel"
        verbose_name_plural = "anggota rombel"

    def __str__(self) -> str:
        return "Anggota rombel"


class Pembelajaran(Part):
    """A subject taught in a class, by whom and for how many hours a week.

    The subject is kept by its name: the national table of subjects and its codes are not public.
    """

    rombongan_belajar = Reference(RombonganBelajar, "rombel", related_name="pembelajaran")
    nama_mata_pelajaran = TextField("mata pelajaran")
    ptk = Reference(Ptk, "PTK", related_name="pembelajaran")
    jam_mengajar_per_minggu = NumberField("jam per minggu")

    class Meta:
        db_table = "pembelajaran"
        verbose_name = "pembelajaran"
        verbose_name_plural = "pembelajaran"

    def __str__(self) -> str:
        return self.nama_mata_pelajaran or "Pembelajaran"
