"""Beranda: the school at a glance, and what to do next."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dapodik.akun.access import open_to_all, user_of
from dapodik.pokok import present
from dapodik.pokok.models import Sekolah
from dapodik.validasi import engine
from dapodik.validasi.rule import INVALID, WARNING

from ..context import panels
from ..peserta_didik import umur
from ..semester.chosen import chosen, is_past
from . import charts
from .figures import CARDS, NO_CLASS, NO_GRADE, Figures, every_age, figures, in_order, of_each_sex
from .todo import todo

_CARD_NAMES = {"kip": "Penerima KIP", "kps": "Penerima KPS", "pip": "Layak PIP (usulan sekolah)"}
_ODD_AGES = (umur.YOUNGER, umur.OLDER, umur.UNKNOWN)


@require_GET
@open_to_all
def index(request: HttpRequest) -> HttpResponse:
    """Counts, charts, validation, synchronisation, next steps; an empty school leads to the doors.

    A PTK's home is the page of their own data.
    """
    if not user_of(request).sees_all:
        return redirect("ptk:saya")
    if not Sekolah.objects.exists() and user_of(request).may_edit:
        return redirect("pintu")
    engine.refresh()
    semester, past = chosen(request), is_past(request)
    shown = figures(semester)
    counts = engine.counts().values()
    invalid, warning = (sum(levels.get(level, 0) for levels in counts) for level in (INVALID, WARNING))
    staff = present.staff().count()
    context = {
        "found": shown,
        "staff": staff,
        "classes": present.rombel_of(semester).count(),
        "todo": [] if past else todo(shown, staff, invalid, warning),
        "invalid": invalid,
        "warning": warning,
        "is_past": past,
        "cards": [(_CARD_NAMES[card], shown.cards[card], _list(**{card: "True"})) for card in CARDS],
        **_grades(shown),
        **_ages(shown, semester),
        "panels": panels(request, "beranda"),
    }
    return render(request, "beranda/index.html", context)


def _grades(of_semester: Figures) -> dict[str, Any]:
    """The chart by grade and its table: lines of (name, address, boys, girls, all).

    The list has no filter for those in a class without a grade, so their line leads nowhere.
    """
    rows = of_each_sex(of_semester.grades, in_order(of_semester.grades))
    table = [(f"Tingkat {row[0]}", _list(tingkat=row[0]), *row[1:]) for row in rows]
    for group, name, address in (
        (NO_GRADE, "Tingkat rombelnya belum diisi", ""),
        (NO_CLASS, "Belum ada rombel", _list(rombel="tanpa")),
    ):
        table += [(name, address, *row[1:]) for row in of_each_sex(of_semester.grades, [group]) if row[-1]]
    chart = charts.columns(rows, lambda grade, sex: _list(tingkat=grade, jk=sex))
    return {"grade_chart": chart if rows else None, "grade_table": table}


def _ages(of_semester: Figures, semester: str) -> dict[str, Any]:
    """The age pyramid and its table, and those whose age is odd or not known."""
    names = dict(umur.CHOICES)
    rows = of_each_sex(of_semester.ages, every_age(of_semester.ages))
    odd = [row for row in of_each_sex(of_semester.ages, _ODD_AGES) if row[-1]]
    chart = charts.pyramid(rows, lambda age, sex: _list(umur=age, jk=sex))
    return {
        "age_chart": chart if rows else None,
        "age_table": [(names[row[0]], _list(umur=row[0]), *row[1:]) for row in [*rows, *odd]],
        "odd_ages": [(names[row[0]], _list(umur=row[0]), row[-1]) for row in odd],
        "age_day": umur.counted_on(semester),
    }


def _list(**chosen_: str) -> str:
    """The address of the pupils behind a number, in the semester that is looked at."""
    return f"{reverse('peserta_didik:daftar')}?{urlencode(chosen_)}"
