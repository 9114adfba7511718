"""Riwayat keamanan: who came in and what left this computer, when, from where; everybody's and one's own."""

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dapodik.akun.access import open_to_all, user_of
from dapodik.akun.models import Pengguna, Peristiwa, RiwayatKeamanan

from ..list_filter import ListFilter
from ..table import page_of

_UNKNOWN, _OTHER = "tidak_dikenal", "lain"
Rows = QuerySet[RiwayatKeamanan]
_WRAPPED = {"td": {"class": "name"}}
_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class RiwayatFilter(ListFilter):
    """Which events are shown."""

    pengguna = filters.ChoiceFilter(label="Pengguna", method="of_user", empty_label="Semua pengguna")
    peristiwa = filters.ChoiceFilter(
        label="Peristiwa", choices=Peristiwa.choices, empty_label="Semua peristiwa"
    )
    dari = filters.DateFilter(field_name="at", lookup_expr="date__gte", label="Dari tanggal", widget=_DAY)
    sampai = filters.DateFilter(field_name="at", lookup_expr="date__lte", label="Sampai tanggal", widget=_DAY)

    class Meta:
        model = RiwayatKeamanan
        fields: list[str] = []

    def __init__(self, data: "dict[str, str]", queryset: Rows) -> None:
        super().__init__(data, queryset)
        people = [(str(user.pk), str(user)) for user in Pengguna.objects.order_by("nama")]
        self.filters["pengguna"].extra["choices"] = [
            *people,
            (_UNKNOWN, "(nama tidak dikenal)"),
            (_OTHER, "(perintah, atau akun sebelum pemulihan)"),
        ]

    def of_user(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep the events of one account, those under a name that no account has, or those of commands and
        of accounts that a restore took away."""
        if value == _UNKNOWN:
            return rows.filter(pengguna__isnull=True, oleh="")
        if value == _OTHER:
            return rows.filter(pengguna__isnull=True).exclude(oleh="")
        return rows.filter(pengguna_id=int(value))


class RiwayatTable(tables.Table):
    """A row per event, the newest first."""

    at = tables.DateTimeColumn(verbose_name="Waktu", format="j M Y H.i.s", attrs={"td": {"class": "code"}})
    pengguna = tables.Column(
        verbose_name="Pengguna", accessor="siapa", order_by=("pengguna__nama", "oleh"), attrs=_WRAPPED
    )
    peristiwa = tables.Column(verbose_name="Peristiwa")
    peramban = tables.Column(verbose_name="Peramban")
    address = tables.Column(verbose_name="Alamat", attrs={"td": {"class": "code"}})
    catatan = tables.Column(verbose_name="Catatan", orderable=False, attrs=_WRAPPED)

    class Meta:
        empty_text = "Belum ada peristiwa yang cocok. Ubah saringannya."
        order_by = ("-at",)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Everybody's."""
    filtered = RiwayatFilter(request.GET.dict(), RiwayatKeamanan.objects.select_related("pengguna"))
    table = page_of(request, RiwayatTable(filtered.qs))
    return render(request, "pengaturan/riwayat_keamanan.html", {"table": table, "filter": filtered})


@require_GET
@open_to_all
def own(request: HttpRequest) -> HttpResponse:
    """One's own."""
    rows = RiwayatKeamanan.objects.filter(pengguna=user_of(request))
    table = page_of(request, RiwayatTable(rows, exclude=["pengguna"]))
    return render(request, "pengaturan/riwayat_keamanan.html", {"table": table})
