"""What is done to findings from the page: mending all of a rule, and setting warnings aside."""

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dapodik.akun.access import operator_only
from dapodik.pokok.models import Journal, Origin
from dapodik.pokok.undo import undo
from dapodik.validasi import asides, engine, mending
from dapodik.validasi.models import Finding

from ..author import author_of
from ..riwayat.entries import entries
from .selection import FindingSelection
from .views import field_name
from .walk import ORDER

_SHOWN = 500


@require_http_methods(["GET", "POST"])
@operator_only
def mend(request: HttpRequest) -> HttpResponse:
    """Show what would be mended of one rule; mend the chosen ones on POST."""
    engine.refresh()
    selection = FindingSelection.of(request.GET)
    if not mending.can_mend(selection.aturan):
        raise Http404
    cures = mending.cures(selection.findings().order_by(*ORDER)[:_SHOWN])
    if request.method == "POST":
        wanted = set(request.POST.getlist("pilih"))
        chosen = [cure for cure in cures if str(cure.finding.record_id) in wanted]
        operation = uuid.uuid4()
        count = mending.mend(chosen, author_of(request, Origin.MASS), operation)
        if count:
            messages.success(request, f"{count} data dibetulkan.")
            return redirect("validasi:hasil_betulkan", operation)
        messages.warning(request, "Belum ada yang dipilih, jadi tidak ada yang diubah.")
    context = {
        "rows": [(cure, field_name(cure.finding)) for cure in cures],
        "more": selection.findings().count() > _SHOWN,
        "shown": _SHOWN,
        "query": selection.query(),
    }
    return render(request, "validasi/betulkan.html", context)


@require_http_methods(["GET", "POST"])
@operator_only
def mended(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What an act has mended; POST takes it back."""
    if not Journal.objects.filter(operation=pk, origin=Origin.MASS).exists():
        raise Http404
    if request.method == "POST":
        done = undo(pk, author_of(request, Origin.MASS))
        left = f" {done.left} isian dibiarkan karena sudah diubah lagi sesudahnya." if done.left else ""
        messages.success(request, f"{done.fields} isian dikembalikan ke semula.{left}")
        return redirect("validasi:daftar")
    rows = Journal.objects.filter(operation=pk).order_by("id")
    return render(request, "validasi/hasil_betulkan.html", {"entries": entries(list(rows))})


@require_POST
@operator_only
def set_aside(request: HttpRequest) -> HttpResponse:
    """Set one warning aside, or all of the selection."""
    engine.refresh()
    selection = FindingSelection.of(request.GET)
    findings = selection.findings()
    if number := request.POST.get("temuan", ""):
        findings = findings.filter(pk=number) if number.isascii() and number.isdigit() else findings.none()
    try:
        count = asides.set_aside(findings, request.POST.get("alasan", ""), author_of(request))
    except asides.NotAWarning:
        messages.error(request, "Yang tidak valid tidak dapat dikesampingkan: betulkan isinya.")
    except ValueError:
        messages.error(request, "Tulis alasannya lebih dahulu, paling banyak 255 huruf.")
    else:
        messages.success(request, f"{count} peringatan dikesampingkan. Muncul lagi bila isiannya berubah.")
    return redirect(f"{reverse('validasi:daftar')}?{selection.query()}")


@require_POST
@operator_only
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a warning again."""
    finding = get_object_or_404(Finding, pk=pk, aside=True)
    asides.take_back(finding, author_of(request))
    messages.success(request, f"Peringatan pada {finding.label} tampil lagi.")
    return redirect(f"{reverse('validasi:daftar')}?{FindingSelection.of(request.GET).query()}")
