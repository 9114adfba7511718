"""Marks of a semester's report, as a report program (e-Rapor) sends them."""

from typing import ClassVar

from .fields import FlagField, NumberField, Reference, TextField
from .record import Part
from .rombel import AnggotaRombel, Pembelajaran, RombonganBelajar

# Widths of the columns in Dapodik, as far as clients tell: they cut their texts to less.
NAMA_MAX, KETERANGAN_MAX = 50, 1000


class MatevRapor(Part):
    """What is marked (mata evaluasi): a subject of a class in a semester. The report program makes its id."""

    rombongan_belajar = Reference(RombonganBelajar, "rombel", related_name="matev_rapor")
    pembelajaran = Reference(Pembelajaran, "pembelajaran", related_name="matev_rapor")
    mata_pelajaran_id = NumberField("kode mata pelajaran")
    nm_mata_evaluasi = TextField("mata evaluasi", max_length=NAMA_MAX)
    a_dari_template = FlagField("dari templat")
    no_urut = NumberField("nomor urut")
    kkm_kognitif = NumberField("KKM pengetahuan")
    kkm_psikomotorik = NumberField("KKM keterampilan")

    class Meta:
        db_table = "matev_rapor"
        verbose_name = "mata evaluasi rapor"
        verbose_name_plural = "mata evaluasi rapor"

    def __str__(self) -> str:
        return self.nm_mata_evaluasi or "Mata evaluasi"


class Nilai(Part):
    """A pupil's mark in one mata evaluasi."""

    matev_rapor = Reference(MatevRapor, "mata evaluasi", related_name="nilai")
    anggota_rombel = Reference(AnggotaRombel, "anggota rombel", related_name="nilai")
    nilai_kognitif_angka = NumberField("nilai")
    ket_kognitif = TextField("capaian", max_length=KETERANGAN_MAX)

    named_after: ClassVar[tuple[str, ...]] = ("anggota_rombel__peserta_didik",)

    class Meta:
        db_table = "nilai"
        verbose_name = "nilai rapor"
        verbose_name_plural = "nilai rapor"

    @property
    def peserta_didik(self) -> object:
        """Whose mark it is; None where the place in the class is not on this computer."""
        return self.anggota_rombel.peserta_didik if self.anggota_rombel else None

    def __str__(self) -> str:
        return f"Nilai {self.matev_rapor or ''}".strip()
