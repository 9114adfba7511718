"""Pusat's pages for its officers."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sync.pusat import security_log
from sync.pusat.door import access, caller
from sync.pusat.kip.sample import publish_sample as publish_sample_sk
from sync.pusat.models import SecurityEvent, Sk, SkRow
from sync.wire.problems import SyncProblem


@require_GET
def decrees(request: HttpRequest) -> HttpResponse:
    """List all SK, each with the numbers of its published and its unmatched lines."""
    rows = Sk.objects.annotate(
        published=Count("rows__number", filter=Q(rows__status=SkRow.Status.PUBLISHED)),
        unmatched=Count("rows__number", filter=Q(rows__status=SkRow.Status.UNMATCHED)),
    )
    return render(request, "pusat/sk.html", {"rows": rows, "demo": settings.DEMO})


@require_GET
def decree(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one SK with its lines, and why some were not published."""
    sk = get_object_or_404(Sk, pk=pk)
    return render(request, "pusat/sk_rinci.html", {"sk": sk, "rows": sk.rows.select_related("sekolah")})


@require_POST
def publish_sample(request: HttpRequest) -> HttpResponse:
    """The demonstration's button: publish an SK of ten cards."""
    if not settings.DEMO:
        raise Http404
    outcome = publish_sample_sk(timezone.localdate())
    by, address = security_log.OFFICERS, caller.address_of(request)
    security_log.note(SecurityEvent.Kind.SK, by, address, text="SK contoh")
    if outcome is None:
        messages.warning(
            request, "Belum ada 10 peserta didik tanpa KIP di pusat. Sinkronkan sekolah contoh lebih dahulu."
        )
    else:
        messages.success(
            request,
            f"{outcome.published} nomor KIP terbit. Sinkronkan lagi dari sekolah untuk menerimanya.",
        )
    return redirect("sk")


@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Log in with the officer's key, typed or in the link that `pusat start` prints."""
    key = request.POST.get("kunci") or request.GET.get("kunci")
    if not key:
        return render(request, "pusat/masuk.html")
    try:
        if access.log_in(request, key):
            return redirect("beranda")
    except SyncProblem as problem:
        return render(request, "pusat/masuk.html", {"wait": problem.cure}, status=429)
    return render(request, "pusat/masuk.html", {"wrong": True}, status=403)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    request.session.flush()
    security_log.note(SecurityEvent.Kind.KELUAR, security_log.OFFICERS, caller.address_of(request))
    return redirect("masuk")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a page that does not exist."""
    return render(request, "pusat/tidak_ada.html", status=404)
