"""The page of pending changes (Data yang mengalami perubahan), and the page that takes one back."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_http_methods

from dapodik.akun.access import operator_only, user_of
from dapodik.pokok import write
from dapodik.pokok.models import KINDS, Origin, Record
from dapodik.validasi.models import Finding
from dapodik.web import record_names
from dapodik.web.author import author_of
from dapodik.web.form_page import saved_unless_doubtful
from dapodik.web.table import PER_PAGE

from . import pending_records, taking_back


@require_GET
def of_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """List the pending records of one kind: each field with old and new value, author and time."""
    if kind not in KINDS:
        raise Http404
    page = Paginator(pending_records.rows(kind), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"Perubahan yang belum dikirim: {KINDS[kind]._meta.verbose_name}",
        "page": page,
        "changes": pending_records.in_words(kind, list(page)),
        "may_edit": user_of(request).may_edit,
    }
    return render(request, "sinkronisasi/menunggu.html", context)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def take_back(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Show on GET what would be taken back, and do it on POST; ask again where the data changed meanwhile."""
    if kind not in KINDS:
        raise Http404
    record: Record = get_object_or_404(KINDS[kind].objects, pk=pk)
    try:
        plan = taking_back.plan(record, request.GET.get("isian", ""))
    except taking_back.CannotTakeBack as reason:
        messages.error(request, f"Tidak diurungkan. {reason}")
        return redirect("sinkronisasi:perubahan", kind)
    shown = request.POST.get("versi", "") == plan.fingerprint
    doubtful: list[Finding] = []
    if request.method == "POST" and shown:
        author = author_of(request, Origin.UNDO)
        saved, doubtful = saved_unless_doubtful(
            request, lambda: bool(write.save(plan.edits, author)), plan.ids
        )
        if saved:
            messages.success(request, f"Perubahan {record_names.name_of(record)} diurungkan.")
            return redirect("sinkronisasi:perubahan", kind)
    context = {
        "record": record,
        "label": record_names.name_of(record),
        "kind": kind,
        "title": capfirst(f"{record._meta.verbose_name} {record_names.name_of(record)}"),
        "plan": plan,
        "along": [(part._meta.verbose_name, record_names.name_of(part)) for part in plan.along],
        "has_changed": request.method == "POST" and not shown,
        "doubtful": doubtful,
    }
    return render(request, "sinkronisasi/urungkan.html", context)
