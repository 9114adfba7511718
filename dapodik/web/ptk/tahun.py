"""Keaktifan by year: twelve months of every PTK, or every year of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dapodik.pokok.models import KeaktifanPtk, Ptk
from dapodik.referensi.bulan import beside
from dapodik.referensi.semester import Semester

from ..semester.chosen import chosen
from .keaktifan import day_of, this_month

_JULY = 7
_MARKS = {True: "aktif", False: "tidak aktif"}


@dataclass(frozen=True)
class MonthCell:
    """One month of one PTK: `aktif`, `tidak aktif`, `belum dicatat`, or "" where nothing is to record."""

    month: str
    state: str


@dataclass(frozen=True)
class YearRow:
    """Twelve months of one PTK, under the PTK's name or the year's."""

    title: str
    ptk: Ptk
    cells: list[MonthCell]

    @property
    def active(self) -> int:
        """The number of months in which the PTK was active."""
        return sum(cell.state == _MARKS[True] for cell in self.cells)


@require_GET
def year(request: HttpRequest) -> HttpResponse:
    """All PTK in the twelve months of a school year, or with `menurut=kalender` of a calendar year."""
    by_calendar = request.GET.get("menurut") == "kalender"
    begins = _begins(request, by_calendar)
    months = _months(begins, 1 if by_calendar else _JULY)
    recorded = _recorded(bulan__in=months)
    lines = [YearRow(str(ptk), ptk, _cells(ptk, months, recorded)) for ptk in Ptk.live.order_by("nama")]
    context = {
        "lines": [line for line in lines if any(cell.state for cell in line.cells)],
        "months": [(month, day_of(month), month <= this_month()) for month in months],
        "title": str(begins) if by_calendar else _school_year(begins),
        "by_calendar": by_calendar,
        "begins": begins,
        "previous": begins - 1,
        "next": begins + 1 if beside(months[-1], 1) <= this_month() else 0,
    }
    return render(request, "ptk/tahun.html", context)


def years_of(ptk: Ptk) -> dict[str, Any]:
    """The context of the template: the school years of a PTK from the first recorded month, newest first."""
    span = KeaktifanPtk.live.filter(ptk=ptk).aggregate(first=Min("bulan"), last=Max("bulan"))
    if not span["first"]:
        return {"lines": [], "months": []}
    recorded = _recorded(ptk=ptk)
    first, last = (Semester.on(day_of(span[end])).tahun_ajaran for end in ("first", "last"))
    last = max(last, Semester.on(day_of(this_month())).tahun_ajaran)
    lines = [
        YearRow(_school_year(begins), ptk, _cells(ptk, _months(begins, _JULY), recorded))
        for begins in range(last, first - 1, -1)
    ]
    return {"lines": lines, "months": [(month, day_of(month), False) for month in _months(last, _JULY)]}


def _begins(request: HttpRequest, by_calendar: bool) -> int:
    """The year in the address; else that of the semester that is looked at."""
    text = request.GET.get("tahun", "")
    # "02026" is no year either, and a number of thousands of digits cannot even be read.
    if len(text) == 4 and text.isascii() and text.isdigit() and 2000 <= int(text) <= int(this_month()[:4]):
        return int(text)
    now = Semester(chosen(request)) if chosen(request) else Semester.on(day_of(this_month()))
    return now.first_day.year if by_calendar else now.tahun_ajaran


def _school_year(begins: int) -> str:
    return f"{begins}/{begins + 1}"


def _months(begins: int, first: int) -> list[str]:
    return [beside(f"{begins}-{first:02d}", by) for by in range(12)]


def _recorded(**which: Any) -> dict[tuple[UUID, str], bool]:
    rows = KeaktifanPtk.live.filter(Q(**which)).values_list("ptk_id", "bulan", "aktif")
    return {(ptk, month): aktif for ptk, month, aktif in rows}


def _cells(ptk: Ptk, months: Iterable[str], recorded: Mapping[tuple[UUID, str], bool]) -> list[MonthCell]:
    return [MonthCell(month, _state(ptk, month, recorded.get((ptk.id, month)))) for month in months]


def _state(ptk: Ptk, month: str, aktif: bool | None) -> str:
    if aktif is not None:
        return _MARKS[aktif]
    since, until = ptk.tmt_tugas, ptk.tanggal_keluar or (date.min if ptk.jenis_keluar_id else None)
    was_here = (not since or f"{since:%Y-%m}" <= month) and (not until or f"{until:%Y-%m}" >= month)
    return "belum dicatat" if was_here and month <= this_month() else ""
