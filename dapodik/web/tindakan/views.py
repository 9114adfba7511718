"""Tindakan massal: what was done to many records at once, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from dapodik.akun.access import operator_only
from dapodik.pokok import acts
from dapodik.pokok.models import Act, Journal, Origin

from ..author import author_of
from ..riwayat.entries import entries
from ..table import PER_PAGE


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All acts, the newest first."""
    page = Paginator(Act.objects.all(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tindakan/index.html", {"page": page})


@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one act did, and whether it can be taken back."""
    act = get_object_or_404(Act, pk=pk)
    rows = Journal.objects.filter(operation=pk).order_by("id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"act": act, "page": page, "entries": entries(list(page)), "why_not": acts.why_not(act)}
    return render(request, "tindakan/rinci.html", context)


@require_POST
@operator_only
@transaction.atomic
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an act back; what was changed after it stays as it is."""
    act = get_object_or_404(Act, pk=pk)
    try:
        done = acts.take_back(act, author_of(request, Origin.UNDO))
    except acts.CannotUndo as reason:
        messages.error(request, f"“{act}” tidak diurungkan. {reason}")
        return redirect("tindakan:rinci", pk)
    messages.success(request, f"“{act}” diurungkan: {done.fields} isian kembali seperti semula.")
    if done.left:
        why = "sudah diubah lagi sesudahnya, atau milik semester yang lalu, jadi tidak disentuh"
        messages.warning(request, f"{done.left} isian {why}.")
    return redirect("tindakan:rinci", pk)
