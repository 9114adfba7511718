"""Help: the shortcuts of the keyboard, the brightness of the pages, and how the application is updated."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dapodik.akun.access import open_to_all, user_of
from dapodik.akun.models import Pengguna, Tampilan

from ..navigation import next_page


@require_http_methods(["GET", "POST"])
@open_to_all
def shortcuts(request: HttpRequest) -> HttpResponse:
    """The list of shortcuts; sent, it switches those of a single letter on or off."""
    if request.method == "POST":
        Pengguna.objects.filter(pk=user_of(request).pk).update(pintasan="nyala" in request.POST)
        return redirect("pintasan")
    return render(request, "bantuan/pintasan.html")


@require_GET
@open_to_all
def updating(request: HttpRequest) -> HttpResponse:
    """How the application is updated, as the guide says it (docs/panduan.md)."""
    return render(request, "bantuan/pembaruan.html")


@require_POST
@open_to_all
def brightness(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the computer has it."""
    wanted = request.POST.get("tampilan", "")
    if wanted in Tampilan.values:
        Pengguna.objects.filter(pk=user_of(request).pk).update(tampilan=wanted)
    return redirect(next_page(request, "/"))
