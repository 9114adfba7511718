"""Rombel: the classes of the active semester and who is in them."""

from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from dapodik.pokok.models import KELAS, RombonganBelajar
from dapodik.referensi.semester import Semester

from ..peserta_didik import queries
from ..table import page_of, without
from .tables import MEMBER_COLUMNS, MembersTable, RombelTable


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The classes of the active semester with their members counted by sex."""
    member = Q(anggota__soft_delete=False, anggota__peserta_didik__soft_delete=False)
    rows = (
        queries.active_rombel()
        .select_related("ptk")
        .annotate(
            laki=Count("anggota", filter=member & Q(anggota__peserta_didik__jenis_kelamin="L")),
            perempuan=Count("anggota", filter=member & Q(anggota__peserta_didik__jenis_kelamin="P")),
            jumlah=Count("anggota", filter=member),
        )
    )
    semester = queries.semester()
    context = {
        "table": page_of(request, RombelTable(rows)),
        "is_empty": not rows.exists(),
        "semester": str(Semester(semester)) if semester else "",
    }
    return render(request, "rombel/index.html", context)


@require_GET
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One class with its members."""
    rombel = get_object_or_404(RombonganBelajar.live.select_related("ptk"), pk=pk, jenis_rombel=KELAS)
    members = queries.with_class().filter(
        soft_delete=False, anggota__rombongan_belajar=rombel, anggota__soft_delete=False
    )
    table = page_of(request, MembersTable(members, exclude=without(MembersTable, MEMBER_COLUMNS)))
    return render(
        request, "rombel/detail.html", {"rombel": rombel, "table": table, "total": table.paginator.count}
    )
