"""Pengguna: whoever may log in, and what the operator does with their accounts."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dapodik.akun import accounts
from dapodik.akun.access import operator_only, user_of
from dapodik.akun.history import record
from dapodik.akun.models import Pengguna, Peristiwa
from dapodik.pokok import present
from dapodik.pokok.models import Ptk

from .forms import NewPenggunaForm, PenggunaForm


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account, the inactive ones last."""
    users = Pengguna.objects.order_by("-is_active", "peran", "nama")
    staff = Ptk.objects.filter(pk__in=[account.ptk_id for account in users if account.ptk_id])
    gone = set(staff.exclude(pk__in=present.staff()).values_list("pk", flat=True))
    context = {"accounts": users, "gone": gone, "expired": accounts.expired()}
    return render(request, "pengaturan/pengguna.html", context)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def add(request: HttpRequest) -> HttpResponse:
    """A new account, with a one-time password."""
    form = NewPenggunaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        record(Peristiwa.AKUN, user, request, _by(request, f"dibuat sebagai {user.get_peran_display()}"))
        return _password_page(request, user)
    return render(request, "pengaturan/pengguna_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, role, and whose PTK record the account sees."""
    user = get_object_or_404(Pengguna, pk=pk)
    form = PenggunaForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            form.save()
            record(Peristiwa.AKUN, user, request, _by(request, f"diubah, {user.get_peran_display()}"))
        messages.success(request, f"Akun {user} tersimpan.")
        return redirect("pengaturan:pengguna")
    return render(request, "pengaturan/pengguna_form.html", {"form": form, "account": user})


@require_http_methods(["GET", "POST"])
@operator_only
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then close the account. Nothing of what its owner did is lost."""
    user = get_object_or_404(Pengguna, pk=pk, is_active=True)
    if request.method == "GET":
        context = {"account": user, "is_last": accounts.is_last_operator(user)}
        return render(request, "pengaturan/nonaktifkan.html", context)
    try:
        accounts.deactivate(user, request, _by(request, "dinonaktifkan"))
    except accounts.LastOperator:
        messages.error(
            request, f"{user} satu-satunya operator yang aktif. Jadikan orang lain operator dahulu."
        )
    else:
        messages.success(request, f"Akun {user} dinonaktifkan dan langsung dikeluarkan.")
    return redirect("pengaturan:pengguna")


@require_POST
@operator_only
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an account again."""
    user = get_object_or_404(Pengguna, pk=pk, is_active=False)
    accounts.activate(user, request, _by(request, "diaktifkan"))
    messages.success(request, f"Akun {user} aktif lagi, dengan kata sandinya yang dahulu.")
    return redirect("pengaturan:pengguna")


@require_http_methods(["GET", "POST"])
@operator_only
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then give a one-time password."""
    user = get_object_or_404(Pengguna, pk=pk, is_active=True)
    if user == user_of(request):
        return redirect("pengaturan:sandi")
    if request.method == "GET":
        return render(request, "pengaturan/atur_ulang.html", {"account": user})
    return _password_page(request, user)


def _password_page(request: HttpRequest, user: Pengguna) -> HttpResponse:
    """The one-time password, on this page and never again."""
    password = accounts.reset_password(user, request, _by(request, "diberi kata sandi sementara"))
    context = {"account": user, "password": password, "hours": accounts.HOURS}
    return render(request, "pengaturan/kata_sandi_sementara.html", context)


def _by(request: HttpRequest, what: str) -> str:
    return f"{what}, oleh {user_of(request)}"
