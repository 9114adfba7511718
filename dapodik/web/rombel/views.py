"""Rombel: the classes of a semester, what is known of them, and deleting them."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dapodik.akun.access import operator_only, user_of
from dapodik.pokok import present
from dapodik.pokok.models import (
    EKSKUL,
    KELAS,
    MatevRapor,
    Pembelajaran,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.semester import active
from dapodik.referensi.pembelajaran import KURIKULUM
from dapodik.validasi import engine

from .. import deletion
from ..author import author_of
from ..form_page import form_page
from ..navigation import next_page
from ..record_form import save
from ..semester.chosen import chosen
from ..table import page_of, without
from . import queries
from .forms import form_of
from .tables import MEMBER_COLUMNS, EkskulTable, MembersTable, RombelTable


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The classes and groups of the semester with their members counted by sex."""
    semester, deleted = chosen(request), request.GET.get("status") == "dihapus"
    classes = queries.of_semester(semester, KELAS, deleted)
    groups = queries.of_semester(semester, EKSKUL, deleted)
    context = {
        "table": page_of(request, RombelTable(classes)),
        "groups": EkskulTable(groups.order_by("nama")) if groups.exists() else None,
        "is_empty": not classes.exists(),
        "deleted": deleted,
        "has_deleted": RombonganBelajar.objects.filter(
            semester_id=semester, jenis_rombel__in=queries.KINDS, soft_delete=True
        ).exists(),
    }
    return render(request, "rombel/index.html", context)


@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One class with its members and what it learns."""
    rombel = get_object_or_404(
        RombonganBelajar.objects.select_related("ptk"), pk=pk, jenis_rombel__in=queries.KINDS
    )
    table = page_of(
        request, MembersTable(present.members(rombel), exclude=without(MembersTable, MEMBER_COLUMNS))
    )
    engine.refresh()
    context = {
        "rombel": rombel,
        "is_class": rombel.jenis_rombel == KELAS,
        "table": table,
        "total": table.paginator.count,
        "lessons": Pembelajaran.live.filter(rombongan_belajar=rombel).select_related("ptk"),
        "has_marks": MatevRapor.live.filter(rombongan_belajar=rombel).exists(),
        "findings": engine.findings_of(pk),
        "may_edit": user_of(request).may_edit and rombel.semester_id == active(),
    }
    return render(request, "rombel/detail.html", context)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def add(request: HttpRequest) -> HttpResponse:
    """A new class of the active semester, or an extracurricular group (`?jenis=51`)."""
    sekolah = Sekolah.live.first()
    if sekolah is None:
        return redirect("sekolah:rinci")
    jenis = EKSKUL if request.GET.get("jenis") == EKSKUL else KELAS
    ties = {"sekolah_id": sekolah.pk, "semester_id": sekolah.semester_id, "jenis_rombel": jenis}
    return _form_page(request, None, jenis, ties)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one class: name, grade, wali, curriculum and room."""
    rombel = queries.to_change(pk)
    return _form_page(request, rombel, rombel.jenis_rombel, {})


def _form_page(
    request: HttpRequest, rombel: RombonganBelajar | None, jenis: str, ties: dict[str, Any]
) -> HttpResponse:
    form = form_of(jenis, rombel, request.POST or None)
    own = reverse("rombel:rinci", args=[form.record.pk])
    return form_page(
        request,
        "rombel/form.html",
        [form],
        lambda: save(form, author_of(request), **ties),
        [form.record.pk],
        message=lambda: f"{form.cleaned_data['nama']} tersimpan.",
        after=own,
        back=own if rombel else reverse("rombel:daftar"),
        context={"form": form, "rombel": rombel, "is_class": jenis == KELAS, "kurikulum": KURIKULUM},
        # The class's own page shows its findings.
        warn=bool(next_page(request, "")),
    )


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, saying who is in it; then delete the class with its places and its lessons."""
    rombel = queries.to_change(pk)
    places = present.members(rombel).count()
    evaluations = MatevRapor.live.filter(rombongan_belajar=rombel).count()
    counts = {"places": places, "evaluations": evaluations}
    return deletion.delete(request, rombel, "rombel", "rombel/hapus.html", **counts)


@require_POST
@operator_only
@transaction.atomic
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a deleted class back, with the places and lessons that went along with it."""
    rombel = get_object_or_404(RombonganBelajar, pk=pk, semester_id=active(), soft_delete=True)
    return deletion.restore(request, rombel, "rombel")
