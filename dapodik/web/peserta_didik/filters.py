"""Search and filters of the pupils' list."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from dapodik.pokok import present
from dapodik.pokok.models import PesertaDidik

from ..list_filter import ListFilter
from ..table import part_of
from . import umur

_ANSWERS = [("True", "Ya"), ("False", "Tidak")]
_STATUS = [("aktif", "Aktif"), ("keluar", "Sudah keluar"), ("dihapus", "Dihapus"), ("semua", "Semua")]


class PesertaDidikFilter(ListFilter):
    """Which pupils are shown; the active ones where nothing is chosen."""

    cari = filters.CharFilter(method="search", label="Cari nama, NISN, NIK, atau NIPD")
    rombel = filters.ChoiceFilter(
        label="Rombel",
        method="in_rombel",
        empty_label="Semua rombel",
        error_messages={"invalid_choice": "Rombel yang disaring tidak ada di semester ini."},
    )
    tingkat = filters.ChoiceFilter(
        field_name="tingkat",
        label="Tingkat",
        empty_label="Semua tingkat",
        error_messages={"invalid_choice": "Tingkat yang disaring tidak ada di semester ini."},
    )
    jk = filters.ChoiceFilter(
        field_name="jenis_kelamin",
        label="JK",
        choices=[("L", "Laki-laki"), ("P", "Perempuan")],
        empty_label="L dan P",
    )
    umur = filters.ChoiceFilter(
        label="Umur per 1 Juli", method="of_age", choices=umur.CHOICES, empty_label="Semua umur"
    )
    nisn = filters.ChoiceFilter(
        label="NISN",
        method="with_nisn",
        choices=[("ada", "Sudah ada"), ("belum", "Belum ada")],
        empty_label="Semua",
    )
    kip = filters.ChoiceFilter(
        field_name="penerima_kip", label="Penerima KIP", choices=_ANSWERS, empty_label="Semua"
    )
    kps = filters.ChoiceFilter(
        field_name="penerima_kps", label="Penerima KPS", choices=_ANSWERS, empty_label="Semua"
    )
    pip = filters.ChoiceFilter(
        field_name="layak_pip", label="Layak PIP", choices=_ANSWERS, empty_label="Semua"
    )
    status = filters.ChoiceFilter(label="Status", method="with_status", choices=_STATUS, empty_label=None)

    class Meta:
        model = PesertaDidik
        fields: list[str] = []

    def __init__(self, data: "dict[str, str]", queryset: "QuerySet[Any]", semester: str) -> None:
        super().__init__({**data, "status": data.get("status") or "aktif"}, queryset)
        self.day = umur.counted_on(semester)
        rombel = list(present.rombel_of(semester))
        grades = sorted({row.tingkat_pendidikan_id for row in rombel}, key=lambda grade: (len(grade), grade))
        self.filters["rombel"].extra["choices"] = [
            *((str(row.id), row.nama) for row in rombel),
            ("tanpa", "Belum ada rombel"),
        ]
        self.filters["tingkat"].extra["choices"] = [(grade, f"Tingkat {grade}") for grade in grades if grade]

    def search(self, rows: "QuerySet[Any]", name: str, text: str) -> "QuerySet[Any]":
        """Each word must be part of the name or of a number."""
        for word in text.split()[:8]:
            rows = rows.filter(
                part_of("nama", word)
                | Q(nisn__contains=word)
                | Q(nik__contains=word)
                | Q(nipd__contains=word)
            )
        return rows

    def in_rombel(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep the pupils of one class, or those in no class."""
        return rows.filter(rombel_id="" if value == "tanpa" else value.replace("-", ""))

    def of_age(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep the pupils of one age, or younger or older than the usual ages."""
        return rows.filter(umur.born_in(value, self.day))

    def with_nisn(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Keep the pupils with a NISN, or those without."""
        return rows.filter(nisn="") if value == "belum" else rows.exclude(nisn="")

    def with_status(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Here, left, or deleted."""
        if value == "dihapus":
            return rows.filter(soft_delete=True)
        rows = rows.filter(soft_delete=False)
        return rows if value == "semua" else rows.filter(is_here=value == "aktif")
