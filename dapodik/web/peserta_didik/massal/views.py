"""Mass edit on one page: choose what changes, fill it in, look at what would happen, agree."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dapodik.akun.access import operator_only
from dapodik.pokok import acts, write
from dapodik.pokok.models import Origin
from dapodik.validasi.dry_run import newly_invalid

from ...author import author_of
from ...tindakan.way_back import with_way_back
from ..pupil_edits import standings
from .changes import MASS_EDITS, MassEdit
from .plan import MassEditPlan, plan_of
from .selection import FIELD, PupilSelection, selection_of

AGREED = "setuju"
_SHOWN = 500


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def page(request: HttpRequest) -> HttpResponse:
    """Choose and fill on GET, look at it on POST; with the plan's fingerprint, do it."""
    selection = selection_of(request.GET)
    chosen = request.GET.get(FIELD, "")
    mass_edit = MASS_EDITS.get(chosen)
    count = selection.pupils.count()
    if not count:
        if not selection.is_unread:
            messages.warning(request, "Belum ada peserta didik yang dipilih. Centang dahulu di daftar.")
        return redirect(_list(selection))
    context: dict[str, Any] = {
        "count": count,
        "selection": selection,
        "query": urlencode([*selection.pairs, (FIELD, chosen)]),
        "mass_edits": [(slug, entry.label, slug == chosen) for slug, entry in MASS_EDITS.items()],
        "mass_edit": mass_edit,
        "back": _list(selection),
    }
    if mass_edit:
        form = mass_edit.form(request.POST if request.method == "POST" else None)
        context["form"] = form
        if form.is_valid():
            plan = plan_of(standings(selection.pupils), mass_edit, form.cleaned_data)
            if request.POST.get(AGREED) == plan.fingerprint and plan.edits:
                return _done(request, selection, mass_edit, plan)
            context |= _preview(request, plan)
    return render(request, "peserta_didik/massal.html", context)


def _done(
    request: HttpRequest, selection: PupilSelection, mass_edit: MassEdit, plan: MassEditPlan
) -> HttpResponse:
    title = f"{mass_edit.label}: {len(plan.changed)} peserta didik"
    act = acts.perform(title, plan.edits, author_of(request, Origin.MASS))
    messages.success(
        request, with_way_back(f"{mass_edit.label} {len(plan.changed)} peserta didik diubah.", act)
    )
    return redirect(_list(selection))


def _preview(request: HttpRequest, plan: MassEditPlan) -> dict[str, Any]:
    if AGREED in request.POST:
        messages.warning(
            request, "Datanya berubah sejak dilihat. Periksa sekali lagi; belum ada yang diubah."
        )
    author = author_of(request, Origin.MASS)
    invalid = newly_invalid(lambda: write.save(plan.edits, author)) if plan.edits else []
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    return {
        "plan": plan,
        "shown": plan.changed[:_SHOWN],
        "more": max(0, len(plan.changed) - _SHOWN),
        "left_out": Counter(reason for _, reason in plan.left_out).most_common(),
        "invalid": invalid[:_SHOWN],
        "invalid_count": len(invalid),
        "sent": [pair for pair in sent if pair[0] not in (AGREED, "csrfmiddlewaretoken")],
    }


def _list(selection: PupilSelection) -> str:
    address = reverse("peserta_didik:daftar")
    return f"{address}?{selection.filters}" if selection.filters else address
