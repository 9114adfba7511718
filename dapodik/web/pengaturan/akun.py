"""Akun saya: what everybody does with their own account."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dapodik.akun import accounts
from dapodik.akun.access import open_to_all, user_of

from .forms import OwnAccountForm, OwnPasswordForm


@require_http_methods(["GET", "POST"])
@open_to_all
def own_account(request: HttpRequest) -> HttpResponse:
    """Name and e-mail, and the way to all else."""
    form = OwnAccountForm(request.POST or None, instance=user_of(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Akun tersimpan.")
        return redirect("pengaturan:akun")
    return render(request, "pengaturan/akun.html", {"form": form})


@require_http_methods(["GET", "POST"])
@open_to_all
@transaction.atomic
def own_password(request: HttpRequest) -> HttpResponse:
    """A new password, after the old one; other computers are logged out by it."""
    user = user_of(request)
    form = OwnPasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user.harus_ganti_sandi = False
        form.save()
        update_session_auth_hash(request, user)
        messages.success(request, "Kata sandi diganti. Di komputer lain Anda sudah dikeluarkan.")
        return redirect("beranda")
    return render(request, "pengaturan/kata_sandi.html", {"form": form})


@require_http_methods(["GET", "POST"])
@open_to_all
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """Ask, then log out here and on every other computer."""
    if request.method == "GET":
        return render(request, "pengaturan/keluar_semua.html")
    accounts.end_all_sessions(user_of(request), request)
    logout(request)
    messages.success(request, "Anda sudah keluar dari semua komputer.")
    return redirect("masuk")
