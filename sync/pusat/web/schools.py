"""Pusat's pages of the schools: their computers and registration codes."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sync.pusat import security_log
from sync.pusat.door import caller, keys, register
from sync.pusat.models import Installation, SecurityEvent, Sekolah

Kind = SecurityEvent.Kind


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List all schools, each with its number of computers and the time of its last tanda terima."""
    rows = Sekolah.objects.annotate(
        computers=Count("installation__number", filter=Q(installation__revoked=False), distinct=True),
        last_receipt=Max("receipt__created"),
    )
    return render(request, "pusat/sekolah.html", {"rows": rows, "demo": settings.DEMO})


@require_GET
def school(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a school: its computers, the newest first, and until when its code is valid."""
    return _shown(request, get_object_or_404(Sekolah, pk=pk))


@require_POST
def new_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the school a new registration code, and show it this once."""
    row = get_object_or_404(Sekolah, pk=pk)
    code = register.renew_code(row)
    security_log.note(Kind.KODE, security_log.OFFICERS, caller.address_of(request), row.npsn)
    return _shown(request, row, code)


@require_POST
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Revoke the key of one of the school's computers."""
    row = get_object_or_404(Sekolah, pk=pk)
    number = request.POST.get("nomor", "")
    known = number.isascii() and number.isdigit() and len(number) < 10
    if known and keys.revoke(row, int(number)):
        by, address = security_log.OFFICERS, caller.address_of(request)
        security_log.note(Kind.CABUT, by, address, row.npsn, f"komputer {number}")
        messages.success(request, f"Kunci komputer nomor {number} dicabut.")
    else:
        messages.error(request, "Komputer itu tidak terdaftar, atau kuncinya sudah dicabut.")
    return redirect("sekolah", pk)


def _shown(request: HttpRequest, row: Sekolah, code: str = "") -> HttpResponse:
    is_valid = bool(row.registration_code and row.code_expires and timezone.now() < row.code_expires)
    context = {
        "school": row,
        "computers": Installation.objects.filter(sekolah=row).order_by("-number"),
        "code": code,
        "code_is_valid": is_valid,
    }
    return render(request, "pusat/sekolah_rinci.html", context)
