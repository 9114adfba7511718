"""The page of the computers that are registered at pusat for this school."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from dapodik.akun.access import operator_only, user_of
from sync.lokal.engine import computers
from sync.lokal.models import Computer, Connection
from sync.wire.problems import SyncProblem


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the computers, the newest first; of a new one it is asked whose it is."""
    context = {
        "connection": Connection.load(),
        "computers": Computer.objects.all(),
        "may_revoke": set(computers.later().filter(is_revoked=False).values_list("pk", flat=True)),
        "may_edit": user_of(request).may_edit,
    }
    return render(request, "sinkronisasi/komputer.html", context)


@require_POST
@operator_only
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of a computer that it is the school's, or that it is not: then pusat shuts it out."""
    computer = get_object_or_404(computers.later(), pk=pk)
    by = str(user_of(request))
    if request.POST.get("milik") == Computer.Answer.OURS:
        computers.accept(computer, by)
        messages.success(request, f"Dicatat: {computer} milik sekolah ini.")
    elif request.POST.get("milik") == Computer.Answer.NOT_OURS:
        try:
            computers.disown(computer, by)
        except SyncProblem as problem:
            messages.error(request, f"{computer} belum dicabut. {problem.text}")
        else:
            messages.success(
                request,
                f"{computer} dicabut: pusat tidak melayaninya lagi. Kode registrasi sekolah ikut dibatalkan; "
                "minta kode baru ke dinas bila ada komputer yang akan didaftarkan.",
            )
    return redirect("sinkronisasi:komputer")
