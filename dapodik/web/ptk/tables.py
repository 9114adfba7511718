"""The list of PTK."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dapodik.pokok.models import Ptk
from dapodik.pokok.present import NOT_LEFT
from dapodik.referensi.tables import table as code_table

from ..list_filter import ListFilter
from ..table import DELETED, CodeColumn, part_of

SHOWN = ("nama", "jenis_kelamin", "nuptk", "nip", "jenis_ptk_id", "status_kepegawaian_id")
_STATUS = [("aktif", "Aktif"), ("keluar", "Sudah keluar"), ("dihapus", "Dihapus"), ("semua", "Semua")]


class PtkFilter(ListFilter):
    """Which PTK are shown; the active ones where nothing is chosen."""

    cari = filters.CharFilter(method="search", label="Cari nama, NUPTK, NIP, atau NIK")
    jenis = filters.ChoiceFilter(
        field_name="jenis_ptk_id",
        label="Jenis PTK",
        choices=code_table("jenis_ptk").offered,
        empty_label="Semua jenis",
    )
    status = filters.ChoiceFilter(label="Status", method="with_status", choices=_STATUS, empty_label=None)

    class Meta:
        model = Ptk
        fields: list[str] = []

    def __init__(self, data: "dict[str, str]", queryset: "QuerySet[Ptk]") -> None:
        super().__init__({**data, "status": data.get("status") or "aktif"}, queryset)

    def search(self, rows: "QuerySet[Ptk]", name: str, text: str) -> "QuerySet[Ptk]":
        """Each word must be part of the name or of a number."""
        for word in text.split()[:8]:
            rows = rows.filter(
                part_of("nama", word)
                | Q(nuptk__contains=word)
                | Q(nip__contains=word)
                | Q(nik__contains=word)
            )
        return rows

    def with_status(self, rows: "QuerySet[Ptk]", name: str, value: str) -> "QuerySet[Ptk]":
        """Here, left, or deleted."""
        if value == "semua":
            return rows.filter(soft_delete=False)
        if value == "dihapus":
            return rows.filter(soft_delete=True)
        return rows.filter(NOT_LEFT if value == "aktif" else ~NOT_LEFT, soft_delete=False)


class PtkTable(tables.Table):
    """A row per PTK."""

    nama = tables.Column(verbose_name="Nama")
    jenis_kelamin = tables.Column(verbose_name="JK")
    nuptk = tables.Column(verbose_name="NUPTK", attrs={"td": {"class": "code"}})
    nip = tables.Column(verbose_name="NIP", attrs={"td": {"class": "code"}})
    nik = tables.Column(verbose_name="NIK", attrs={"td": {"class": "code"}})
    tanggal_lahir = tables.DateColumn(
        verbose_name="Tanggal lahir", format="j M Y", attrs={"td": {"class": "code"}}
    )
    jenis_ptk_id = CodeColumn("jenis_ptk", verbose_name="Jenis PTK")
    status_kepegawaian_id = CodeColumn("status_kepegawaian", verbose_name="Status kepegawaian")
    pangkat_golongan_id = CodeColumn("pangkat_golongan", verbose_name="Pangkat/golongan")
    tugas_tambahan = tables.Column(verbose_name="Tugas tambahan")
    nomor_telepon_seluler = tables.Column(verbose_name="HP", attrs={"td": {"class": "code"}})
    email = tables.Column(verbose_name="E-mail")

    class Meta:
        empty_text = "Tidak ada PTK yang cocok. Ubah pencarian atau saringannya."
        order_by = ("nama",)

    def render_jenis_kelamin(self, record: Ptk) -> str:
        """L or P."""
        return record.jenis_kelamin

    def render_nama(self, value: str, record: Ptk) -> SafeString:
        """The name leads to the PTK."""
        address = reverse("ptk:rinci", args=[record.pk])
        mark = DELETED if record.soft_delete else ""
        return format_html('<a href="{}">{}</a>{}', address, value or "(tanpa nama)", mark)
