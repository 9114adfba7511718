"""Semester baru: opening the next semester, with kenaikan kelas and kelulusan where a school year ends."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from dapodik.akun.access import operator_only
from dapodik.pokok import semester_baru
from dapodik.pokok.models import Origin, RombonganBelajar, Sekolah
from dapodik.pokok.models.fields import TEXT_MAX
from dapodik.pokok.semester_baru import SchoolState, SemesterChoices, SemesterPlan
from dapodik.validasi import engine, limits

from ..author import author_of

_GRADUATES = "lulus"


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def page(request: HttpRequest) -> HttpResponse:
    """What would happen, to be changed and looked at until it is right; then it is done (`setuju`)."""
    sekolah = Sekolah.live.first()
    if sekolah is None or not sekolah.semester_id:
        return redirect("sekolah:rinci")
    state = SchoolState(sekolah)
    usual = SemesterChoices.usual(state, timezone.localdate())
    choices, wrong_day = _sent(request, state, usual) if request.method == "POST" else (usual, "")
    plan = semester_baru.plan(state, choices)
    is_right = not plan.obstacles and not wrong_day
    if "setuju" in request.POST:
        if is_right and request.POST["setuju"] == plan.fingerprint():
            return _opened(request, plan)
        messages.warning(request, "Isian atau data berubah sejak diperiksa. Periksa hasilnya sekali lagi.")
    engine.refresh()
    # Nothing is left to choose at mid-year, so the outcome is shown at once.
    shows_outcome = is_right and (request.method == "POST" or not state.is_new_year)
    context = {
        "state": state,
        "plan": plan,
        "choices": choices,
        "classes": [_line(state, rombel, plan, choices, usual) for rombel in state.classes],
        "wrong_day": wrong_day,
        "shows_outcome": shows_outcome,
        "fingerprint": plan.fingerprint() if shows_outcome else "",
        "capacity": _capacity(state),
        "invalid": engine.findings(level="invalid").count(),
        "is_early": timezone.localdate() < state.next.first_day,
    }
    return render(request, "semester/baru.html", context)


def _sent(request: HttpRequest, state: SchoolState, usual: SemesterChoices) -> tuple[SemesterChoices, str]:
    """The choices that were posted, and what is wrong with the day."""
    names = {
        rombel.pk: _text(request, f"nama-{rombel.pk}", usual.names.get(rombel.pk, rombel.nama))
        for rombel in state.classes
        if request.POST.get(f"arah-{rombel.pk}", "naik" if rombel.pk in usual.names else _GRADUATES)
        != _GRADUATES
    }
    known = {str(pk): pk for pk in state.here}
    stays = frozenset(known[text] for text in request.POST.getlist("tinggal") if text in known)
    choices = replace(usual, names=names, stays=stays, first_grade="kelas_awal" in request.POST)
    try:
        day = parse_date(request.POST.get("tanggal", ""))
    except ValueError:
        day = None
    if not state.is_new_year:
        return choices, ""
    return _with_day(choices, state, day)


def _with_day(choices: SemesterChoices, state: SchoolState, day: date | None) -> tuple[SemesterChoices, str]:
    first, last = state.now.before.first_day, state.next.first_day.replace(month=12, day=31)
    if day is None or not first <= day <= last:
        return (
            choices,
            f"Isi tanggal kelulusan di tahun ajaran ini ({first:%d-%m-%Y} sampai {last:%d-%m-%Y}).",
        )
    return replace(choices, left_on=day), ""


def _text(request: HttpRequest, name: str, otherwise: str) -> str:
    text = request.POST.get(name, otherwise)[:TEXT_MAX]
    return "".join(letter for letter in text if letter.isprintable()).strip()


def _line(
    state: SchoolState,
    rombel: RombonganBelajar,
    plan: SemesterPlan,
    choices: SemesterChoices,
    usual: SemesterChoices,
) -> dict[str, Any]:
    """A present class as the page shows it; the usual name waits where it is to graduate but may not."""
    return {
        "rombel": rombel,
        "graduates": rombel.pk not in choices.names,
        "nama": choices.names.get(rombel.pk, usual.names.get(rombel.pk, "")),
        "members": [(member, member.id in choices.stays) for member in state.members[rombel.pk]],
        "staying": sum(member.id in choices.stays for member in state.members[rombel.pk]),
        "obstacles": [obstacle.text for obstacle in plan.obstacles if obstacle.rombel == rombel.pk],
    }


def _capacity(state: SchoolState) -> int | None:
    school_limits = limits.of_school(state.sekolah.bentuk_pendidikan_id, state.next.tahun_ajaran)
    return school_limits.kapasitas if school_limits else None


def _opened(request: HttpRequest, plan: SemesterPlan) -> HttpResponse:
    act = semester_baru.open_semester(plan, author_of(request, Origin.MASS))
    classes, placed = len(plan.targets), sum(len(target.members) for target in plan.targets)
    text = f"{classes} rombel, {placed} anggota"
    if plan.state.is_new_year:
        text += f", {len(plan.graduates)} lulus"
    messages.success(
        request,
        f"Semester {plan.state.next} dibuka: {text}. Bila keliru, urungkan sebelum disinkronkan.",
    )
    return redirect("tindakan:rinci", act.pk)
