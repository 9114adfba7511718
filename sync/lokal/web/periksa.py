"""Periksa koneksi: the button, and what the check has found so far."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sync.lokal.engine import connection_check
from sync.lokal.models import Connection

# A good line answers sooner; whoever waits longer sees that it goes on.
_MOMENT = 1.0


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check the line to pusat on POST; on GET the part of the page that tells of it."""
    if request.method == "GET":
        return render(request, "sinkronisasi/_hasil_periksa.html", {"check": connection_check.newest()})
    connection = Connection.load()
    if connection is None:
        return redirect("sinkronisasi:daftar")
    connection_check.begin(connection).wait(_MOMENT)
    return redirect(f"{reverse('sinkronisasi:beranda')}#sambungan")
