"""The Sinkronisasi pages: before, during, after."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import retarget

from dapodik.akun.access import operator_only, user_of
from dapodik.pokok import display, write
from dapodik.pokok.models import KINDS, Origin, Pending, Sekolah
from dapodik.validasi import engine
from sync.wire.problems import SyncProblem

from . import approval, line_check, overview, pace, runner
from .forms import RegistrationForm
from .models import Conflict, Connection, Run
from .registration import register, renew_key

PER_PAGE = 50


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


@require_GET
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One run: what was sent, what came in, conflicts, tanda terima."""
    run = get_object_or_404(Run, pk=pk)
    return render(request, "sinkronisasi/hasil.html", _result(run))


@require_GET
def incoming(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Perubahan data yang masuk ke lokal of one kind: pupil, field, old, new, author."""
    run = get_object_or_404(Run, pk=pk)
    if kind not in KINDS:
        raise Http404
    total = overview.incoming_total(run, kind)
    first = _first(request, total)
    changes = overview.incoming_changes(run, kind, first, first + PER_PAGE)
    title = f"Perubahan yang masuk: {KINDS[kind]._meta.verbose_name}"
    return _changes_page(request, title, changes, first, total)


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """All runs, the newest first."""
    total = Run.objects.count()
    first = _first(request, total)
    runs = [_result(run) for run in Run.objects.all()[first : first + PER_PAGE]]
    return render(request, "sinkronisasi/riwayat.html", {"runs": runs, **_paging(first, total)})


@require_http_methods(["GET", "POST"])
@operator_only
def registration(request: HttpRequest) -> HttpResponse:
    """Register this computer, or register it anew."""
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


@require_POST
@operator_only
@transaction.atomic
def use_lost_value(request: HttpRequest, pk: int) -> HttpResponse:
    """Use the value that lost: an ordinary change, made after seeing the other."""
    conflict = get_object_or_404(Conflict.objects.select_for_update(), pk=pk, answered=False)
    edit = write.Edit(KINDS[conflict.kind], {conflict.field: conflict.lost}, conflict.record_id)
    write.save([edit], write.Author(str(user_of(request)), Origin.FORM))
    conflict.answered = True
    conflict.save(update_fields=["answered"])
    label = display.field_label(KINDS[conflict.kind], conflict.field)
    messages.success(request, f"Nilai {label} dipakai lagi. Sinkronkan untuk mengirimnya.")
    return redirect("sinkronisasi:hasil", conflict.run_id)


def _demo_of_this_school() -> dict[str, str] | None:
    """The demonstration pusat, which knows only the demonstration school."""
    demo: dict[str, str] | None = settings.DEMO_PUSAT
    here = Sekolah.live.first()
    return demo if demo and (here is None or here.npsn == demo["npsn"]) else None


def _state(request: HttpRequest) -> dict[str, Any]:
    run = runner.current()
    running = run is not None and run.status == Run.Status.RUNNING
    return {
        "run": run,
        "running": running,
        "left": pace.left(run) if run and running else "",
        "last_good": Run.objects.filter(status=Run.Status.DONE).first(),
        "check": line_check.newest(),
        "awaited": not running and approval.is_awaited(),
        "waiting": overview.waiting_counts(),
        "put_aside": Pending.objects.filter(problem__isnull=False).count(),
        "invalid": engine.invalid_count(),
        "may_edit": user_of(request).may_edit,
        "demo": settings.DEMO_PUSAT,
        **(_result(run) if run else {}),
    }


def _result(run: Run) -> dict[str, Any]:
    return {
        "run": run,
        "problem": SyncProblem(run.problem, **run.details) if run.problem else None,
        "sent": overview.run_counts(run.sent),
        "received": overview.run_counts(run.received),
        "conflicts": overview.conflicts(run),
    }


def _changes_page(
    request: HttpRequest, title: str, changes: list[overview.RecordChange], first: int, total: int
) -> HttpResponse:
    context = {"title": title, "changes": changes, **_paging(first, total)}
    return render(request, "sinkronisasi/perubahan.html", context)


def _first(request: HttpRequest, total: int) -> int:
    """The offset in the address, cut to what there is."""
    text = request.GET.get("dari", "")
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return min(wanted, max(0, total - 1)) // PER_PAGE * PER_PAGE


def _paging(first: int, total: int) -> dict[str, Any]:
    return {
        "total": total,
        "previous": first - PER_PAGE if first else None,
        "next": first + PER_PAGE if first + PER_PAGE < total else None,
    }
