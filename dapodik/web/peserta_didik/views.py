"""Peserta didik: the list, one pupil, and what an operator does to one."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dapodik.akun.access import open_to, operator_only, user_of
from dapodik.akun.models import Peran
from dapodik.pokok import present
from dapodik.pokok.models import PesertaDidik, RegistrasiPesertaDidik, Sekolah
from dapodik.validasi import engine

from .. import deletion
from ..author import author_of
from ..detail import tabs
from ..form_page import form_page
from ..navigation import next_page
from ..riwayat.page import riwayat
from ..saringan.views import saved_filters
from ..semester.chosen import chosen
from ..table import choose_columns, chosen_columns, page_of
from .filters import PesertaDidikFilter
from .forms import PesertaDidikForm, PupilForms, registrasi_form
from .massal.selection import filters_of, pairs
from .past import past_of, with_measures
from .surroundings import surroundings
from .tables import SHOWN, PesertaDidikTable, PickColumn


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The list."""
    semester = chosen(request)
    filtered = PesertaDidikFilter(request.GET.dict(), present.with_class(semester), semester)
    shown = chosen_columns(request, PesertaDidikTable, SHOWN)
    pick = {"pilih": PickColumn()} if user_of(request).may_edit else {}
    table = PesertaDidikTable(
        filtered.qs,
        exclude=[name for name in PesertaDidikTable.base_columns if name not in shown],
        extra_columns=pick.items(),
        sequence=[*pick, "..."],
    )
    columns = [
        (name, column.verbose_name, name in shown) for name, column in PesertaDidikTable.base_columns.items()
    ]
    context = {
        "table": page_of(request, table),
        "filter": filtered,
        "filter_pairs": pairs(filters_of(request.GET)),
        "columns": columns,
        **saved_filters(request),
        "is_empty": not PesertaDidik.objects.exists(),
    }
    return render(request, "peserta_didik/index.html", context)


@require_POST
@open_to(Peran.KEPALA_SEKOLAH)
def columns(request: HttpRequest) -> HttpResponse:
    """Choose the list's columns."""
    choose_columns(request, PesertaDidikTable)
    return redirect(next_page(request, reverse("peserta_didik:daftar")))


@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One pupil, in tabs."""
    semester = chosen(request)
    pupil = get_object_or_404(present.with_class(semester), pk=pk)
    pupil = with_measures(pupil, semester)
    registrasi = present.registrasi_of(pupil)
    engine.refresh()
    context = {
        "pupil": pupil,
        "findings": _findings(pupil, registrasi),
        "registrasi": registrasi,
        **tabs(request, [(PesertaDidikForm, pupil), (registrasi_form(registrasi), registrasi)]),
    }
    context["past"] = past_of(pupil, context["tab"])
    if context["tab"] == "riwayat":
        context["riwayat"] = riwayat(request, pupil)
    return render(request, "peserta_didik/detail.html", context)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one pupil."""
    pupil = get_object_or_404(PesertaDidik.live, pk=pk)
    return _form_page(request, PupilForms(pupil, request.POST or None), pupil)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def add(request: HttpRequest) -> HttpResponse:
    """A new pupil of the school; where there is no school yet it comes first."""
    if not Sekolah.live.exists():
        return redirect("sekolah:rinci")
    return _form_page(request, PupilForms(None, request.POST or None), None)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then delete with registrasi, places and measures: the list of deleted pupils brings all back."""
    return deletion.delete(request, get_object_or_404(PesertaDidik.live, pk=pk), "peserta_didik")


@require_POST
@operator_only
@transaction.atomic
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a deleted pupil back, with what went along."""
    return deletion.restore(
        request, get_object_or_404(PesertaDidik, pk=pk, soft_delete=True), "peserta_didik"
    )


def _form_page(request: HttpRequest, forms: PupilForms, pupil: PesertaDidik | None) -> HttpResponse:
    record, registrasi = forms.pupil.record, forms.registrasi.record
    return form_page(
        request,
        "peserta_didik/form.html",
        forms.all,
        lambda: forms.submit(author_of(request)),
        [record.id, registrasi.id],
        message=lambda: _saved_message(forms),
        after=reverse("peserta_didik:rinci", args=[record.id]),
        back=reverse("peserta_didik:rinci", args=[pupil.id]) if pupil else reverse("peserta_didik:daftar"),
        context={"forms": forms, "pupil": pupil, **surroundings()},
    )


def _saved_message(forms: PupilForms) -> str:
    saved = f"Data {forms.pupil.cleaned_data['nama'] or 'peserta didik'} tersimpan."
    kps = forms.replaced_kps
    return f"{saved} KIP menggantikan KPS {kps}; nomor lama itu tetap ada di Riwayat." if kps else saved


def _findings(pupil: PesertaDidik, registrasi: RegistrasiPesertaDidik | None) -> list[Any]:
    findings = list(engine.findings_of(pupil.id))
    return findings + (list(engine.findings_of(registrasi.id)) if registrasi else [])
