"""The pages of synchronisation by file: make the offline request, read the offline reply."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dapodik.akun.access import operator_only, user_of
from dapodik.akun.history import record
from dapodik.akun.models import Peristiwa
from dapodik.pokok.models import Cursor
from dapodik.validasi import engine
from sync.lokal.engine import approval, offline, outbox, runner
from sync.lokal.models import Connection, OfflineRequest
from sync.wire.messages import BATCH_RECORDS
from sync.wire.offline import OFFERS_MAX
from sync.wire.problems import SyncProblem
from sync.wire.sealed import FILE_MAX

FILES = 10


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show what to do, step by step, and the offline requests that were made."""
    connection = Connection.load()
    if connection is None:
        return redirect("sinkronisasi:daftar")
    waiting = outbox.waiting_count()
    context = {
        "connection": connection,
        "waiting": waiting,
        "limit": OFFERS_MAX * BATCH_RECORDS,
        "invalid": engine.invalid_count(),
        "awaited": approval.is_awaited(),
        "has_pulled": Cursor.load().has_pulled,
        "letters": OfflineRequest.objects.all()[:FILES],
        "may_edit": user_of(request).may_edit,
    }
    return render(request, "sinkronisasi/berkas.html", context)


@require_POST
@operator_only
def make(request: HttpRequest) -> HttpResponse:
    """Make an offline request and send it as a download."""
    try:
        data = offline.write(str(user_of(request)), sending=request.POST.get("cara") != "tarik")
    except SyncProblem as problem:
        return _refused(request, problem)
    record(Peristiwa.UNDUH, user_of(request), request, "berkas kirim untuk pusat")
    connection = runner.registered()
    name = f"{connection.npsn}-{connection.installation}-{timezone.localtime():%Y%m%d-%H%M}.kirim"
    return HttpResponse(
        data,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@operator_only
def read(request: HttpRequest) -> HttpResponse:
    """Read an offline reply in the background; the Sinkronisasi page shows how it goes on."""
    file = request.FILES.get("berkas")
    try:
        if file is None:
            raise SyncProblem(601)
        if (file.size or 0) > FILE_MAX:
            raise SyncProblem(605)
        runner.in_background(offline.begin(f"{user_of(request)} (berkas jawaban)", file.read()))
    except SyncProblem as problem:
        return _refused(request, problem)
    return redirect("sinkronisasi:beranda")


def _refused(request: HttpRequest, problem: SyncProblem) -> HttpResponse:
    messages.error(request, f"{problem.text} (masalah nomor {problem.number})")
    return redirect("sinkronisasi:berkas")
