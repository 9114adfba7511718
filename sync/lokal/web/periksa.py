"""Periksa koneksi: start a check of the connection, and show its result."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sync.lokal.engine import connection_check
from sync.lokal.models import Connection

# Seconds. A good connection has answered by then; else the page shows that the check goes on.
_SHORT_WAIT = 1.0


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Start a check on POST; answer a GET with the part of the page that shows its result."""
    if request.method == "GET":
        return render(request, "sinkronisasi/_hasil_periksa.html", {"check": connection_check.newest()})
    connection = Connection.load()
    if connection is None:
        return redirect("sinkronisasi:daftar")
    connection_check.begin(connection).wait(_SHORT_WAIT)
    return redirect(f"{reverse('sinkronisasi:beranda')}#sambungan")
