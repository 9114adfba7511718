"""Daftar Peserta Didik Keluar: the columns of the Daftar Peserta Didik, and why and when each left.

A pupil who left twice stands there twice. Source: section 1.4 of the facts on downloads.
"""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Lower

from dapodik.pokok import present
from dapodik.pokok.models import PesertaDidik, RegistrasiPesertaDidik, Sekolah

from ..columns import Column, Day, Label
from ..rows import texts
from ..sheet import Sheet
from .peserta_didik import COLUMNS as OF_PUPILS

COLUMNS: list[Column] = [
    *OF_PUPILS,
    Column("Keluar Karena", RegistrasiPesertaDidik, "jenis_keluar_id", Label("jenis_keluar")),
    Column("Tanggal Keluar", RegistrasiPesertaDidik, "tanggal_keluar", Day()),
]


def _rows(sekolah: Sekolah) -> Iterator[list[str]]:
    """The cells of each leaving, the last one first. The class is that of the active semester, if any."""
    columns = COLUMNS[1:]
    places = present.class_places().filter(peserta_didik=OuterRef("peserta_didik"))
    leavers = (
        present.leavers()
        .annotate(rombel=Subquery(places.values("rombongan_belajar__nama")[:1]))
        .order_by(F("tanggal_keluar").desc(nulls_last=True), Lower("peserta_didik__nama"), "id")
    )
    paths = [
        f"peserta_didik__{column.field}" if column.model is PesertaDidik else column.field
        for column in columns
    ]
    return texts(leavers.values_list(*paths).iterator(), columns, computed={})


PESERTA_DIDIK_KELUAR = Sheet(
    title="Daftar Peserta Didik Keluar",
    file_word="daftar_pd_keluar",
    columns=COLUMNS,
    rows=_rows,
    count=lambda: present.leavers().count(),
    counted="peserta didik yang sudah keluar, dengan sebab dan tanggalnya",
    identity=[("nama", "nisn"), ("nama", "nik"), ("nama", "tanggal_lahir")],
)
