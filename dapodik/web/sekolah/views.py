"""Sekolah: the school's profile."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dapodik.akun.access import operator_only
from dapodik.pokok.models import Sekolah
from dapodik.validasi import engine
from dapodik.validasi.models import Finding

from ..author import author_of
from ..checked_save import checked_save
from ..detail import tabs
from ..navigation import next_page
from ..record_form import mark_findings, save
from ..riwayat import riwayat
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
        context["riwayat"] = riwayat([sekolah])
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
    doubtful: list[Finding] = []
    if request.method == "POST":
        done, doubtful = checked_save(request, lambda: save(form, author_of(request)), [sekolah.id])
        if done:
            messages.success(request, "Data sekolah tersimpan.")
            return redirect(next_page(request, reverse("sekolah:rinci")))
    engine.refresh()
    found = [*engine.findings_of(sekolah.id), *doubtful]
    mark_findings([form], found, request.GET.get("field", ""))
    context = {
        "form": form,
        "next": next_page(request, ""),
        "back": next_page(request, reverse("sekolah:rinci")),
        "has_errors": request.method == "POST",
        "doubtful": doubtful,
    }
    return render(request, "sekolah/form.html", context)
