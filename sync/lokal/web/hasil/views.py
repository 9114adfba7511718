"""After a run: its result, what came in, and the history of all runs."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from dapodik.akun.access import user_of
from dapodik.pokok.models import KINDS
from dapodik.web.table import PER_PAGE
from sync.lokal.engine import runner
from sync.lokal.models import Run
from sync.lokal.web.disisihkan import put_aside
from sync.lokal.web.tanda_terima import receipts

from . import arrived, results

# What the history can be narrowed to: the address's word, what the page calls it, and which runs.
FILTERS = (
    ("", "Semua", Q()),
    ("selesai", "Selesai", Q(status=Run.Status.DONE)),
    ("gagal", "Berhenti", Q(status=Run.Status.FAILED)),
    ("tarik", "Tarik data saja", Q(way=Run.Way.PULL)),
    ("berkas", "Dengan berkas", Q(way=Run.Way.FILE)),
)


@require_GET
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One run: arrived or not, what went, what came in, conflicts, put-aside records, tanda terima."""
    runner.current()
    run = get_object_or_404(Run, pk=pk)
    context = {
        **results.summary(run),
        "receipt": receipts.of(run),
        "authors": arrived.authors(run),
        "put_aside": put_aside.rows().count(),
        "may_edit": user_of(request).may_edit,
    }
    return render(request, "sinkronisasi/hasil.html", context)


@require_GET
def incoming(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Perubahan data yang masuk ke lokal of one kind: pupil, field, old, new, author."""
    run = get_object_or_404(Run, pk=pk)
    if kind not in KINDS:
        raise Http404
    rows = arrived.entries(run).filter(kind=kind)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"Perubahan yang masuk: {KINDS[kind]._meta.verbose_name}",
        "run": run,
        "page": page,
        "changes": arrived.changes(page),
    }
    return render(request, "sinkronisasi/masuk.html", context)


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """All runs, the newest first, or those of one outcome."""
    # A run whose process died is shown as such.
    runner.current()
    wanted = request.GET.get("hasil", "")
    runs = Run.objects.filter(next((q for word, _, q in FILTERS if word == wanted), Q()))
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "runs": [results.brief(run) for run in page],
        "filters": [(word, title) for word, title, _ in FILTERS],
        "wanted": wanted,
    }
    return render(request, "sinkronisasi/riwayat.html", context)
