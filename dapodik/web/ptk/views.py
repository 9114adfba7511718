"""PTK: the list, one PTK, and what an operator does to one."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dapodik.akun.access import open_to, open_to_all, operator_only, user_of
from dapodik.akun.models import Peran
from dapodik.pokok.models import Ptk, Sekolah
from dapodik.referensi.tables import table as code_table
from dapodik.validasi import engine
from dapodik.validasi.models import Finding
from dapodik.validasi.rule import SET_RULES

from .. import deletion
from ..author import author_of
from ..detail import tabs
from ..form_page import form_page
from ..navigation import next_page
from ..record_form import save
from ..riwayat.page import riwayat
from ..saringan.views import saved_filters
from ..table import choose_columns, chosen_columns, column_choices, page_of, without
from . import penugasan, rwy
from .forms import PtkForm
from .tables import SHOWN, PtkFilter, PtkTable
from .tahun import years_of

_TABS = [*((rwy_list.slug, rwy_list.title) for rwy_list in rwy.LISTS.values()), ("keaktifan", "Keaktifan")]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The list."""
    filtered = PtkFilter(request.GET.dict(), Ptk.objects.all())
    shown = chosen_columns(request, PtkTable, SHOWN)
    table = page_of(request, PtkTable(filtered.qs, exclude=without(PtkTable, shown)))
    columns = column_choices(PtkTable, shown)
    context = {
        "table": table,
        "filter": filtered,
        "columns": columns,
        **saved_filters(request),
        "is_empty": not Ptk.objects.exists(),
    }
    return render(request, "ptk/index.html", context)


@require_POST
@open_to(Peran.KEPALA_SEKOLAH)
def columns(request: HttpRequest) -> HttpResponse:
    """Choose the list's columns."""
    choose_columns(request, PtkTable)
    return redirect(next_page(request, reverse("ptk:daftar")))


@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One PTK, in tabs."""
    ptk = get_object_or_404(Ptk.objects, pk=pk)
    engine.refresh()
    return _detail_page(request, ptk, engine.findings_of(pk))


@require_GET
@open_to_all
def own(request: HttpRequest) -> HttpResponse:
    """The page of the PTK whose account this is, without what validation says of them and others together."""
    own_id = user_of(request).ptk_id
    ptk = Ptk.objects.filter(pk=own_id).first() if own_id else None
    if ptk is None:
        return render(request, "ptk/tanpa_data.html")
    engine.refresh()
    return _detail_page(request, ptk, engine.findings_of(ptk.pk).exclude(code__in=SET_RULES))


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one PTK."""
    ptk = get_object_or_404(Ptk.live, pk=pk)
    return _form_page(request, PtkForm(ptk, request.POST or None), reverse("ptk:rinci", args=[pk]), ptk)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def add(request: HttpRequest) -> HttpResponse:
    """A new PTK of the school; where there is no school yet it comes first."""
    if _sekolah() is None:
        return redirect("sekolah:rinci")
    return _form_page(request, PtkForm(None, request.POST or None), reverse("ptk:daftar"), None)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, naming what somebody else has to take over; then delete with keaktifan and riwayat. The list of
    deleted PTK brings all back."""
    ptk = get_object_or_404(Ptk.live, pk=pk)
    return deletion.delete(request, ptk, "ptk", "ptk/hapus.html", **penugasan.duties_of(ptk))


@require_POST
@operator_only
@transaction.atomic
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a deleted PTK back, with what went along."""
    return deletion.restore(request, get_object_or_404(Ptk, pk=pk, soft_delete=True), "ptk")


def _detail_page(request: HttpRequest, ptk: Ptk, findings: "QuerySet[Finding]") -> HttpResponse:
    context = {
        "ptk": ptk,
        "leaving": code_table("jenis_keluar").label(ptk.jenis_keluar_id),
        "findings": findings,
        "account": penugasan.open_account(ptk) if ptk.soft_delete or ptk.jenis_keluar_id else None,
        **tabs(request, [(PtkForm, ptk)], _TABS),
    }
    if context["tab"] == "riwayat":
        context["riwayat"] = riwayat(request, ptk)
    elif context["tab"] == "keaktifan":
        context |= years_of(ptk)
    elif context["tab"] in rwy.LISTS:
        context |= rwy.listing(rwy.LISTS[context["tab"]], ptk)
    return render(request, "ptk/detail.html", context)


def _form_page(request: HttpRequest, form: PtkForm, back: str, ptk: Ptk | None) -> HttpResponse:
    return form_page(
        request,
        "ptk/form.html",
        [form],
        lambda: save(form, author_of(request), sekolah_id=_sekolah()),
        [form.record.id],
        message=lambda: f"Data {form.cleaned_data['nama'] or 'PTK'} tersimpan.",
        after=reverse("ptk:rinci", args=[form.record.id]),
        back=back,
        context={"form": form, "ptk": ptk},
    )


def _sekolah() -> UUID | None:
    sekolah: Sekolah | None = Sekolah.live.first()
    return sekolah.id if sekolah else None
