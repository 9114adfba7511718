"""The pupils' list."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dapodik.pokok.models import PesertaDidik

from ..table import DELETED, CodeColumn, FlagColumn

SHOWN = ("nama", "nisn", "nik", "jenis_kelamin", "tanggal_lahir", "rombel", "penerima_kip", "nomor_kip")


class PickColumn(tables.Column):
    """A box to tick a pupil; the head's box ticks the page."""

    def __init__(self) -> None:
        every = mark_safe(
            '<input type="checkbox" data-tick-all="pilih" aria-label="Pilih semua di halaman ini" hidden>'
        )
        pick = {"class": "pick"}
        super().__init__(verbose_name=every, accessor="pk", orderable=False, attrs={"td": pick, "th": pick})

    def render(self, record: PesertaDidik) -> SafeString:
        """The box."""
        return format_html(
            '<input type="checkbox" name="pilih" value="{}" aria-label="Pilih {}">', record.pk, record
        )


class PesertaDidikTable(tables.Table):
    """A row per pupil; which columns are shown is the operator's choice."""

    nama = tables.Column(verbose_name="Nama")
    nipd = tables.Column(verbose_name="NIPD")
    nisn = tables.Column(verbose_name="NISN", attrs={"td": {"class": "code"}})
    nik = tables.Column(verbose_name="NIK", attrs={"td": {"class": "code"}})
    jenis_kelamin = tables.Column(verbose_name="JK")
    tempat_lahir = tables.Column(verbose_name="Tempat lahir")
    tanggal_lahir = tables.DateColumn(
        verbose_name="Tanggal lahir", format="j M Y", attrs={"td": {"class": "code"}}
    )
    rombel = tables.Column(verbose_name="Rombel")
    agama_id = CodeColumn("agama", verbose_name="Agama")
    nama_ibu_kandung = tables.Column(verbose_name="Nama ibu")
    nama_ayah = tables.Column(verbose_name="Nama ayah")
    alamat_jalan = tables.Column(verbose_name="Alamat")
    desa_kelurahan = tables.Column(verbose_name="Kelurahan")
    no_kk = tables.Column(verbose_name="Nomor KK", attrs={"td": {"class": "code"}})
    nomor_telepon_seluler = tables.Column(verbose_name="HP", attrs={"td": {"class": "code"}})
    penerima_kip = FlagColumn(verbose_name="KIP")
    nomor_kip = tables.Column(verbose_name="Nomor KIP", attrs={"td": {"class": "code"}})
    penerima_kps = FlagColumn(verbose_name="KPS")
    no_kps = tables.Column(verbose_name="Nomor KPS", attrs={"td": {"class": "code"}})
    layak_pip = FlagColumn(verbose_name="Layak PIP")

    class Meta:
        empty_text = "Tidak ada peserta didik yang cocok. Ubah pencarian atau saringannya."
        order_by = ("nama",)

    def render_jenis_kelamin(self, record: PesertaDidik) -> str:
        """L or P."""
        return record.jenis_kelamin

    def render_nama(self, value: str, record: PesertaDidik) -> SafeString:
        """The name leads to the pupil."""
        address = reverse("peserta_didik:rinci", args=[record.pk])
        mark = DELETED if record.soft_delete else ""
        return format_html('<a href="{}">{}</a>{}', address, value or "(tanpa nama)", mark)
