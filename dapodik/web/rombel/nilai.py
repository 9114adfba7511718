"""The marks that a report program (e-Rapor) has sent for a class: only shown, for they are mended there."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from dapodik.pokok.models import MatevRapor, Nilai, RombonganBelajar
from dapodik.validasi.rules.checks import number

_LOWEST, _HIGHEST = 0, 100


@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A row per pupil and a column per mata evaluasi; one of them with its descriptions (`?evaluasi=ID`)."""
    rombel = get_object_or_404(RombonganBelajar, pk=pk)
    subjects = sorted(MatevRapor.live.filter(rombongan_belajar=rombel), key=_order)
    chosen = next((subject for subject in subjects if str(subject.pk) == request.GET.get("evaluasi")), None)
    marks = list(
        Nilai.live.filter(matev_rapor__in=subjects)
        .select_related("anggota_rombel__peserta_didik")
        .order_by("anggota_rombel__peserta_didik__nama", "anggota_rombel", "last_update")
    )
    context = {
        "rombel": rombel,
        "subjects": subjects,
        "chosen": chosen,
        "marks": [(mark, is_out(mark)) for mark in marks if chosen and mark.matev_rapor_id == chosen.pk],
        "rows": _rows(subjects, marks),
        "newest": max(marks, key=lambda mark: mark.last_update, default=None),
    }
    return render(request, "rombel/nilai.html", context)


def is_out(mark: Nilai) -> bool:
    """True for a mark that is no number from 0 to 100. An empty one is none yet."""
    text = mark.nilai_kognitif_angka
    value = number(text) if text else _LOWEST
    return value is None or not _LOWEST <= value <= _HIGHEST


def _rows(subjects: list[MatevRapor], marks: list[Nilai]) -> list[tuple[Any, list[tuple[str, bool]]]]:
    """(pupil, [(mark, is out of range) per mata evaluasi]), by name; of a mark that came twice the newer."""
    pupils: dict[Any, Any] = {}
    values: dict[Any, dict[Any, Nilai]] = {}
    for mark in marks:
        pupils[mark.anggota_rombel_id] = mark.peserta_didik or "(tidak ada di komputer ini)"
        values.setdefault(mark.anggota_rombel_id, {})[mark.matev_rapor_id] = mark
    return [
        (pupil, [_cell(values[pk].get(subject.pk)) for subject in subjects]) for pk, pupil in pupils.items()
    ]


def _cell(mark: Nilai | None) -> tuple[str, bool]:
    return (mark.nilai_kognitif_angka, is_out(mark)) if mark else ("", False)


def _order(subject: MatevRapor) -> tuple[float, str]:
    return number(subject.no_urut) or 0, subject.nm_mata_evaluasi
