"""Validasi: what is wrong, by kind of record, and the way to each field."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dapodik.akun.access import user_of
from dapodik.pokok import display
from dapodik.pokok.models import KINDS
from dapodik.validasi import engine
from dapodik.validasi.models import Finding

from ..table import PER_PAGE
from .places import places

# Where findings are walked through: by name, and at one record field by field.
ORDER = ("label", "record_id", "field", "code")
LEVELS = {"invalid": "Tidak valid", "warning": "Peringatan"}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The counts, and the findings of one kind and level."""
    engine.refresh()
    counts = engine.counts()
    kind, level = _choice(request, counts)
    text = request.GET.get("cari", "").replace("\0", "").strip()
    found = engine.findings(kind=kind, level=level).filter(label__icontains=text).order_by(*ORDER)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    address = places(page.object_list, may_edit=user_of(request).may_edit)
    context = {
        "counts": [(name, _title(name), counts[name]) for name in KINDS if name in counts],
        "totals": {one: sum(levels.get(one, 0) for levels in counts.values()) for one in LEVELS},
        "kind": kind,
        "level": level,
        "title": f"{_title(kind)}: {LEVELS[level].lower()}" if counts else "",
        "page": page,
        "rows": [(one, field_name(one), _with_return(address[one.pk], one)) for one in page],
        "cari": text,
    }
    return render(request, "validasi/index.html", context)


@require_GET
def go_on(request: HttpRequest) -> HttpResponse:
    """The finding after the one that was just mended, of the same kind and level."""
    engine.refresh()
    kind, level = request.GET.get("jenis", ""), request.GET.get("tingkat", "")
    here = tuple(request.GET.getlist("sesudah"))
    found = _after(engine.findings(kind=kind, level=level), here)
    back = f"{reverse('validasi:daftar')}?{urlencode({'jenis': kind, 'tingkat': level})}"
    if found is None:
        messages.success(
            request, "Tidak ada lagi sesudah ini. Yang masih tersisa, bila ada, tampil di bawah."
        )
        return redirect(back)
    return redirect(_with_return(places([found], user_of(request).may_edit)[found.pk], found))


def field_name(finding: Finding) -> str:
    """The field in words."""
    model = KINDS.get(finding.kind)
    return display.field_label(model, finding.field) if model else finding.field


def _choice(request: HttpRequest, counts: dict[str, dict[str, int]]) -> tuple[str, str]:
    """Kind and level of the address; else the first that has something, invalid before warning."""
    kind, level = request.GET.get("jenis", ""), request.GET.get("tingkat", "")
    if kind in KINDS and level in LEVELS:
        return kind, level
    some = [(name, one) for one in LEVELS for name in KINDS if counts.get(name, {}).get(one)]
    return some[0] if some else ("peserta_didik", "invalid")


def _after(found: "QuerySet[Finding]", here: tuple[str, ...]) -> Finding | None:
    rows = found.order_by(*ORDER)
    if len(here) != len(ORDER):
        return rows.first()
    following = (one for one in rows.iterator() if tuple(str(getattr(one, name)) for name in ORDER) > here)
    return next(following, None)


def _with_return(place: str, finding: Finding) -> str:
    """The field's address with the way on to the next finding."""
    onward = [("jenis", finding.kind), ("tingkat", finding.level)]
    onward += [("sesudah", str(getattr(finding, name))) for name in ORDER]
    query = urlencode({"field": finding.field, "next": f"{reverse('validasi:lanjut')}?{urlencode(onward)}"})
    return f"{place}{'&' if '?' in place else '?'}{query}"


def _title(kind: str) -> str:
    name = str(KINDS[kind]._meta.verbose_name)
    return name[:1].upper() + name[1:]
