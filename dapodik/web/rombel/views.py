"""Rombel: the classes of a semester and who is in them."""

from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dapodik.akun.access import operator_only
from dapodik.pokok.models import KELAS, RombonganBelajar

from ..author import author_of
from ..form_page import form_page
from ..peserta_didik import queries
from ..record_form import save
from ..semester.chosen import chosen
from ..table import page_of, without
from .forms import RombelForm
from .tables import MEMBER_COLUMNS, MembersTable, RombelTable


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The classes of the semester with their members counted by sex."""
    semester = chosen(request)
    member = Q(anggota__soft_delete=False, anggota__peserta_didik__soft_delete=False)
    rows = (
        queries.rombel_of(semester)
        .select_related("ptk")
        .annotate(
            laki=Count("anggota", filter=member & Q(anggota__peserta_didik__jenis_kelamin="L")),
            perempuan=Count("anggota", filter=member & Q(anggota__peserta_didik__jenis_kelamin="P")),
            jumlah=Count("anggota", filter=member),
        )
    )
    context = {
        "table": page_of(request, RombelTable(rows)),
        "is_empty": not rows.exists(),
    }
    return render(request, "rombel/index.html", context)


@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One class with its members."""
    rombel = get_object_or_404(RombonganBelajar.live.select_related("ptk"), pk=pk, jenis_rombel=KELAS)
    members = queries.with_class(rombel.semester_id).filter(
        soft_delete=False, anggota__rombongan_belajar=rombel, anggota__soft_delete=False
    )
    table = page_of(request, MembersTable(members, exclude=without(MembersTable, MEMBER_COLUMNS)))
    return render(
        request, "rombel/detail.html", {"rombel": rombel, "table": table, "total": table.paginator.count}
    )


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one class: name, grade, wali, curriculum and room."""
    rombel = get_object_or_404(RombonganBelajar.live, pk=pk)
    form = RombelForm(rombel, request.POST or None)
    return form_page(
        request,
        "rombel/form.html",
        [form],
        lambda: save(form, author_of(request)),
        [pk],
        told=lambda: f"Data {form.cleaned_data['nama'] or 'rombel'} tersimpan.",
        after=reverse("rombel:daftar"),
        back=reverse("rombel:daftar"),
        context={"form": form, "rombel": rombel},
    )
