"""The lists of classes and of their members."""

import django_tables2 as tables
from django.db.models import QuerySet
from django.db.models.functions import Length

from dapodik.pokok.models import RombonganBelajar

from ..peserta_didik.tables import PesertaDidikTable

MEMBER_COLUMNS = ("nama", "nipd", "nisn", "jenis_kelamin", "tanggal_lahir", "nomor_kip")
_NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class EkskulTable(tables.Table):
    """A row per extracurricular group."""

    nama = tables.Column(verbose_name="Nama", linkify=("rombel:rinci", {"pk": tables.A("pk")}))
    laki = tables.Column(verbose_name="L", attrs=_NUMBER)
    perempuan = tables.Column(verbose_name="P", attrs=_NUMBER)
    jumlah = tables.Column(verbose_name="Jumlah", attrs=_NUMBER)
    ptk = tables.Column(verbose_name="Pembina", default="belum diisi")

    class Meta:
        orderable = False


class RombelTable(tables.Table):
    """A row per class."""

    tingkat_pendidikan_id = tables.Column(verbose_name="Tingkat")
    nama = tables.Column(verbose_name="Rombel", linkify=("rombel:rinci", {"pk": tables.A("pk")}))
    laki = tables.Column(verbose_name="L", attrs=_NUMBER)
    perempuan = tables.Column(verbose_name="P", attrs=_NUMBER)
    jumlah = tables.Column(verbose_name="Jumlah", attrs=_NUMBER)
    ptk = tables.Column(verbose_name="Wali kelas", default="belum diisi", order_by="ptk__nama")
    id_ruang_str = tables.Column(verbose_name="Ruang")

    class Meta:
        empty_text = "Belum ada rombel."
        order_by = ("tingkat_pendidikan_id",)

    def order_tingkat_pendidikan_id(
        self, rows: "QuerySet[RombonganBelajar]", is_descending: bool
    ) -> tuple["QuerySet[RombonganBelajar]", bool]:
        """Grades are text: 10 comes after 9 by its length."""
        sign = "-" if is_descending else ""
        rows = rows.annotate(digits=Length("tingkat_pendidikan_id"))
        return rows.order_by(f"{sign}digits", f"{sign}tingkat_pendidikan_id", "nama"), True


class MembersTable(PesertaDidikTable):
    """The members of one class."""

    class Meta(PesertaDidikTable.Meta):
        empty_text = "Rombel ini belum punya anggota."
