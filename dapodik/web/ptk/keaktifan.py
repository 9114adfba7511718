"""Keaktifan PTK: one month on one sheet, all PTK, one save."""

import re
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

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Line:
    """One PTK in one month. `aktif` None: not recorded yet, and `proposed` is what last month says."""

    ptk: Ptk
    aktif: bool | None
    proposed: bool

    @property
    def ticked(self) -> bool:
        """What the box shows."""
        return self.proposed if self.aktif is None else self.aktif


@require_http_methods(["GET", "POST"])
@transaction.atomic
def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet of one month, this one where the address names none."""
    this_month = f"{timezone.localdate():%Y-%m}"
    month = request.GET.get("bulan", "")
    month = month if _MONTH.fullmatch(month) and month <= this_month else this_month
    lines = _lines(month)
    if request.method == "POST":
        return _save(request, month, lines)
    context = {
        "lines": lines,
        "missing": sum(line.aktif is None for line in lines),
        "day": _day(month),
        "month": month,
        "previous": beside(month, -1),
        "next": beside(month, 1) if month < this_month else "",
        "may_edit": user_of(request).may_edit,
    }
    return render(request, "ptk/keaktifan.html", context)


def _save(request: HttpRequest, month: str, lines: list[Line]) -> HttpResponse:
    ticked = set(request.POST.getlist("aktif"))
    if user_of(request).may_edit:
        made = write.save(_edits(month, lines, ticked), author_of(request))
        what = f"{len(made)} perubahan tersimpan" if made else "tidak ada yang berubah"
        messages.success(request, f"Keaktifan PTK {month}: {what}.")
    else:
        messages.error(request, "Hanya operator yang dapat mengisi keaktifan PTK.")
    return redirect(f"{reverse('ptk:keaktifan')}?bulan={month}")


def _edits(month: str, lines: list[Line], ticked: set[str]) -> list[Edit]:
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


def _lines(month: str) -> list[Line]:
    """Everybody who was at the school in that month."""
    first, after = _day(month), _day(beside(month, 1))
    rows: QuerySet[Ptk] = Ptk.live.filter(
        Q(jenis_keluar_id="") | Q(tanggal_keluar__gte=first), Q(tmt_tugas=None) | Q(tmt_tugas__lt=after)
    )
    now, before = _recorded(month), _recorded(beside(month, -1))
    return [Line(ptk, now.get(ptk.id), before.get(ptk.id, True)) for ptk in rows.order_by("nama")]


def _recorded(month: str) -> dict[UUID, bool]:
    return dict(KeaktifanPtk.live.filter(bulan=month).values_list("ptk_id", "aktif"))


def _day(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)
