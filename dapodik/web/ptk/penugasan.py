"""Leaving the school, and being there again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dapodik.akun.access import operator_only
from dapodik.akun.models import Pengguna
from dapodik.pokok.models import Pembelajaran, Ptk, RombonganBelajar
from dapodik.pokok.semester import active

from ..author import author_of
from ..form_page import form_page
from ..record_form import save
from .forms import PtkKeluarForm, PtkKembaliForm


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note why and when a PTK left; what somebody else has to take over is named."""
    ptk = get_object_or_404(Ptk.live, pk=pk)
    return _page(request, "keluar", PtkKeluarForm(ptk, request.POST or None), "dicatat keluar")


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def come_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the leaving off, because it was a mistake or because the PTK works here again."""
    ptk = get_object_or_404(Ptk.live, pk=pk)
    if not ptk.jenis_keluar_id:
        messages.error(request, f"{ptk} tidak tercatat keluar.")
        return redirect("ptk:rinci", pk)
    form = PtkKembaliForm(ptk, request.POST or None)
    return _page(request, "kembali", form, "bertugas lagi di sekolah ini")


def _page(
    request: HttpRequest, name: str, form: PtkKeluarForm | PtkKembaliForm, explanation: str
) -> HttpResponse:
    ptk = form.record
    address = reverse("ptk:rinci", args=[ptk.pk])
    return form_page(
        request,
        f"ptk/{name}.html",
        [form],
        lambda: save(form, author_of(request)),
        [ptk.pk],
        message=lambda: f"{ptk} {explanation}.",
        after=address,
        back=address,
        context={"form": form, "ptk": ptk, **duties_of(ptk)},
    )


def open_account(ptk: Ptk) -> Pengguna | None:
    """The account with which the PTK may still log in."""
    return Pengguna.objects.filter(ptk_id=ptk.pk, is_active=True).first()


def duties_of(ptk: Ptk) -> dict[str, Any]:
    """The classes whose wali the PTK is, and the subjects taught, in the active semester; and the account."""
    wali = RombonganBelajar.live.filter(ptk=ptk, semester_id=active())
    taught = Pembelajaran.live.filter(
        ptk=ptk, rombongan_belajar__semester_id=active(), rombongan_belajar__soft_delete=False
    )
    named = taught.values_list("nama_mata_pelajaran", "rombongan_belajar__nama")
    return {
        "wali": [str(rombel) for rombel in wali],
        "taught": [f"{what} ({where})" for what, where in named],
        "account": open_account(ptk),
    }
