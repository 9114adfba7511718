"""The Sinkronisasi page: what is to be sent, how a run goes on, how the last one ended."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import retarget

from dapodik.akun.access import operator_only, user_of
from dapodik.validasi import engine
from sync.lokal.engine import approval, computers, connection_check, runner
from sync.lokal.models import Connection, Run
from sync.wire.problems import SyncProblem

from . import kind_counts, time_left
from .disisihkan import put_aside
from .hasil import results


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the state of synchronisation: pending records, the run, the connection."""
    connection = Connection.load()
    if connection is None:
        return redirect("sinkronisasi:daftar")
    engine.refresh()
    return render(request, "sinkronisasi/index.html", {"connection": connection, **_state(request)})


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """Answer htmx with the progress of a run; once it has ended, with the new state of the page."""
    run = runner.current()
    if run is not None and run.status == Run.Status.RUNNING:
        return render(request, "sinkronisasi/_kemajuan.html", {"run": run, "left": time_left.in_words(run)})
    context = {"has_just_ended": True, **_state(request)}
    return retarget(render(request, "sinkronisasi/_keadaan.html", context), "#keadaan")


@require_POST
@operator_only
def start(request: HttpRequest) -> HttpResponse:
    """Begin a run in the background. Refused while another one is under way."""
    try:
        sending = request.POST.get("cara") != "tarik"
        runner.in_background(runner.begin(str(user_of(request)), sending))
    except SyncProblem as problem:
        messages.error(request, problem.text)
    return redirect("sinkronisasi:beranda")


@require_POST
@operator_only
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a run to stop after its present exchange, when all of it is stored."""
    get_object_or_404(Run, pk=pk)
    by = str(user_of(request))[:255]
    if not Run.objects.filter(pk=pk, status=Run.Status.RUNNING, stop_by="").update(stop_by=by):
        messages.info(request, "Sinkronisasi itu sudah selesai atau sudah diminta berhenti.")
    return redirect("sinkronisasi:beranda")


def _state(request: HttpRequest) -> dict[str, Any]:
    run = runner.current()
    running = run is not None and run.status == Run.Status.RUNNING
    last_good = Run.objects.filter(status=Run.Status.DONE).first()
    return {
        "run": run,
        "running": running,
        "left": time_left.in_words(run) if run and running else "",
        "last_good": last_good,
        "check": connection_check.newest(last_good),
        "awaited": not running and approval.is_awaited(),
        "waiting": kind_counts.to_send(),
        "new_computers": computers.new().count(),
        "put_aside": put_aside.rows().count(),
        "invalid": engine.invalid_count(),
        "may_edit": user_of(request).may_edit,
        "demo": settings.DEMO_PUSAT,
        **(results.summary(run) if run else {}),
    }
