"""Pengaturan, Web Service: the applications, their tokens, the log of calls."""

from typing import Any

import msgspec
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dapodik.akun.access import operator_only, user_of
from dapodik.akun.models import Peristiwa, RiwayatKeamanan
from dapodik.program.start.network import CannotOpen, network

from . import applications, lan, trial
from .endpoint import data_in_words
from .endpoints import ENDPOINTS
from .forms import AplikasiForm, JaringanForm
from .models import Aplikasi, Jaringan, Panggilan

_CALLS_PER_PAGE = 50
_HISTORY_SHOWN = 20


def panel(request: HttpRequest) -> dict[str, Any]:
    """Context of the panel on Pengaturan."""
    return {"active": Aplikasi.objects.filter(aktif=True).count(), **_network()}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The applications, what was done with them, and the log of calls."""
    calls = Panggilan.objects.select_related("aplikasi")
    context = {
        "applications": [(row, data_in_words(row.izin)) for row in _counted()],
        "base": request.build_absolute_uri("/").rstrip("/"),
        "page": Paginator(calls, _CALLS_PER_PAGE).get_page(request.GET.get("page")),
        **_network(),
        "history": _history()[:_HISTORY_SHOWN],
    }
    return render(request, "webservice/index.html", context)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def add(request: HttpRequest) -> HttpResponse:
    """A new application; its token is on the page that follows and never again."""
    form = AplikasiForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        aplikasi, token = applications.add(form.values, user_of(request), request)
        return _token_page(request, aplikasi, token)
    return render(request, "webservice/form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, address, data and profile. The token stays."""
    aplikasi = get_object_or_404(Aplikasi, pk=pk)
    form = AplikasiForm(request.POST or None, instance=aplikasi)
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            applications.change(aplikasi, form.values, user_of(request), request)
        messages.success(request, f"{aplikasi} tersimpan. Tokennya tetap sama.")
        return redirect("webservice:daftar")
    return render(request, "webservice/form.html", {"form": form, "aplikasi": aplikasi})


@require_http_methods(["GET", "POST"])
@operator_only
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then give a new token."""
    aplikasi = get_object_or_404(Aplikasi, pk=pk, aktif=True)
    if request.method == "GET":
        return render(request, "webservice/token_baru.html", {"aplikasi": aplikasi})
    token = applications.renew_token(aplikasi, user_of(request), request)
    return _token_page(request, aplikasi, token)


@require_POST
@operator_only
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an application call, or not any more."""
    aplikasi = get_object_or_404(Aplikasi, pk=pk)
    applications.switch(aplikasi, user_of(request), request, on=not aplikasi.aktif)
    state = "aktif lagi, dengan tokennya yang dahulu" if aplikasi.aktif else "dimatikan; panggilannya ditolak"
    messages.success(request, f"{aplikasi} {state}.")
    return redirect("webservice:daftar")


@require_http_methods(["GET", "POST"])
@operator_only
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Call an endpoint as the application would, and show what it would get."""
    aplikasi = get_object_or_404(Aplikasi, pk=pk)
    name = request.POST.get("endpoint", "")
    context: dict[str, Any] = {"aplikasi": aplikasi, "endpoints": [(each, each) for each in ENDPOINTS]}
    if request.method == "POST" and name in ENDPOINTS:
        result = trial.call(aplikasi, name, str(user_of(request)))
        text = msgspec.json.format(msgspec.json.encode(result.shown), indent=2).decode()
        context |= {"result": result, "name": name, "text": text}
    return render(request, "webservice/coba.html", context)


def _history() -> "QuerySet[RiwayatKeamanan]":
    """What was done with applications, the newest first."""
    events = RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.WEB_SERVICE)
    return events.select_related("pengguna").order_by("-pk")


@require_http_methods(["GET", "POST"])
@operator_only
def on_network(request: HttpRequest) -> HttpResponse:
    """Open the WebService for other computers of the school, or close it."""
    if "tutup" in request.POST:
        lan.close_network(user_of(request), request)
        messages.success(
            request, "Jaringan sekolah ditutup. Web Service hanya dapat dipanggil dari komputer ini."
        )
        return redirect("webservice:jaringan")
    form = JaringanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = Jaringan(cara=form.cleaned_data["cara"], alamat=form.cleaned_data["alamat"])
            lan.open_network(chosen, user_of(request), request)
        except CannotOpen as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Terbuka untuk jaringan sekolah di {chosen.url(network.port)}.")
            return redirect("webservice:jaringan")
    return render(request, "webservice/jaringan.html", {"form": form, **_network()})


def _network() -> dict[str, Any]:
    """Where other computers may call, as pages show it."""
    chosen = Jaringan.load()
    secure = chosen.cara == Jaringan.Cara.HTTPS
    return {
        "chosen": chosen,
        "is_open": network.is_open,
        "url": chosen.url(network.port),
        "fingerprint": lan.certificate(chosen.alamat).fingerprint if secure else "",
    }


def _counted() -> "QuerySet[Aplikasi]":
    """The applications with their last call (`terakhir`) and the number of today's (`hari_ini`)."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows: QuerySet[Aplikasi] = Aplikasi.objects.annotate(
        terakhir=Max("panggilan__at"), hari_ini=Count("panggilan", filter=Q(panggilan__at__gte=today))
    )
    return rows


def _token_page(request: HttpRequest, aplikasi: Aplikasi, token: str) -> HttpResponse:
    """The token, on this page and never again."""
    context = {"aplikasi": aplikasi, "token": token, "base": request.build_absolute_uri("/").rstrip("/")}
    return render(request, "webservice/token.html", context)
