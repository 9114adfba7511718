"""Beranda: the school at a glance, and what to do next."""

from collections import Counter
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from dapodik.akun.access import open_to_all, user_of
from dapodik.pokok.models import Ptk, Sekolah
from dapodik.validasi import engine

from ..context import panels
from ..peserta_didik import queries
from ..semester.chosen import chosen

_CARDS = {
    "kip": Q(penerima_kip=True),
    "kps": Q(penerima_kps=True),
    "pip": Q(layak_pip=True),
}


@require_GET
@open_to_all
def index(request: HttpRequest) -> HttpResponse:
    """Counts, validation, synchronisation, next steps; an empty school leads to the doors.

    A PTK's home is the page of their own data.
    """
    if not user_of(request).sees_all:
        return redirect("ptk:saya")
    if not Sekolah.objects.exists() and user_of(request).may_edit:
        return redirect("pintu")
    engine.refresh()
    semester = chosen(request)
    counts = engine.counts()
    pupils = queries.with_class(semester).filter(soft_delete=False, is_here=True)
    context = {
        "grades": _by_grade(pupils),
        "cards": pupils.aggregate(**{name: Count("pk", filter=having) for name, having in _CARDS.items()}),
        "total": pupils.count(),
        "staff": Ptk.live.filter(jenis_keluar_id="").count(),
        "classes": queries.rombel_of(semester).count(),
        "invalid": sum(levels.get("invalid", 0) for levels in counts.values()),
        "warning": sum(levels.get("warning", 0) for levels in counts.values()),
        "keaktifan_missing": engine.findings(kind="ptk").filter(code="PTK_KEAKTIFAN").count(),
        "panels": panels(request, "beranda"),
    }
    return render(request, "beranda/index.html", context)


def _by_grade(pupils: Any) -> list[tuple[str, int, int, int]]:
    """(grade, boys, girls, all) in the grades' order; "" for those in no class."""
    found: dict[str, Counter[str]] = {}
    for grade, sex, count in pupils.values_list("tingkat", "jenis_kelamin").annotate(Count("pk")).order_by():
        found.setdefault(grade, Counter())[sex] += count
    ordered = sorted(found, key=lambda grade: (not grade, len(grade), grade))
    return [(grade, found[grade]["L"], found[grade]["P"], found[grade].total()) for grade in ordered]
