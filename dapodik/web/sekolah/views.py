"""Sekolah: the school's profile."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dapodik.akun.access import operator_only
from dapodik.pokok.models import Sekolah
from dapodik.validasi import engine

from ..author import author_of
from ..detail import tabs
from ..form_page import form_page
from ..record_form import save
from ..riwayat.page import riwayat
from .forms import SekolahForm, WilayahForm


@require_GET
def detail(request: HttpRequest) -> HttpResponse:
    """The profile, in tabs."""
    sekolah = Sekolah.live.first()
    if sekolah is None:
        return render(request, "sekolah/empty.html")
    engine.refresh()
    context = {
        "findings": engine.findings_of(sekolah.id),
        **tabs(request, [(SekolahForm, sekolah), (WilayahForm, sekolah)]),
    }
    if context["tab"] == "riwayat":
        context["riwayat"] = riwayat(request, sekolah)
    return render(request, "sekolah/detail.html", context)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def edit(request: HttpRequest) -> HttpResponse:
    """Change the profile."""
    sekolah = Sekolah.live.first()
    if sekolah is None:
        return redirect("pintu")
    form = SekolahForm(sekolah, request.POST or None)
    return form_page(
        request,
        "sekolah/form.html",
        [form],
        lambda: save(form, author_of(request)),
        [sekolah.id],
        message=lambda: "Data sekolah tersimpan.",
        after=reverse("sekolah:rinci"),
        back=reverse("sekolah:rinci"),
        context={"form": form},
    )
