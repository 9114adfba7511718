"""Keaktifan PTK: one month on one sheet, all PTK, one save."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dapodik.akun.access import user_of
from dapodik.pokok import write
from dapodik.pokok.models import KeaktifanPtk, Ptk
from dapodik.pokok.write import Edit
from dapodik.referensi.bulan import beside

from ..author import author_of

_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
_VERSION = "versi"


@dataclass(frozen=True)
class MonthRow:
    """One PTK in one month. `aktif` None: not recorded yet. `ticked`: what the box shows, which is last
    month's where nothing is recorded."""

    ptk: Ptk
    aktif: bool | None
    ticked: bool


@require_http_methods(["GET", "POST"])
@transaction.atomic
def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet of one month, this one where the address names none; `semua` ticks every box."""
    month = request.GET.get("bulan", "")
    month = month if _MONTH.fullmatch(month) and month <= this_month() else this_month()
    lines = _lines(month)
    if request.method == "POST":
        ticked = set(request.POST.getlist("aktif"))
        if _save(request, month, lines, ticked):
            return redirect(f"{reverse('ptk:keaktifan')}?bulan={month}")
        lines = [MonthRow(line.ptk, line.aktif, str(line.ptk.id) in ticked) for line in lines]
    elif request.GET.get("semua"):
        lines = [MonthRow(line.ptk, line.aktif, True) for line in lines]
    return render(request, "ptk/keaktifan.html", _context(month, lines))


def missing(month: str) -> int:
    """The number of PTK who have not been recorded for a month (`YYYY-MM`)."""
    return sum(line.aktif is None for line in _lines(month))


def this_month() -> str:
    """The present month as `YYYY-MM`."""
    return f"{timezone.localdate():%Y-%m}"


def day_of(month: str) -> date:
    """Its first day."""
    return date(int(month[:4]), int(month[5:]), 1)


def _context(month: str, lines: list[MonthRow]) -> dict[str, object]:
    saved = _last_saved(month)
    recorded = [line.aktif for line in lines]
    return {
        "lines": lines,
        "active": recorded.count(True),
        "inactive": recorded.count(False),
        "missing": recorded.count(None),
        "saved": saved,
        "version": _version(saved, lines),
        "day": day_of(month),
        "month": month,
        "previous": beside(month, -1),
        "next": beside(month, 1) if month < this_month() else "",
    }


def _save(request: HttpRequest, month: str, lines: list[MonthRow], ticked: Collection[str]) -> bool:
    """True once the request is dealt with. False where the sheet must be shown again: somebody else has saved
    the month while it was open, or it lists other PTK by now, who would be recorded without being seen."""
    if not user_of(request).may_edit:
        messages.error(request, "Hanya operator yang dapat mengisi keaktifan PTK.")
        return True
    saved = _last_saved(month)
    seen, version = request.POST.get(_VERSION, ""), _version(saved, lines)
    if seen != version:
        what = "Daftar PTK berubah"
        if saved and not seen.startswith(f"{saved.last_update.isoformat()}/"):
            what = f"{saved.updater} menyimpan keaktifan bulan ini"
        messages.error(
            request,
            f"{what} saat lembar ini terbuka. Belum ada yang "
            "disimpan; periksa centangnya, lalu simpan sekali lagi untuk memakai yang Anda centang.",
        )
        return False
    made = write.save(_edits(month, lines, ticked), author_of(request))
    what = f"{len(made)} perubahan tersimpan" if made else "tidak ada yang berubah"
    messages.success(request, f"Keaktifan PTK {month}: {what}.")
    return True


def _edits(month: str, lines: list[MonthRow], ticked: Collection[str]) -> list[Edit]:
    known = dict(KeaktifanPtk.objects.filter(bulan=month).values_list("ptk_id", "id"))
    return [
        Edit(
            KeaktifanPtk,
            {
                "ptk_id": line.ptk.id,
                "bulan": month,
                "aktif": str(line.ptk.id) in ticked,
                "soft_delete": False,
            },
            known.get(line.ptk.id),
        )
        for line in lines
    ]


def _lines(month: str) -> list[MonthRow]:
    """Everybody who was at the school in that month."""
    first, after = day_of(month), day_of(beside(month, 1))
    rows: QuerySet[Ptk] = Ptk.live.filter(
        Q(jenis_keluar_id="") | Q(tanggal_keluar__gte=first), Q(tmt_tugas=None) | Q(tmt_tugas__lt=after)
    )
    now, before = _recorded(month), _recorded(beside(month, -1))
    lines = []
    for ptk in rows.order_by("nama"):
        aktif = now.get(ptk.id)
        lines.append(MonthRow(ptk, aktif, before.get(ptk.id, True) if aktif is None else aktif))
    return lines


def _recorded(month: str) -> dict[UUID, bool]:
    return dict(KeaktifanPtk.live.filter(bulan=month).values_list("ptk_id", "aktif"))


def _last_saved(month: str) -> KeaktifanPtk | None:
    newest: KeaktifanPtk | None = KeaktifanPtk.live.filter(bulan=month).order_by("-last_update").first()
    return newest


def _version(saved: KeaktifanPtk | None, lines: list[MonthRow]) -> str:
    """When the month was last saved, and who is on its sheet."""
    people = "".join(sorted(line.ptk.pk.hex for line in lines))
    at = saved.last_update.isoformat() if saved else ""
    return f"{at}/{hashlib.sha256(people.encode()).hexdigest()[:16]}"
