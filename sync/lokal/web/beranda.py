"""The Sinkronisasi pages: before, during, after."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import retarget

from dapodik.akun.access import operator_only, user_of
from dapodik.pokok.models import Sekolah
from dapodik.validasi import engine
from sync.lokal.engine import approval, connection_check, runner
from sync.lokal.engine.registration import register, renew_key
from sync.lokal.models import Connection, Run
from sync.wire.problems import SyncProblem

from . import overview, pace
from .disisihkan import put_aside
from .forms import RegistrationForm
from .hasil import results


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The page: where things stand, what waits, and how the last run ended."""
    connection = Connection.load()
    if connection is None:
        return redirect("sinkronisasi:daftar")
    engine.refresh()
    return render(request, "sinkronisasi/index.html", {"connection": connection, **_state(request)})


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """The part of the page that moves while a run is under way; when it has ended, all of its place."""
    run = runner.current()
    if run is not None and run.status == Run.Status.RUNNING:
        return render(request, "sinkronisasi/_kemajuan.html", {"run": run, "left": pace.left(run)})
    context = {"has_just_ended": True, **_state(request)}
    return retarget(render(request, "sinkronisasi/_keadaan.html", context), "#keadaan")


@require_POST
@operator_only
def start(request: HttpRequest) -> HttpResponse:
    """Begin a run in the background; one that is under way goes on alone."""
    try:
        sending = request.POST.get("cara") != "tarik"
        runner.in_background(runner.begin(str(user_of(request)), sending))
    except SyncProblem as problem:
        messages.error(request, problem.text)
    return redirect("sinkronisasi:beranda")


@require_POST
@operator_only
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a run to stop at the next place where all is stored."""
    get_object_or_404(Run, pk=pk)
    by = str(user_of(request))[:255]
    if not Run.objects.filter(pk=pk, status=Run.Status.RUNNING, stop_by="").update(stop_by=by):
        messages.info(request, "Sinkronisasi itu sudah selesai atau sudah diminta berhenti.")
    return redirect("sinkronisasi:beranda")


@require_http_methods(["GET", "POST"])
def registration(request: HttpRequest) -> HttpResponse:
    """Register this computer, or register it anew. Who only looks is led here from the menu, and told who
    registers it."""
    if not user_of(request).may_edit:
        return render(request, "sinkronisasi/belum_terdaftar.html", {"connection": Connection.load()})
    initial = {"url": settings.DEFAULT_PUSAT}
    form = RegistrationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            connection = register(**form.cleaned_data)
        except SyncProblem as problem:
            form.add_error(None, problem.text)
        else:
            messages.success(request, f"Komputer ini terdaftar untuk {connection.nama}.")
            return redirect("sinkronisasi:beranda")
    context = {"form": form, "demo": _demo_of_this_school(), "connection": Connection.load()}
    return render(request, "sinkronisasi/daftar.html", context)


@require_POST
@operator_only
def change_key(request: HttpRequest) -> HttpResponse:
    """Change this computer's key at pusat."""
    try:
        renew_key(get_object_or_404(Connection))
    except SyncProblem as problem:
        messages.error(request, f"Kunci belum diganti. {problem.text}")
    else:
        messages.success(request, "Kunci sudah diganti. Salinan data ini di komputer lain ditolak pusat.")
    return redirect("pengaturan:daftar")


def _demo_of_this_school() -> dict[str, str] | None:
    """The demonstration pusat, which knows only the demonstration school."""
    demo: dict[str, str] | None = settings.DEMO_PUSAT
    here = Sekolah.live.first()
    return demo if demo and (here is None or here.npsn == demo["npsn"]) else None


def _state(request: HttpRequest) -> dict[str, Any]:
    run = runner.current()
    running = run is not None and run.status == Run.Status.RUNNING
    last_good = Run.objects.filter(status=Run.Status.DONE).first()
    return {
        "run": run,
        "running": running,
        "left": pace.left(run) if run and running else "",
        "last_good": last_good,
        "check": connection_check.newest(last_good),
        "awaited": not running and approval.is_awaited(),
        "waiting": overview.waiting_counts(),
        "put_aside": put_aside.rows().count(),
        "invalid": engine.invalid_count(),
        "may_edit": user_of(request).may_edit,
        "demo": settings.DEMO_PUSAT,
        **(results.summary(run) if run else {}),
    }
