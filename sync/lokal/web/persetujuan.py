"""The pages of the approval: the sheet that the kepala sekolah signs, and the switch."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dapodik.akun.access import open_to, user_of
from dapodik.akun.models import Pengguna, Peran
from dapodik.validasi import engine
from sync.lokal.engine import approval
from sync.lokal.models import Approval

from . import kind_counts

ENTRIES = 20
_CHANGED = "Data berubah sejak lembar ini dibuka. Periksa sekali lagi, lalu setujui."


@require_http_methods(["GET", "POST"])
@open_to(Peran.KEPALA_SEKOLAH)
def sheet(request: HttpRequest) -> HttpResponse:
    """Show what would be sent; on POST the kepala sekolah approves it."""
    engine.refresh()
    if request.method == "POST":
        return _approve(request)
    shown = approval.current_request()
    context = {
        "counts": kind_counts.in_order(shown.counts),
        "total": len(shown.hashes),
        "digest": shown.digest,
        "invalid": engine.invalid_count(),
        "required": approval.is_required(),
        "awaited": approval.is_awaited(),
        "given": approval.newest(),
        "is_head": _is_head(request),
        "entries": [
            (entry, kind_counts.in_order(entry.counts)) for entry in Approval.objects.all()[:ENTRIES]
        ],
    }
    return render(request, "sinkronisasi/persetujuan.html", context)


@require_POST
@open_to(Peran.KEPALA_SEKOLAH)
def switch(request: HttpRequest) -> HttpResponse:
    """Require approval, or no longer require it; the latter is for the kepala sekolah alone."""
    required = request.POST.get("persetujuan") == "wajib"
    if not required and not _is_head(request):
        raise PermissionDenied
    if required and not Pengguna.objects.filter(peran=Peran.KEPALA_SEKOLAH, is_active=True).exists():
        messages.error(request, "Belum ada akun kepala sekolah yang aktif. Buat dahulu di bagian Pengguna.")
    else:
        approval.switch(str(user_of(request)), required)
        state = "wajib disetujui" if required else "tidak lagi wajib disetujui"
        messages.success(request, f"Pengiriman data {state} kepala sekolah.")
    return redirect("pengaturan:daftar")


def _approve(request: HttpRequest) -> HttpResponse:
    if not _is_head(request):
        raise PermissionDenied
    if engine.invalid_count():
        messages.error(request, "Masih ada isian tidak valid, jadi belum ada yang dapat disetujui.")
        return redirect("sinkronisasi:persetujuan")
    digest = request.POST.get("sidik", "")
    if approval.approve(str(user_of(request)), digest):
        messages.success(request, "Pengiriman disetujui. Operator dapat menekan Sinkronkan.")
    elif approval.is_given(digest):
        messages.info(request, "Pengiriman ini sudah disetujui sebelumnya. Tidak ada yang perlu diulangi.")
    else:
        messages.error(request, _CHANGED)
    return redirect("sinkronisasi:persetujuan")


def _is_head(request: HttpRequest) -> bool:
    return user_of(request).peran == Peran.KEPALA_SEKOLAH
